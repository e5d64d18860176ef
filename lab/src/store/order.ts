import { closeSync, openSync } from 'node:fs';
import { type PhaseAddress, RelufitError } from 'relufit';
import { onStore } from './failure.js';
import { linesOf } from './lines.js';
import { writeWhole } from './write-whole.js';

/** The line of a trial. */
export interface Entry extends PhaseAddress {
  readonly text: string;
}

/** What a file of trials is known to hold. */
export interface Written {
  /** Its first line. */
  readonly header: string;
  /** Its other lines. */
  readonly trials: number;
}

/**
 * Puts the records of a whole file of trials in the order of cell and trial, each once. The file is replaced at one
 * moment, or not at all: not where it does not hold what was written to it.
 *
 * @throws RelufitError STORE_CHANGED; STORE_UNUSABLE where the system refuses.
 */
export function putInOrder(path: string, written: Written): void {
  const entries: Entry[] = [];
  let header = '';
  const descriptor = onStore(path, 'the file that was written', () => openSync(path, 'r'));
  try {
    for (const { number, text } of linesOf(descriptor)) {
      if (number === 1) header = text;
      else {
        entries.push({ ...addressIn(text, path, written), text });
      }
    }
  } finally {
    closeSync(descriptor);
  }
  const isInOrder = entries.every((entry, k) => k === 0 || compared(entries[k - 1], entry) < 0);
  const trials = entries.length;
  if (header !== written.header || trials !== written.trials) {
    const got = header === written.header ? `${trials} trials` : 'another first line';
    throw changed(path, got, written);
  }
  if (!isInOrder) writeInOrder(path, header, entries);
}

/** Writes a file of trials, whose lock is held, at one moment; changes the order of `entries`. */
export function writeInOrder(path: string, header: string, entries: Entry[]): void {
  entries.sort(compared);
  writeWhole(path, linesWith(header, entries), '.new');
}

function* linesWith(header: string, entries: readonly Entry[]): Generator<string> {
  yield `${header}\n`;
  for (const [k, entry] of entries.entries()) {
    if (k === 0 || compared(entries[k - 1], entry) < 0) yield `${entry.text}\n`;
  }
}

/** The address of a record, which comes first in it: the rest need not be read once more. */
function addressIn(text: string, path: string, written: Written): PhaseAddress {
  const [, cell, trial] = /^\{"cell":(\d+),"trial":(\d+),/.exec(text) ?? [];
  if (trial !== undefined) return { cell: Number(cell), trial: Number(trial) };
  try {
    const { cell, trial } = JSON.parse(text) as PhaseAddress;
    return { cell, trial };
  } catch {
    throw changed(path, 'a line that is no trial', written);
  }
}

const changed = (path: string, got: string, { trials }: Written) =>
  new RelufitError(
    'STORE_CHANGED',
    path,
    got,
    `what was written to it, ${trials} trials`,
    'Another program changed it: move it away, or put it right, and give the same command again.',
  );

const compared = (a: PhaseAddress, b: PhaseAddress) => a.cell - b.cell || a.trial - b.trial;
