// Where a random number is: seed and row are split into words for Philox's key and counter, and every part is checked
// once, in words that say which one is wrong.

import { RelufitError, show } from '../errors.js';

/** The first integer that a seed and a row cannot be: beyond it doubles skip integers. */
export const SEED_LIMIT = 2 ** 53;
/** Streams, columns and draws have 31 bits: the top one tells kinds of numbers apart. */
export const INDEX_LIMIT = 2 ** 31;

export function low(value: number): number {
  return value | 0;
}

export function high(value: number): number {
  return Math.floor(value / 2 ** 32) | 0;
}

/** Throws unless value is an integer in [least, limit). */
export function checkInteger(
  where: string,
  name: string,
  value: number,
  least: number,
  limit: number,
): void {
  if (Number.isInteger(value) && value >= least && value < limit) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    `${where}: ${name}`,
    show(value),
    `an integer in [${least}, ${power(limit)})`,
    `Give ${name} as a whole number of that range.`,
  );
}

function power(limit: number): string {
  const exponent = Math.log2(limit);
  return limit > 2 ** 16 && Number.isInteger(exponent) ? `2^${exponent}` : String(limit);
}
