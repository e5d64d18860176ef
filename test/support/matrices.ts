// Sets of matrices: shapes for a number of weights, and what rounding makes of a decomposition.

import type { Constraint } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { euclidean } from '../../src/testing/vectors.js';
import { singularByQl } from './jordan-wielandt.js';

export interface Shape {
  rows: number;
  columns: number;
}

/** One of the shapes of d entries, 1 × d and d × 1 among them where d is small enough for a slow search. */
export function shapeOf(d: number, random: Random): Shape {
  const shapes = Array.from({ length: d }, (_, k) => ({ rows: k + 1, columns: d / (k + 1) }));
  const possible = shapes.filter(
    ({ rows, columns }) => Number.isInteger(columns) && rows + columns <= 70,
  );
  return possible[random.integer(possible.length)];
}

export const shapeOfSet = ({ parameters: { rows, columns } }: Constraint): Shape => ({
  rows: rows as number,
  columns: columns as number,
});

/**
 * What rounding makes of a matrix in a Jacobi decomposition, with m ≥ n the numbers of its rows and columns.
 *
 * All turns are orthogonal: the result belongs to a matrix that differs by what they rounded. A column is in n − 1
 * turns a sweep, each 3u of its length, in about ten sweeps: 30n·u. What is taken for orthogonal, and the
 * sum of the result, add m + n terms: (32n + m + 16)·u·‖V‖ in all.
 */
export function decompositionError(v: Float64Array, { rows, columns }: Shape): number {
  const [m, n] = [Math.max(rows, columns), Math.min(rows, columns)];
  return (32 * n + m + 16) * 2 ** -53 * euclidean(v);
}

export const singularValues = (v: ArrayLike<number>, { rows, columns }: Shape): number[] =>
  singularByQl(v, rows, columns).map(({ value }) => value);

/** The product of a normal rows × rank and a normal rank × columns matrix. */
export function ofRank(rank: number, { rows, columns }: Shape, random: Random): Float64Array {
  const left = random.vector(rows * rank, () => random.normal());
  const right = random.vector(rank * columns, () => random.normal());
  return new Float64Array(rows * columns).map((_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += left[i * rank + k] * right[k * columns + j];
    return sum;
  });
}

/** left rightᵀ, row by row. */
export const outer = (left: readonly number[], right: readonly number[]): Float64Array =>
  Float64Array.from(left.flatMap((x) => right.map((y) => x * y)));
