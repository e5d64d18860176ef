import { expect, test } from 'vitest';
import { affine, type Constraint } from '../../src/index.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import {
  conditionOf,
  inner,
  nearestSolution,
  randomNormal,
  relativeToInput,
} from '../support/linear.js';
import { projectionLaws } from '../support/projection-laws.js';

interface Given {
  A: number[][];
  b: number[];
}

const given = (set: Constraint) => set.parameters as unknown as Given;

// Rows of many sizes, the last sometimes a combination of the others, through a random point or through 0.
const family = (through: (d: number, random: Random) => Float64Array) => ({
  make: (d: number, random: Random) => {
    const count = 1 + random.integer(Math.min(6, Math.ceil(d / 2)));
    const A = Array.from({ length: count }, () => randomNormal(d, random));
    const point = through(d, random);
    const b = A.map((row) => inner(row, point));
    if (random.uniform() < 0.3) {
      A.push(A[0].map((a, j) => 3 * a - A[count - 1][j]));
      b.push(3 * b[0] - b[count - 1]);
    }
    return affine({ A, b });
  },
  slow: (v: Float64Array, set: Constraint) => nearestSolution(given(set).A, given(set).b, v),
  // Twice: the second time what is lost is relative to the point itself.
  feasible: (d: number, random: Random, set: Constraint) => {
    const { A, b } = given(set);
    const z = random.vector(d, () => random.normal());
    return nearestSolution(A, b, nearestSolution(A, b, z));
  },
  // The offsets c of the orthonormal normals solve a triangular system as ill conditioned as A, with an error
  // relative to b.
  error: (v: Float64Array, p: Float64Array, set: Constraint) =>
    conditionOf(given(set).A) * relativeToInput(v, p),
  scaled: (set: Constraint, t: number) =>
    affine({ A: given(set).A, b: given(set).b.map((x) => t * x) }),
});

const dimensions = [...Array.from({ length: 33 }, (_, k) => k + 1), 200];

projectionLaws('affine', {
  ...family((d, random) => random.vector(d, () => random.normal())),
  dimensions,
});
projectionLaws('affine through 0', { ...family((d) => new Float64Array(d)), dimensions });

test.each([
  [
    [
      [1, 0, 0],
      [0, 1, 1],
    ],
    [1, 2],
    [5, 3, 1],
    [1, 2, 0],
  ],
  [[[1, 1]], [2], [5, 1], [3, -1]],
  [
    [
      [1, 1],
      [2, 2],
      [0, 0],
    ],
    [2, 4, 0],
    [5, 1],
    [3, -1],
  ],
  [
    [
      [2, 0],
      [0, 4],
    ],
    [2, 4],
    [1e200, -7],
    [1, 1],
  ],
  [[[0, 0]], [0], [3, 4], [3, 4]],
])('affine with A = %j and b = %j projects %j to %j', (A, b, v, expected) => {
  expect(distance(affine({ A, b }).project(v), expected)).toBeLessThan(1e-14);
});

test('a row-major A is the same set, and the set has its own copies', () => {
  const data = Float64Array.of(1, 0, 0, 0, 1, 1);
  const b = [1, 2];
  const set = affine({ A: { data, rows: 2, columns: 3 }, b });
  data.fill(7);
  b.fill(7);
  expect(set.parameters).toEqual({
    A: [
      [1, 0, 0],
      [0, 1, 1],
    ],
    b: [1, 2],
  });
  expect(distance(set.project([5, 3, 1]), [1, 2, 0])).toBeLessThan(1e-15);
  expect(set).toMatchObject({ name: 'affine', convex: true, cone: false });
  expect(affine({ A: [[1, 2]], b: [0] }).cone).toBe(true);
});

test('a nearly singular system keeps what can be kept', () => {
  const set = affine({
    A: [
      [1, 1],
      [1, 1 + 1e-9],
    ],
    b: [2, 2 + 1e-9],
  });
  expect(distance(set.project([100, -100]), [1, 1])).toBeLessThan(1e-6);
});

test('forty equations for sixty weights', () => {
  const random = new Random(8);
  const A = Array.from({ length: 40 }, () => random.vector(60, () => random.normal()));
  const b = A.map(() => random.normal());
  const v = random.vector(60, () => random.normal());
  const w = affine({ A, b }).project(v);
  expect(distance(w, nearestSolution(A, b, v))).toBeLessThan(1e-11);
  expect(largest(A.map((row, i) => inner(row, w) - b[i]))).toBeLessThan(1e-12);
});

