import type { PhaseRecord } from 'relufit';
import { RelufitError } from 'relufit';
import { isTornHeader, parsedHeader, type TrialsHeader } from './header.js';
import { linesOf } from './lines.js';

/** What whoever reads a file of trials wants to know of it; what these throw is said of the line. */
export interface TrialsReader {
  onHeader(header: TrialsHeader): void;
  onRecord(record: PhaseRecord): void;
}

/** How a file of trials ends. */
export interface TrialsEnd {
  /** Bytes of its whole lines. */
  readonly size: number;
  /** Bytes of a last line that was cut short. */
  readonly torn: number;
}

/** Goes through an open file of trials; a last line that was cut short counts as not there. */
export function readTrials(descriptor: number, path: string, reader: TrialsReader): TrialsEnd {
  let size = 0;
  for (const { number, text, end, isWhole } of linesOf(descriptor)) {
    if (!isWhole && (number > 1 || isTornHeader(text))) return { size, torn: end - size };
    if (number === 1) reader.onHeader(parsedHeader(path, text));
    else recordIn(text, `${path}, line ${number}`, reader);
    size = end;
  }
  return { size, torn: 0 };
}

function recordIn(text: string, where: string, { onRecord }: TrialsReader): void {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    throw malformed(where, `${(error as Error).message} in '${shortened(text)}'`);
  }
  if (record === null || typeof record !== 'object') {
    throw malformed(where, `'${shortened(text)}'`);
  }
  try {
    onRecord(record as PhaseRecord);
  } catch (error) {
    if (!(error instanceof RelufitError)) throw error;
    // The message says what is wrong with the record, and now where it is.
    error.message = `${where}: ${error.message} Nothing was changed.`;
    throw error;
  }
}

const REMEDY = 'Nothing was changed. Remove the line to have its trial run again.';

const malformed = (where: string, got: string) =>
  new RelufitError('STORE_MALFORMED', where, got, 'the record of a trial as JSON', REMEDY);

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
