// Sets of matrices: shapes for a number of weights, and what rounding makes of a decomposition.

import { expect, test } from 'vitest';
import type { Constraint } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { euclidean } from '../../src/testing/vectors.js';
import { expectError } from './errors.js';
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

type MatrixBall = ((given: Shape & { radius: number }) => Constraint) & {
  readonly through: (planted: ArrayLike<number>, shape: Shape) => Constraint;
};

/** Registers tests of what a ball of matrices refuses, and of what it leaves as it is. */
export function refusesOtherMatrices(factory: MatrixBall): void {
  const { name } = factory;
  const refuses = (action: () => unknown, ...parts: string[]) =>
    expectError(action, 'INVALID_CONSTRAINT', ...parts);

  test('a point inside is left as it is', () => {
    const v = Float64Array.of(0.1, -0, 0.3, -0.2);
    expect(factory({ rows: 2, columns: 2, radius: 1 }).project(v)).toEqual(v);
  });

  test('through() refuses zeros and weights of another shape', () => {
    const shape = { rows: 2, columns: 3 };
    refuses(() => factory.through([1], shape), '2 × 3');
    refuses(() => factory.through([1], undefined as never), 'rows');
    refuses(() => factory.through(new Float64Array(6), shape), `${name} radius`);
  });

  test.each([0, -1, NaN, '3', Infinity, undefined, null])('a radius of %o is refused', (radius) => {
    const make = () => factory({ rows: 2, columns: 2, radius: radius as number });
    refuses(make, `${name} radius`, 'a positive finite number');
  });

  test.each([0, -1, 1.5, NaN, '3', Infinity, undefined])(
    '%o rows or columns are refused',
    (bad) => {
      const count = bad as number;
      refuses(() => factory({ rows: count, columns: 2, radius: 1 }), `${name} rows`);
      refuses(() => factory({ rows: 2, columns: count, radius: 1 }), `${name} columns`);
    },
  );

  test('nothing and other numbers of weights are refused', () => {
    refuses(() => factory(undefined as never), `${name}: got undefined`);
    const set = factory({ rows: 2, columns: 3, radius: 1 });
    for (const action of [set.project, set.contains, () => set.checkDimension?.(5)]) {
      refuses(() => action(new Float64Array(5)), 'a matrix of 2 × 3', '5');
    }
  });
}
