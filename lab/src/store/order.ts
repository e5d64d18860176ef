import { closeSync, openSync } from 'node:fs';
import type { PhaseAddress } from 'relufit';
import { linesOf } from './lines.js';
import { writeWhole } from './write-whole.js';

/** The line of a trial. */
export interface Entry extends PhaseAddress {
  readonly text: string;
}

/**
 * Puts the records of a whole file of trials in the order of cell and trial, each once. The file is replaced at one
 * moment, or not at all.
 */
export function putInOrder(path: string): void {
  const entries: Entry[] = [];
  let header = '';
  const descriptor = openSync(path, 'r');
  try {
    for (const { number, text } of linesOf(descriptor)) {
      if (number === 1) header = text;
      else {
        const { cell, trial } = addressIn(text);
        entries.push({ cell, trial, text });
      }
    }
  } finally {
    closeSync(descriptor);
  }
  const isInOrder = entries.every((entry, k) => k === 0 || compared(entries[k - 1], entry) < 0);
  if (!isInOrder) writeInOrder(path, header, entries);
}

/** Writes a file of trials at one moment; changes the order of `entries`. */
export function writeInOrder(path: string, header: string, entries: Entry[]): void {
  entries.sort(compared);
  writeWhole(path, linesWith(header, entries));
}

function* linesWith(header: string, entries: readonly Entry[]): Generator<string> {
  yield `${header}\n`;
  for (const [k, entry] of entries.entries()) {
    if (k === 0 || compared(entries[k - 1], entry) < 0) yield `${entry.text}\n`;
  }
}

/** The address of a record, which comes first in it: the rest need not be read once more. */
function addressIn(text: string): PhaseAddress {
  const [, cell, trial] = /^\{"cell":(\d+),"trial":(\d+),/.exec(text) ?? [];
  if (trial !== undefined) return { cell: Number(cell), trial: Number(trial) };
  return JSON.parse(text) as PhaseAddress;
}

const compared = (a: PhaseAddress, b: PhaseAddress) => a.cell - b.cell || a.trial - b.trial;
