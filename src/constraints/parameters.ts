// What the factories of the sets ask of their parameters. Each check names the set, what it got and what it expected.

import { checkNames, RelufitError, show } from '../errors.js';
import type { Constraint } from './constraint.js';

/** A row of so many numbers in f32 fills the 4 GiB that a WebAssembly memory has. */
export const MOST_WEIGHTS = 2 ** 30;

/** What a factory was given, once it is known to be an object of these keys and no others. */
export function checkKeys<T extends object>(
  given: T,
  set: string,
  ...keys: readonly (keyof T & string)[]
): T {
  checkNames(set, given, keys, 'INVALID_CONSTRAINT');
  return given;
}

/** A set's radius: a positive finite number. */
export const checkRadius = (radius: number, set: string): void =>
  checkPositive(radius, `${set} radius`, 'Use wholeSpace() for no bound.');

/** A positive finite number. */
export function checkPositive(value: number, where: string, remedy: string): void {
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return;
  throw invalid(where, show(value), 'a positive finite number', remedy);
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
  const remedy = !Number.isInteger(value)
    ? 'Give a whole number.'
    : value < least
      ? `Raise it to ${least} or more.`
      : `Lower it to ${most} or less.`;
  throw invalid(where, show(value), range, remedy);
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

/** An array of something, or what can be read like one; no longer than weights can be many. */
export function isFilledList(value: unknown): boolean {
  const length =
    value !== null && typeof value === 'object' && (value as ArrayLike<unknown>).length;
  return Number.isInteger(length) && Number(length) > 0 && Number(length) <= MOST_WEIGHTS;
}

/** A copy of finite numbers, at least one. */
export function finiteVector(values: ArrayLike<number>, where: string): Float64Array {
  if (!isFilledList(values)) {
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

/** The caveat of a set whose points are isolated. */
export const isolated = (set: string): string =>
  `${set}: its points stand apart, and where a step does not reach beyond the middle to another point, the fit stays ` +
  'where it is and says converged, even after 0 iterations. Compare the objective from several initial weights, or ' +
  'start from the weights of a fit over a convex set around it';

/** Rows of numbers, or one row-major array with its shape. */
export type DenseMatrix = ReadonlyArray<ArrayLike<number>> | FlatMatrix;

/** A row-major array with its shape. */
export interface FlatMatrix extends Readonly<Shape> {
  readonly data: ArrayLike<number>;
}

/** Copies of the rows of a matrix of finite numbers, at least one row, of one length. */
export function finiteRows(given: DenseMatrix, where: string): Float64Array[] {
  if (Array.isArray(given) && given.length > 0) {
    const rows = given.map((row, i) => finiteVector(row, `${where} row ${i}`));
    const odd = rows.findIndex((row) => row.length !== rows[0].length);
    if (odd < 0) return rows;
    const lengths = `row ${odd} of length ${rows[odd].length} under rows of ${rows[0].length}`;
    throw invalid(where, lengths, 'rows of one length', 'Give each weight a number in each row.');
  }
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    const expected = 'rows of numbers or { data, rows, columns }';
    throw invalid(where, show(given), expected, 'Give at least one row.');
  }
  const { data, rows, columns } = checkShape(given as FlatMatrix, where, 'data');
  const all = finiteVector(data, `${where}.data`);
  if (all.length !== rows * columns) {
    const shape = `${all.length} numbers for ${rows} × ${columns}`;
    throw invalid(
      `${where}.data`,
      shape,
      `${rows * columns} numbers, row by row`,
      'Correct the shape.',
    );
  }
  return Array.from({ length: rows }, (_, i) => all.slice(i * columns, (i + 1) * columns));
}

/** The matrix whose entries, row by row, are the weights. */
export interface Shape {
  rows: number;
  columns: number;
}

/** A copy of a shape of at least one row and one column, and no more entries than a row of data has; `others` too. */
export function checkShape<T extends Shape>(
  shape: T,
  set: string,
  ...others: readonly (keyof T & string)[]
): T {
  const { rows, columns } = checkKeys(shape, set, 'rows', 'columns', ...others);
  checkCount(rows, `${set} rows`);
  checkCount(columns, `${set} columns`);
  if (rows * columns <= MOST_WEIGHTS) return { ...shape };
  const most = `at most ${MOST_WEIGHTS} entries, as many weights as a dataset can have`;
  throw invalid(set, `${rows} × ${columns}`, most, 'Correct the shape.');
}

/** Refuses a matrix of other than d entries. */
export function checkEntries({ rows, columns }: Shape, d: number, set: string): void {
  checkLength(rows * columns, d, set, `a matrix of ${rows} × ${columns}`);
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
