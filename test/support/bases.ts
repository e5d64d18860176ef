import type { Random } from '../../src/testing/random.js';

/** The rows of the orthonormal DCT-II, by its formula. */
export const cosineRows = (d: number): Float64Array[] =>
  Array.from({ length: d }, (_, k) =>
    Float64Array.from(
      { length: d },
      // The angle modulo its period, so that it keeps its digits.
      (_, j) =>
        Math.sqrt((k === 0 ? 1 : 2) / d) *
        Math.cos((Math.PI * ((k * (2 * j + 1)) % (4 * d))) / (2 * d)),
    ),
  );

/** The rows of the Haar basis: wavelet 2^l + k is 2^(l/2)/√d on the left half of its support, its negative on the right. */
export const haarRows = (d: number): Float64Array[] =>
  Array.from({ length: d }, (_, index) => {
    if (index === 0) return new Float64Array(d).fill(1 / Math.sqrt(d));
    const level = Math.floor(Math.log2(index));
    const support = d / 2 ** level;
    const start = (index - 2 ** level) * support;
    return Float64Array.from({ length: d }, (_, j) =>
      j < start || j >= start + support
        ? 0
        : (j < start + support / 2 ? 1 : -1) / Math.sqrt(support),
    );
  });

/** d random orthonormal rows, by Gram and Schmidt, twice. */
export function randomRows(d: number, random: Random): Float64Array[] {
  const rows: Float64Array[] = [];
  while (rows.length < d) {
    let row = random.vector(d, () => random.normal());
    for (const other of [...rows, ...rows]) {
      const along = product(other, row);
      row = row.map((x, j) => x - along * other[j]);
    }
    const size = Math.sqrt(product(row, row));
    rows.push(row.map((x) => x / size));
  }
  return rows;
}

/** Bx. */
export const forward = (rows: Float64Array[], x: ArrayLike<number>): Float64Array =>
  Float64Array.from(rows, (row) => product(row, x));

/** Bᵀc. */
export const backward = (rows: Float64Array[], c: ArrayLike<number>): Float64Array =>
  Float64Array.from(rows, (_, j) => rows.reduce((sum, row, k) => sum + row[j] * c[k], 0));

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
