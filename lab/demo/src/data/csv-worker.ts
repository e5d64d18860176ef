// Files are read and taken apart here: one of 50 MB would hold the page for seconds.

import { parseTable, type Table } from '../../../src/csv.js';
import { DELIMITERS } from '../../../src/delimiters.js';
import { type Column, inspect } from './columns.js';

export interface Parcel {
  readonly name: string;
  readonly source: Blob | string;
}

export type Parsed =
  | { readonly table: Table; readonly columns: readonly Column[] }
  | { readonly error: string };

const LARGEST = 50 * 2 ** 20;

addEventListener('message', async ({ data }: MessageEvent<Parcel>) => {
  postMessage(await parsed(data));
});

async function parsed({ name, source }: Parcel): Promise<Parsed> {
  try {
    const text = typeof source === 'string' ? source : await textOf(source, name);
    const table = parseTable(text, name, delimiterOf(text));
    return { table, columns: inspect(table) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function textOf(file: Blob, name: string): Promise<string> {
  if (file.size > LARGEST) {
    const size = Math.round(file.size / 2 ** 20);
    throw new Error(
      `${name}: got ${size} MB, expected at most 50. Take fewer rows or columns, or use the command line, which has no such limit.`,
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    if (bytes.includes(0)) throw new TypeError('not text');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(
      `${name}: got bytes that are not UTF-8 text, expected a CSV file. Save the table as CSV in UTF-8.`,
    );
  }
}

/** The one that is most frequent in the first line that has any text. */
function delimiterOf(text: string): string {
  const first = /[^\r\n]*\S[^\r\n]*/.exec(text)?.[0] ?? '';
  let best = ',';
  for (const delimiter of DELIMITERS.keys()) {
    if (first.split(delimiter).length > first.split(best).length) best = delimiter;
  }
  return best;
}
