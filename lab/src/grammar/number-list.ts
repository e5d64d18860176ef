// Values of an axis: numbers, and ranges of them, separated by commas.

import { InvalidArgumentError } from 'commander';
import type { Search } from 'relufit';
import { type ValueParser, valueParser } from '../value-parser.js';
import { numberIn } from './refuse.js';

const SCHEMA = { type: ['array', 'number', 'string'] } as const;

// More would be a slip of the finger.
const MOST = 100_000;

/** Numbers or FROM:TO:STEP, which holds both ends: 20:60:20 is 20,40,60. */
export function numberList(least: number, isWhole: boolean): ValueParser<number[]> {
  const kind = isWhole ? 'whole numbers' : 'numbers';
  return valueParser(SCHEMA, (text) => {
    const values = text.split(',').flatMap((item) => rangeOf(item.trim()) ?? numberIn(item));
    if (values.length > MOST) {
      throw new InvalidArgumentError(`Expected ${MOST} ${kind} or fewer.`);
    }
    const fits = (value: number) =>
      value >= least && (isWhole ? Number.isSafeInteger(value) : Number.isFinite(value));
    if (values.every(fits)) return values;
    throw new InvalidArgumentError(
      `Expected ${kind}, ${least} or more, separated by commas, or FROM:TO:STEP.`,
    );
  });
}

/** Numbers of rows, or FROM..TO to search among. */
export const rowsList = valueParser(SCHEMA, (text): number[] | Search => {
  const ends = /^\s*(\d+)\.\.(\d+)\s*$/.exec(text);
  if (ends === null) return counts(text);
  const [from, to] = ends.slice(1).map(Number);
  if (from >= 1 && from <= to) return { from, to };
  throw new InvalidArgumentError('Expected FROM..TO with 1 ≤ FROM ≤ TO.');
});

/** Numbers of columns or of nonzeros. */
export const counts = numberList(1, true);

/** Standard deviations. */
export const deviations = numberList(0, false);

function rangeOf(text: string): number[] | undefined {
  if (!text.includes(':')) return undefined;
  const [from, to, step, ...rest] = text.split(':').map(numberIn);
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (rest.length > 0 || !(step > 0 && to >= from && Number.isFinite(count))) {
    throw new InvalidArgumentError(
      `Got '${text}', expected FROM:TO:STEP with FROM ≤ TO and STEP above 0.`,
    );
  }
  if (count > MOST) {
    throw new InvalidArgumentError(`Got '${text}', ${count} values, expected ${MOST} or fewer.`);
  }
  const last = Number((from + (count - 1) * step).toPrecision(12));
  if (Math.abs(to - last) > 1e-9 * step) {
    throw new InvalidArgumentError(
      `Got '${text}', which ends at ${last} before ${to}, expected a STEP that meets TO, such as ${from}:${last}:${step}.`,
    );
  }
  // 0:0.3:0.1 holds 0.3, and not 0.30000000000000004.
  return Array.from({ length: count }, (_, k) => Number((from + k * step).toPrecision(12)));
}
