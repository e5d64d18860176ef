import { expect, test } from 'vitest';
import { type Constraint, subspace } from '../../src/index.js';
import { distance, euclidean, minus } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import {
  conditionOf,
  inner,
  nearestSolution,
  randomNormal,
  relativeToInput,
} from '../support/linear.js';
import { projectionLaws } from '../support/projection-laws.js';

const basisOf = (set: Constraint) => set.parameters.basis as number[][];

projectionLaws('subspace', {
  // Vectors of many sizes, the last sometimes a combination of others.
  make: (d, random) => {
    const count = 1 + random.integer(Math.min(6, Math.ceil(d / 2)));
    const basis = Array.from({ length: count }, () => randomNormal(d, random));
    if (random.uniform() < 0.3) basis.push(basis[0].map((a, j) => 3 * a - basis[count - 1][j]));
    return subspace(basis);
  },
  // What is orthogonal to the basis is the nearest solution of Bw = 0.
  slow: (v, set) => {
    const basis = basisOf(set);
    return minus(v, nearestSolution(basis, new Float64Array(basis.length), v));
  },
  feasible: (d, random, set) => {
    const parts = basisOf(set).map((row) => Float64Array.from(row));
    const z = new Float64Array(d);
    for (const part of parts) {
      const t = random.normal() / euclidean(part);
      for (let j = 0; j < d; j++) z[j] += t * part[j];
    }
    return z;
  },
  // The plane of nearly parallel vectors is as uncertain as they are ill conditioned.
  error: (v, p, set) => conditionOf(basisOf(set)) * relativeToInput(v, p),
  dimensions: [...Array.from({ length: 33 }, (_, k) => k + 1), 200],
});

test.each([
  [
    [
      [1, 1, 0],
      [0, 0, 2],
    ],
    [3, 1, 5],
    [2, 2, 5],
  ],
  [[[1, 1]], [3, 1], [2, 2]],
  [
    [
      [1, 1],
      [-3, -3],
      [0, 0],
    ],
    [3, 1],
    [2, 2],
  ],
  [
    [
      [1, 0],
      [1, 1],
      [0, 5],
    ],
    [3, 1],
    [3, 1],
  ],
  [
    [
      [1e200, 0, 0],
      [0, 1e-200, 0],
    ],
    [1, 2, 3],
    [1, 2, 0],
  ],
])('subspace(%j) projects %j to %j', (basis, v, expected) => {
  expect(distance(subspace(basis).project(v), expected)).toBeLessThan(1e-14);
});

test('it is a cone, has its own copy, and takes row-major data', () => {
  const data = [1, 1, 0, 0, 0, 2];
  const set = subspace({ data, rows: 2, columns: 3 });
  data.fill(7);
  expect(set).toMatchObject({ name: 'subspace', convex: true, cone: true });
  expect(set.parameters).toEqual({
    basis: [
      [1, 1, 0],
      [0, 0, 2],
    ],
  });
  expect(distance(set.project([3, 1, 5]), [2, 2, 5])).toBeLessThan(1e-14);
});

test('a point of it stays as it is, to the bit', () => {
  const set = subspace([[0.1, 0.7, -0.3]]);
  const w = [0.1, 0.7, -0.3].map((x) => 3 * x);
  expect(set.project(w)).toEqual(Float64Array.from(w));
});

test('membership allows the tolerance, relative to the point, and no more', () => {
  const set = subspace([[3, 4]]);
  expect(set.contains([6e5, 8e5])).toBe(true);
  expect(set.contains([6e5, 8e5 + 1e-4])).toBe(true);
  expect(set.contains([6e5, 8e5 + 1e-4], 1e-12)).toBe(false);
  expect(set.contains([6, 8.1])).toBe(false);
  expect(set.contains([NaN, 8])).toBe(false);
});

test('rescaled: Dw for every w of the set', () => {
  const scales = Float64Array.of(2, 0.5, 4);
  const scaled = subspace([
    [1, 1, 0],
    [0, 0, 2],
  ]).rescaled?.(scales);
  expect(scaled?.contains([2, 0.5, 0], 1e-15)).toBe(true);
  expect(scaled?.contains([0, 0, 1], 1e-15)).toBe(true);
  expect(scaled?.contains([1, 1, 0])).toBe(false);
  expect(Math.abs(inner(scaled?.project([1, -4, 0]) ?? [], [1, 1, 1]))).toBeLessThan(1e-15);
});

test.each<[unknown, ...string[]]>([
  [undefined, 'subspace basis'],
  [[], 'subspace basis'],
  [
    [
      [0, 0],
      [0, -0],
    ],
    'subspace basis',
    'only zeros',
  ],
  [[[1, 2], [3]], 'row 1 of length 1 under rows of 2'],
  [[[1, NaN]], 'subspace basis row 0 at index 1', 'NaN'],
  [[1, 2], 'subspace basis row 0', '1'],
  [{ data: [1, 2, 3], rows: 2, columns: 2 }, 'subspace basis.data', '3 numbers for 2 × 2'],
])('subspace(%j) is refused', (basis, ...parts) => {
  expectError(() => subspace(basis as never), 'INVALID_CONSTRAINT', ...parts);
});

test('a point of another length is refused', () => {
  const set = subspace([[1, 2]]);
  for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
    expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'a basis for 2 weights', '3');
  }
});
