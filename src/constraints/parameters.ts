// What the factories of the sets ask of their parameters. Each check names the set, what it got and what it expected.

import { RelufitError, show } from '../errors.js';
import type { Constraint } from './constraint.js';

/** A set's radius: a positive finite number. */
export function checkRadius(radius: number, set: string): void {
  if (typeof radius !== 'number' || !(radius > 0) || !Number.isFinite(radius)) {
    throw invalid(
      `${set} radius`,
      show(radius),
      'a positive finite number',
      'Use wholeSpace() for no bound.',
    );
  }
}

/** An integer from 1, or `least`, to `most`. */
export function checkCount(
  value: number,
  where: string,
  { least = 1, most = Infinity } = {},
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range =
    most === Infinity ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`;
  throw invalid(where, show(value), range, 'Give a whole number.');
}

/** Refuses a sparsity above d. */
export function checkSparsity(sparsity: number, d: number, where: string): void {
  if (sparsity <= d) return;
  throw invalid(
    where,
    `${sparsity} on data of ${d} columns`,
    `an integer from 1 to ${d}`,
    'Use wholeSpace() for no bound.',
  );
}

/** A finite number. */
export function checkNumber(value: number, where: string): void {
  if (typeof value === 'number' && Number.isFinite(value)) return;
  throw invalid(where, show(value), 'a finite number', 'Replace it.');
}

/** A copy of finite numbers, at least one. */
export function finiteVector(values: ArrayLike<number>, where: string): Float64Array {
  const isList = typeof values === 'object' && values !== null && Number.isInteger(values.length);
  if (!isList || values.length === 0) {
    throw invalid(
      where,
      show(values),
      'an array of at least one number',
      'Give one number a weight.',
    );
  }
  for (let j = 0; j < values.length; j++) checkNumber(values[j], `${where} at index ${j}`);
  return Float64Array.from(values);
}

/** A copy of positive finite numbers, at least one. */
export function positiveVector(values: ArrayLike<number>, where: string): Float64Array {
  const vector = finiteVector(values, where);
  const bad = vector.findIndex((value) => !(value > 0));
  if (bad < 0) return vector;
  throw invalid(`${where} at index ${bad}`, show(vector[bad]), 'a positive number', 'Replace it.');
}

/** A copy of finite numbers that are not negative, at least one. */
export function nonnegativeVector(values: ArrayLike<number>, where: string): Float64Array {
  const vector = finiteVector(values, where);
  const bad = vector.findIndex((value) => value < 0);
  if (bad < 0) return vector;
  throw invalid(`${where} at index ${bad}`, show(vector[bad]), 'a number ≥ 0', 'Replace it.');
}

/** A set that another is made from. */
export function checkConstraint(value: Constraint, where: string): void {
  if (typeof value?.project === 'function' && typeof value.contains === 'function') return;
  throw invalid(where, show(value), 'a constraint such as sparse(20)', 'Make one first.');
}

/** What the parameters of a set made from others tell of them. */
export const described = ({ name, parameters }: Constraint) => ({ name, parameters });

/** The caveats of all, each once; undefined where there are none. */
export function caveatsOf(
  constraints: readonly Constraint[],
  ...own: string[]
): readonly string[] | undefined {
  const all = new Set([...own, ...constraints.flatMap(({ caveats }) => caveats ?? [])]);
  return all.size > 0 ? [...all] : undefined;
}

/** Refuses a set made for `length` weights where there are d. */
export function checkLength(length: number, d: number, set: string, what: string): void {
  if (length === d) return;
  throw invalid(
    set,
    `${what} for ${length} weights`,
    `${d}, the number of columns of X`,
    'Make the set for this data.',
  );
}

/**
 * R(planted), the level of the smallest set {w : R(w) ≤ level} that holds the planted weights.
 *
 * Where R is a norm, the weights 0 have level 0, which no ball has: the factory refuses it.
 */
export function levelThrough(
  regularizer: (w: ArrayLike<number>) => number,
  planted: ArrayLike<number>,
  set: string,
): number {
  return regularizer(finiteVector(planted, `${set}.through`));
}

export function invalid(
  where: string,
  got: string,
  expected: string,
  remedy: string,
): RelufitError {
  return new RelufitError('INVALID_CONSTRAINT', where, got, expected, remedy);
}
