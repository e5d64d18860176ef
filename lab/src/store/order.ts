import type { PhaseAddress } from 'relufit';
import { linesOf } from './lines.js';
import { type WriteLine, writeLinesWhole } from './write-whole.js';

interface Entry extends PhaseAddress {
  readonly text: string;
}

/**
 * Puts the records of a whole file of trials in the order of cell and trial, each once. The file is replaced at one
 * moment, or not at all; false where it is in order already.
 */
export function inOrder(path: string, descriptor: number): boolean {
  const entries: Entry[] = [];
  let header = '';
  for (const { number, text } of linesOf(descriptor)) {
    if (number === 1) header = text;
    else {
      const { cell, trial } = JSON.parse(text) as PhaseAddress;
      entries.push({ cell, trial, text });
    }
  }
  if (entries.every((entry, k) => k === 0 || compared(entries[k - 1], entry) < 0)) return false;
  entries.sort(compared);
  writeLinesWhole(path, (write: WriteLine) => {
    write(header);
    for (const [k, entry] of entries.entries()) {
      if (k === 0 || compared(entries[k - 1], entry) < 0) write(entry.text);
    }
  });
  return true;
}

const compared = (a: PhaseAddress, b: PhaseAddress) => a.cell - b.cell || a.trial - b.trial;
