import { describe, expect, test } from 'vitest';
import { type Constraint, lowRank } from '../../src/index.js';
import { normals, Random } from '../../src/testing/random.js';
import { distance, euclidean, minus } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { spectralMap } from '../support/jordan-wielandt.js';
import {
  decompositionError,
  ofRank,
  shapeOf,
  shapeOfSet,
  singularValues,
} from '../support/matrices.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('lowRank', {
  make: (d, random) => {
    const shape = shapeOf(d, random);
    return lowRank({ ...shape, rank: 1 + random.integer(Math.min(shape.rows, shape.columns)) });
  },
  slow: (v, set) => spectralMap(v, shapeOfSet(set), (value, k) => (k < rankOf(set) ? value : 0)),
  feasible: (_, random, set) => ofRank(rankOf(set), shapeOfSet(set), random),
  error,
  ambiguous: (v, set) => {
    const [kept, dropped] = cut(v, set);
    return kept > 0 && kept - dropped <= decompositionError(v, shapeOfSet(set));
  },
});

test.each([
  [2, 2, 1, [3, 0, 0, 1], [3, 0, 0, 0]],
  [2, 2, 1, [0, 3, -2, 0], [0, 3, 0, 0]],
  [2, 2, 2, [1, 2, 3, 4], [1, 2, 3, 4]],
  [2, 2, 1, [1, 1, 1, 1], [1, 1, 1, 1]],
  [3, 1, 1, [1, -2, 3], [1, -2, 3]],
  [2, 3, 1, [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]],
  [2, 3, 1, [0, 0, -2, 5, 0, 0], [0, 0, 0, 5, 0, 0]],
])('lowRank of %i × %i and rank %i projects %j to %j', (rows, columns, rank, v, expected) => {
  expect(lowRank({ rows, columns, rank }).project(v)).toEqual(Float64Array.from(expected));
});

test('the nearest matrix of rank 1 is the one of power iteration', () => {
  const [rows, columns] = [6, 9];
  const v = ofRank(1, { rows, columns }, new Random(1)).map((x, at) => 10 * x + noise[at]);
  let u = normals(rows, 3);
  for (let k = 0; k < 200; k++) {
    const right = Float64Array.from({ length: columns }, (_, j) =>
      u.reduce((sum, x, i) => sum + x * v[i * columns + j], 0),
    );
    u = u.map((_, i) => right.reduce((sum, x, j) => sum + x * v[i * columns + j], 0));
    const size = euclidean(u);
    u = u.map((x) => x / size);
  }
  const onto = v.map((_, at) => {
    const part = u.reduce((sum, x, i) => sum + x * v[i * columns + (at % columns)], 0);
    return part * u[Math.floor(at / columns)];
  });
  expect(distance(lowRank({ rows, columns, rank: 1 }).project(v), onto)).toBeLessThan(1e-13);
});

describe('among equal singular values', () => {
  test('the first column that has it stays', () => {
    const set = lowRank({ rows: 3, columns: 3, rank: 2 });
    expect(set.project([2, 0, 0, 0, 2, 0, 0, 0, 2])).toEqual(
      Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 0),
    );
  });

  test('the distance is what they cannot avoid', () => {
    // A Hadamard matrix: all singular values are 2.
    const v = Float64Array.of(1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1);
    const w = lowRank({ rows: 4, columns: 4, rank: 3 }).project(v);
    expect(euclidean(minus(v, w))).toBeCloseTo(2, 14);
  });
});

test('rank is a number of singular values above rounding, and the level', () => {
  const set = lowRank({ rows: 3, columns: 3, rank: 2 });
  expect(set).toMatchObject({ name: 'lowRank', convex: false, cone: true, level: 2 });
  expect(set.parameters).toEqual({ rows: 3, columns: 3, rank: 2 });
  expect(set.regularizer?.([1, 0, 0, 0, 1e-15, 0, 0, 0, 6e-16])).toBe(2);
  expect(set.regularizer?.(new Float64Array(9))).toBe(0);
});