test('membership allows the tolerance, relative to the point, and no more', () => {
  const set = affine({
    A: [
      [1e6, 0, 0],
      [0, 1e-6, 0],
    ],
    b: [1e6, 0],
  });
  expect(set.contains([1, 0, 5])).toBe(true);
  expect(set.contains([1, 1e-9, 5])).toBe(true);
  expect(set.contains([1, 1e-9, 5], 0)).toBe(false);
  expect(set.contains([1, 1e-3, 5])).toBe(false);
  expect(set.contains([1.1, 0, 5])).toBe(false);
  expect(set.contains([1, 0, NaN])).toBe(false);
  expect(set.contains([1, 0, Infinity])).toBe(false);
});

test('rescaled: the columns are divided', () => {
  const set = affine({ A: [[2, 3]], b: [6] });
  expect(set.rescaled?.(Float64Array.of(2, 0.5)).parameters).toEqual({ A: [[1, 6]], b: [6] });
});

test('equations that contradict each other are refused, with the row and the numbers', () => {
  const refused = (A: number[][], b: number[], ...parts: string[]) =>
    expectError(() => affine({ A, b }), 'INVALID_CONSTRAINT', ...parts);
  refused(
    [
      [1, 0],
      [1, 0],
    ],
    [1, 2],
    'affine row 1',
    '⟨A_1, w⟩ = 2 where the other rows make it 1',
  );
  refused([[0, 0]], [2], 'affine row 0', '⟨A_0, w⟩ = 2 where the other rows make it 0');
  refused(
    [
      [1, 1],
      [2, 0],
      [3, 1],
    ],
    [1, 2, 4],
    'where the other rows make it',
    'Change b by',
  );
  expect(() =>
    affine({
      A: [
        [1, 1],
        [2, 0],
        [3, 1],
      ],
      b: [1, 2, 3],
    }),
  ).not.toThrow();
});

test.each<[unknown, ...string[]]>([
  [undefined, 'affine: got undefined'],
  [{ A: [], b: [] }, 'affine A', 'Array of length 0'],
  [{ A: [[]], b: [1] }, 'affine A row 0'],
  [{ A: [[1, 2], [3]], b: [1, 2] }, 'affine A', 'row 1 of length 1 under rows of 2'],
  [{ A: [[1, NaN]], b: [1] }, 'affine A row 0 at index 1', 'NaN'],
  [{ A: [[1, '2']], b: [1] }, 'affine A row 0 at index 1', "'2'"],
  [{ A: [1, 2], b: [1] }, 'affine A row 0', '1'],
  [{ A: 'A', b: [1] }, 'affine A', "'A'"],
  [{ A: { data: [1, 2, 3], rows: 2, columns: 2 }, b: [1, 2] }, '3 numbers for 2 × 2', '4 numbers'],
  [{ A: { data: [1, 2], rows: 0, columns: 2 }, b: [1] }, 'affine A rows', '0'],
  [{ A: { data: [1, 2], rows: 1, columns: 1.5 }, b: [1] }, 'affine A columns', '1.5'],
  [{ A: { data: [1, Infinity], rows: 1, columns: 2 }, b: [1] }, 'affine A.data at index 1'],
  [{ A: [[1, 2]] }, 'affine b', 'undefined'],
  [{ A: [[1, 2]], b: [1, 2] }, 'affine b', '2 numbers for 1 rows of A'],
  [{ A: [[1, 2]], b: [Infinity] }, 'affine b at index 0', 'Infinity'],
])('affine(%j) is refused', (given, ...parts) => {
  expectError(() => affine(given as never), 'INVALID_CONSTRAINT', ...parts);
});

test('a point of another length is refused', () => {
  const set = affine({ A: [[1, 2]], b: [1] });
  for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
    expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'rows of A for 2 weights', '3');
  }
});

test('sizes far from 1 do no harm', () => {
  const set = affine({
    A: [
      [1e200, 1e200, 0],
      [0, 0, 1e-200],
    ],
    b: [2e200, 3e-200],
  });
  expect(distance(set.project([5, 1, 1]), [3, -1, 3])).toBeLessThan(1e-14);
  expect(euclidean(affine({ A: [[1, 1]], b: [0] }).project([1e150, 1e150]))).toBe(0);
});
