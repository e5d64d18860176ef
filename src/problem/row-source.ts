// Rows of X on their way into an engine. An engine has room for them and asks for a range at a time, to be written
// where it is to stay: so X is copied once, whatever it comes from, and no engine knows what that is.

import { RelufitError, show } from '../errors.js';
import { arrayType } from '../platform.js';
import { checkFinite, type MatrixLike, type Numbers, type Precision } from './dataset.js';
import { widenHalf } from './half.js';

/** What is known of X before its rows are. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
}

/** X as something that writes its rows. */
export interface RowSource extends Shape {
  /** Row i of begin … end − 1 to out[(i − begin)·stride] and on; out is of the source's precision. */
  write(out: Numbers, begin: number, end: number, stride: number): void;
  /** The same rows by kernels, for an engine that has them. */
  readonly kernels?: RowKernels;
}

/** Normals of (seed, stream), then calls kernel(X, pitch, begin, end, columns, …scalars) that change them in place. */
export interface RowKernels {
  readonly seed: number;
  readonly stream: number;
  readonly laws: readonly (readonly [kernel: string, ...scalars: number[]])[];
}

/** Numbers as they may lie in an array of the user's: Uint16Array has bits of half precision. */
export type Elements =
  | Numbers
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | Uint32Array;

/**
 * Rows first, first + 1, … of X from one row-major array, exactly where their precision holds them. `half`: a
 * Uint16Array is bits of half precision, not integers.
 */
export function arrayRows(data: Elements, shape: Shape, first = 0, half = false): RowSource {
  const { columns } = shape;
  const copy = (out: Numbers, at: number, begin: number, end: number) => {
    const part = data.subarray(begin, end);
    if (half) widenHalf(part as Uint16Array, out.subarray(at) as Float32Array);
    else out.set(part, at);
  };
  return {
    ...shape,
    write(out, begin, end, stride) {
      const from = (begin - first) * columns;
      if (stride === columns) {
        copy(out, 0, from, from + (end - begin) * columns);
        return;
      }
      for (let i = 0; i < end - begin; i++) {
        copy(out, i * stride, from + i * columns, from + (i + 1) * columns);
      }
    },
  };
}

// Copied in a millisecond or two, so that a page stays free.
const BLOCK_BYTES = 4 * 2 ** 20;

/** How many rows 4 MiB hold, and one at least. */
export function rowsOfBlock({ rows, columns, precision }: Shape): number {
  const count = Math.floor(BLOCK_BYTES / (columns * (precision === 'f32' ? 4 : 8)));
  return Math.min(rows, Math.max(1, count));
}

/** The source with its first block of rows copied now: with smaller data the caller may do afterwards what he likes. */
export function heldRows(source: RowSource): RowSource {
  const { columns, precision } = source;
  const count = rowsOfBlock(source);
  const block = numbers(precision, count * columns);
  source.write(block, 0, count, columns);
  const held = arrayRows(block, source);
  return {
    ...source,
    write(out, begin, end, stride) {
      const middle = Math.min(end, Math.max(begin, count));
      if (begin < middle) held.write(out, begin, middle, stride);
      if (middle < end)
        source.write(out.subarray((middle - begin) * stride) as Numbers, middle, end, stride);
    },
  };
}

/**
 * X as rows that can be written, its shape checked. What they hold is checked when they are: text, where rows are
 * written; NaN and infinities by `checkFinite`, where they are.
 *
 * @throws RelufitError EMPTY_DATA, INVALID_SHAPE, INVALID_ARGUMENT
 */
export function rowSource(X: MatrixLike, where = 'X'): RowSource {
  if (Array.isArray(X)) return listRows(X as ReadonlyArray<ArrayLike<number>>, where);
  const given = X as
    | { data: unknown; rows: number; columns: number; format?: unknown }
    | null
    | undefined;
  const data = given?.data;
  const kind = arrayType(data);
  const words = kind === 'Uint16Array';
  const half = words && given?.format === 'f16';
  const single = half || kind === 'Float32Array' || kind === 'Float16Array';
  if (!single && kind !== 'Float64Array') {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      where,
      data === undefined ? show(X) : `data: ${show(data)}`,
      'number[][] or { data: Float64Array | Float32Array, rows, columns }',
      words ? "Add format: 'f16' to bits of half precision." : 'Give number[][].',
    );
  }
  const { rows, columns } = given as { rows: number; columns: number };
  checkCount(rows, `${where}.rows`);
  checkCount(columns, `${where}.columns`);
  const { length } = data as Numbers;
  if (length !== rows * columns) {
    throw new RelufitError(
      'INVALID_SHAPE',
      `${where}.data`,
      `length ${length}`,
      `rows × columns = ${rows} × ${columns} = ${rows * columns}`,
      'Give the shape of X.',
    );
  }
  const precision = single ? 'f32' : 'f64';
  return arrayRows(data as Elements, { rows, columns, precision }, 0, half);
}

/**
 * Calls visit(values, begin, end) for rows begin … end − 1, finite numbers one after the other, until all were there;
 * `values` is used again for the next.
 *
 * @throws RelufitError NOT_FINITE with the first row and column.
 */
export function forRows(
  source: RowSource,
  visit: (values: Numbers, begin: number, end: number) => void,
  where = 'X',
): void {
  const { rows, columns, precision } = source;
  const count = Math.min(rows, Math.max(1, Math.floor(VISIT / columns)));
  const buffer = numbers(precision, count * columns);
  for (let begin = 0; begin < rows; begin += count) {
    const end = Math.min(rows, begin + count);
    const values = buffer.subarray(0, (end - begin) * columns);
    source.write(values, begin, end, columns);
    checkFinite(values, { columns, first: begin }, where);
    visit(values, begin, end);
  }
}

const numbers = (precision: Precision, length: number): Numbers =>
  precision === 'f32' ? new Float32Array(length) : new Float64Array(length);

// Numbers at a time: they stay in the cache between being written and read.
const VISIT = 8192;

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

function listRows(X: ReadonlyArray<ArrayLike<number>>, where: string): RowSource {
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
  for (let i = 0; i < rows; i++) {
    const row = X[i];
    if (row?.length === columns) continue;
    throw new RelufitError(
      'INVALID_SHAPE',
      `${where} row ${i}`,
      row === null || row === undefined ? show(row) : `length ${row.length}`,
      `length ${columns}, that of row 0`,
      'Give number[][].',
    );
  }
  const write: RowSource['write'] = (out, begin, end, stride) => {
    for (let i = begin; i < end; i++) {
      const row = X[i];
      const at = (i - begin) * stride;
      for (let j = 0; j < columns; j++) {
        if (typeof row[j] !== 'number') {
          throw new RelufitError(
            'NOT_FINITE',
            `${where} at row ${i}, column ${j}`,
            show(row[j]),
            'a finite number',
            'Remove or impute it.',
          );
        }
        out[at + j] = row[j];
      }
    }
  };
  return { rows, columns, precision: 'f64', write };
}