test('a matrix of rank r up to rounding is left as it is', () => {
  const v = [1, 0, 0, 1e-16];
  expect(lowRank({ rows: 2, columns: 2, rank: 1 }).project(v)).toEqual(Float64Array.from(v));
});

test('through() takes the rank of the planted weights', () => {
  const shape = { rows: 5, columns: 7 };
  expect(lowRank.through(ofRank(3, shape, new Random(5)), shape).parameters).toEqual({
    ...shape,
    rank: 3,
  });
  expectError(
    () => lowRank.through([0, 0], { rows: 1, columns: 2 }),
    'INVALID_CONSTRAINT',
    'lowRank rank',
  );
  expectError(() => lowRank.through([1, 2, 3], shape), 'INVALID_CONSTRAINT', '5 × 7');
  expectError(() => lowRank.through([1], undefined as never), 'INVALID_CONSTRAINT', 'rows');
});

test('membership allows the tolerance beside the largest singular value and no more', () => {
  const set = lowRank({ rows: 2, columns: 2, rank: 1 });
  expect(set.contains([1, 0, 0, 1e-10])).toBe(true);
  expect(set.contains([1, 0, 0, 1e-10], 0)).toBe(false);
  expect(set.contains([1, 0, 0, 1e-8])).toBe(false);
  expect(set.contains([0, 0, 0, 0], 0)).toBe(true);
  expect(set.contains([NaN, 0, 0, 0])).toBe(false);
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null])('a rank of %o is refused', (rank) => {
  expectError(
    () => lowRank({ rows: 3, columns: 2, rank: rank as number }),
    'INVALID_CONSTRAINT',
    'lowRank rank',
    'an integer from 1 to 2',
  );
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined])('%o rows or columns are refused', (bad) => {
  const count = bad as number;
  expectError(
    () => lowRank({ rows: count, columns: 2, rank: 1 }),
    'INVALID_CONSTRAINT',
    'lowRank rows',
  );
  expectError(
    () => lowRank({ rows: 2, columns: count, rank: 1 }),
    'INVALID_CONSTRAINT',
    'lowRank columns',
  );
});

test('nothing, a rank above the smaller side and other numbers of weights are refused', () => {
  expectError(() => lowRank(undefined as never), 'INVALID_CONSTRAINT', 'lowRank: got undefined');
  expectError(() => lowRank({ rows: 5, columns: 2, rank: 3 }), 'INVALID_CONSTRAINT', 'got 3');
  const set = lowRank({ rows: 2, columns: 3, rank: 1 });
  const parts = ['a matrix of 2 × 3', '5'];
  expectError(() => set.checkDimension?.(5), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.project(new Float64Array(5)), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.contains(new Float64Array(5)), 'INVALID_CONSTRAINT', ...parts);
  expect(() => set.checkDimension?.(6)).not.toThrow();
});

const noise = normals(54, 2);

const rankOf = (set: Constraint) => set.level as number;

// σ_r and σ_{r+1}.
function cut(v: Float64Array, set: Constraint): [number, number] {
  const values = singularValues(v, shapeOfSet(set));
  return [values[rankOf(set) - 1], values[rankOf(set)] ?? 0];
}

// A change of V by δ changes the projection by up to δ σ_r / (σ_r − σ_{r+1}): the singular vectors turn. It is never
// more than the entries themselves. Where nothing can be told apart by rounding the oracle and the kernel still
// choose the same vectors, and the distance is known to δ.
function error(v: Float64Array, _: Float64Array, set: Constraint): number {
  const [kept, dropped] = cut(v, set);
  const rounding = decompositionError(v, shapeOfSet(set));
  if (kept - dropped <= rounding) return rounding;
  return Math.min((rounding * kept) / (kept - dropped), 2 * euclidean(v));
}
