import { RelufitError, show } from '../errors.js';
import { arrayType } from '../platform.js';

/** Floats of 4 or 8 bytes. */
export type Precision = 'f32' | 'f64';
/** Numbers in one of the precisions. */
export type Numbers = Float64Array | Float32Array;

/** Of whatever realm. */
export const isNumbers = (value: unknown): value is Numbers =>
  /^Float(32|64)Array$/.test(arrayType(value) ?? '');

/**
 * Rows of numbers, or one row-major array with its shape: Uint16Array with format 'f16' holds the bits of half-precision
 * numbers, as Float16Array does where the platform has one.
 */
export type MatrixLike =
  | ReadonlyArray<ArrayLike<number>>
  | { readonly data: Numbers; readonly rows: number; readonly columns: number }
  | {
      readonly data: Uint16Array;
      readonly rows: number;
      readonly columns: number;
      readonly format: 'f16';
    };

/**
 * y in the precision of X.
 *
 * @throws RelufitError INVALID_SHAPE, NOT_FINITE (with the first row)
 */
export function asTarget(
  y: ArrayLike<number>,
  { rows, precision }: { readonly rows: number; readonly precision: Precision },
): Numbers {
  if (y === null || typeof y !== 'object' || typeof y.length !== 'number') {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'y',
      show(y),
      'an array of numbers',
      'Give one number a row of X.',
    );
  }
  if (y.length !== rows) {
    throw new RelufitError(
      'INVALID_SHAPE',
      'y',
      `length ${y.length}`,
      `${rows}, the rows of X`,
      'Give one number a row of X.',
    );
  }
  const target = precision === 'f32' ? new Float32Array(rows) : new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    // A value finite in f64 may not be in f32: what the kernels will see is what is checked.
    target[i] = typeof y[i] === 'number' ? y[i] : NaN;
    if (!Number.isFinite(target[i])) {
      throw new RelufitError('NOT_FINITE', `y at row ${i}`, show(y[i]), 'a finite number', REMOVE);
    }
  }
  return target;
}

/**
 * Throws NOT_FINITE with the row and column of the first number that is not finite, in rows first, first + 1, … that lie
 * `stride` elements apart.
 */
export function checkFinite(
  values: Numbers,
  {
    columns,
    first = 0,
    stride = columns,
  }: { readonly columns: number; readonly first?: number; readonly stride?: number },
  where = 'X',
): void {
  for (let begin = 0; begin < values.length; begin += stride) {
    for (let j = 0; j < columns; j++) {
      if (Number.isFinite(values[begin + j])) continue;
      throw new RelufitError(
        'NOT_FINITE',
        `${where} at row ${first + begin / stride}, column ${j}`,
        show(values[begin + j]),
        'a finite number',
        REMOVE,
      );
    }
  }
}

/** A vector of d finite numbers, copied. */
export function asVector(
  v: ArrayLike<number>,
  d: number,
  where: string,
  precision: Precision = 'f64',
): Float64Array {
  if (v === null || typeof v !== 'object' || v.length !== d) {
    throw new RelufitError(
      'INVALID_SHAPE',
      where,
      v !== null && typeof v === 'object' && 'length' in v ? `length ${v.length}` : show(v),
      `${d} numbers, one a column of X`,
      'Check that it belongs to this data.',
    );
  }
  // Number.isFinite converts nothing: text is no number. What must be finite is what the precision keeps of it.
  const bad = Array.prototype.findIndex.call(
    v,
    (value) =>
      !Number.isFinite(value) || (precision === 'f32' && !Number.isFinite(Math.fround(value))),
  );
  if (bad >= 0) {
    throw new RelufitError(
      'NOT_FINITE',
      `${where} at index ${bad}`,
      show(v[bad]),
      'a finite number',
      REMOVE,
    );
  }
  return Float64Array.from(v);
}

const REMOVE = 'Remove or impute it.';
