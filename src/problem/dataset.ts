import { RelufitError, show } from '../errors.js';

export type Precision = 'f32' | 'f64';
export type Numbers = Float64Array | Float32Array;

/** Rows of numbers, or one row-major array with its shape. */
export type MatrixLike =
  | ReadonlyArray<ArrayLike<number>>
  | { readonly data: Numbers; readonly rows: number; readonly columns: number };

/** X row-major with its shape, the user's own array where it was one. */
export interface Matrix {
  readonly data: Numbers;
  readonly rows: number;
  readonly columns: number;
}

/** Checked data: shapes agree and every number is finite. */
export interface Table extends Matrix {
  readonly y: Numbers;
  readonly precision: Precision;
}

/**
 * X as one row-major array, its shape checked. Finiteness is another trip over X: see `checkFinite`.
 *
 * @throws RelufitError EMPTY_DATA, INVALID_SHAPE, INVALID_ARGUMENT
 */
export function asMatrix(X: MatrixLike, where = 'X'): Matrix {
  if (Array.isArray(X)) return fromRows(X as ReadonlyArray<ArrayLike<number>>, where);
  const given = X as { data: Numbers; rows: number; columns: number } | null | undefined;
  const data = given?.data;
  if (!(data instanceof Float64Array) && !(data instanceof Float32Array)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      where,
      data === undefined ? show(X) : `data: ${show(data)}`,
      'number[][] or { data: Float64Array | Float32Array, rows, columns }',
      'Give number[][].',
    );
  }
  const { rows, columns } = given as Matrix;
  checkCount(rows, `${where}.rows`);
  checkCount(columns, `${where}.columns`);
  if (data.length !== rows * columns) {
    throw new RelufitError(
      'INVALID_SHAPE',
      `${where}.data`,
      `length ${data.length}`,
      `rows × columns = ${rows} × ${columns} = ${rows * columns}`,
      'Give the shape of X.',
    );
  }
  return { data, rows, columns };
}

/** How much memory X takes, as far as it can be told before it is checked. */
export function bytesOf(X: MatrixLike): number {
  if (Array.isArray(X)) return 8 * X.length * (X[0]?.length ?? 0);
  return (X as { data?: Numbers } | undefined)?.data?.byteLength ?? 0;
}

/**
 * y in the precision of X.
 *
 * @throws RelufitError INVALID_SHAPE, NOT_FINITE (with the first row)
 */
export function asTarget(y: ArrayLike<number>, { data, rows }: Matrix): Numbers {
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
  const target = data instanceof Float32Array ? new Float32Array(rows) : new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    // A value finite in f64 may not be in f32: what the kernels will see is what is checked.
    target[i] = typeof y[i] === 'number' ? y[i] : NaN;
    if (!Number.isFinite(target[i])) {
      throw new RelufitError('NOT_FINITE', `y at row ${i}`, show(y[i]), 'a finite number', REMOVE);
    }
  }
  return target;
}

/** Throws NOT_FINITE with the first row and column that is not a finite number. */
export function checkFinite({ data, columns }: Matrix, where = 'X'): void {
  for (let k = 0; k < data.length; k++) {
    if (!Number.isFinite(data[k])) {
      throw new RelufitError(
        'NOT_FINITE',
        `${where} at row ${Math.floor(k / columns)}, column ${k % columns}`,
        show(data[k]),
        'a finite number',
        REMOVE,
      );
    }
  }
}

/** A table of one row of zeros. */
export function zeroRow(columns: number, precision: Precision): Table {
  const Type = precision === 'f32' ? Float32Array : Float64Array;
  return { data: new Type(columns), rows: 1, columns, y: new Type(1), precision };
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

function checkCount(count: number, where: string) {
  if (count === 0) {
    throw new RelufitError('EMPTY_DATA', where, '0', 'at least 1', 'Give the shape of X.');
  }
  if (!Number.isInteger(count) || count < 0) {
    throw new RelufitError(
      'INVALID_SHAPE',
      where,
      show(count),
      'a positive integer',
      'Give the shape of X.',
    );
  }
}

function fromRows(X: ReadonlyArray<ArrayLike<number>>, where: string): Matrix {
  checkCount(X.length, `${where} rows`);
  const rows = X.length;
  const columns = X[0]?.length;
  if (columns === undefined || typeof X[0] !== 'object') {
    throw new RelufitError(
      'INVALID_SHAPE',
      `${where} row 0`,
      show(X[0]),
      'an array of numbers',
      'Give number[][].',
    );
  }
  checkCount(columns, `${where} columns`);
  const data = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = X[i];
    if (row?.length !== columns) {
      throw new RelufitError(
        'INVALID_SHAPE',
        `${where} row ${i}`,
        row === null || row === undefined ? show(row) : `length ${row.length}`,
        `length ${columns}, that of row 0`,
        'Give number[][].',
      );
    }
    for (let j = 0; j < columns; j++) {
      if (typeof row[j] !== 'number') {
        throw new RelufitError(
          'NOT_FINITE',
          `${where} at row ${i}, column ${j}`,
          show(row[j]),
          'a finite number',
          REMOVE,
        );
      }
      data[i * columns + j] = row[j];
    }
  }
  return { data, rows, columns };
}
