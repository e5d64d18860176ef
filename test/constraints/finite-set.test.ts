import { expect, test } from 'vitest';
import { type Constraint, finiteSet } from '../../src/index.js';
import { times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';

const pointsOf = ({ parameters }: Constraint) => parameters.points as number[][];

projectionLaws('finiteSet', {
  make(d, random) {
    const size = 10 ** random.uniform(-3, 3);
    const points = Array.from({ length: 1 + random.integer(6) }, () =>
      random.vector(d, () => size * random.normal()),
    );
    return finiteSet({ points: [...points, points[0]] });
  },
  // The integers of a thousand entries have two thousand bits each.
  dimensions: [...Array.from({ length: 33 }, (_, k) => k + 1), 100],
  slow: (v, set) => Float64Array.from(nearestExactly(v, pointsOf(set))),
  feasible(_, random, set) {
    const points = pointsOf(set);
    return Float64Array.from(points[random.integer(points.length)]);
  },
  scaled: (set, t) =>
    finiteSet({ points: pointsOf(set).map((point) => times(t, Float64Array.from(point))) }),
});

// By squares of distances without any rounding.
function nearestExactly(v: Float64Array, points: number[][]): number[] {
  const exact = Array.from(v, integerOf);
  const distances = points.map((point) =>
    point.reduce((sum, x, j) => sum + (exact[j] - integerOf(x)) ** 2n, 0n),
  );
  const nearest = distances.reduce((k, distance, l) => (distance < distances[k] ? l : k), 0);
  return points[nearest];
}

// x · 2¹⁰⁷⁴, which is an integer.
function integerOf(x: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0];
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n ? -size : size;
}

test('the nearest point, and among equally near ones the first', () => {
  const points = [
    [0, 0],
    [3, 4],
    [6, 0],
  ];
  const set = finiteSet({ points });
  expect(set.project([2, 2])).toEqual(Float64Array.of(3, 4));
  expect(set.project([3, -1])).toEqual(Float64Array.of(0, 0));
  expect(set.project([7, 1])).toEqual(Float64Array.of(6, 0));
  expect(set).toMatchObject({ name: 'finiteSet', convex: false, cone: false });
  expect(set.parameters).toEqual({ points });
});

test('of a point far away the direction decides', () => {
  const points = [
    [1, 1],
    [1, -1],
    [-1, 1],
  ];
  const set = finiteSet({ points });
  expect(set.project([1e150, -1e150])).toEqual(Float64Array.of(1, -1));
  expect(set.project([-1e300, 2e150])).toEqual(Float64Array.of(-1, 1));
});

test('the points are a copy, and what is answered is one', () => {
  const point = [1, 2];
  const set = finiteSet({ points: [point] });
  point[0] = 9;
  set.project([0, 0]).fill(7);
  expect(set.project([0, 0])).toEqual(Float64Array.of(1, 2));
});

test('rescaled, the points are', () => {
  const set = finiteSet({ points: [[1, 2]] }).rescaled?.(Float64Array.of(3, 5));
  expect(set?.parameters).toEqual({ points: [[3, 10]] });
});

test('membership allows the tolerance and no more', () => {
  const set = finiteSet({
    points: [
      [1, 2],
      [3, 4],
    ],
  });
  expect(set.contains([3, 4])).toBe(true);
  expect(set.contains([3, 4 + 1e-10])).toBe(true);
  expect(set.contains([3, 4 + 1e-10], 0)).toBe(false);
  expect(set.contains([1, 4])).toBe(false);
  expect(set.contains([NaN, 4])).toBe(false);
  expect(set.contains([Infinity, 4])).toBe(false);
});

test.each([
  [[], 'finiteSet points'],
  [undefined, 'finiteSet points'],
  [null, 'finiteSet points'],
  ['12', 'finiteSet points'],
  [3, 'finiteSet points'],
  [[[]], 'finiteSet points[0]'],
  [[[1], 2], 'finiteSet points[1]'],
  [[[1, NaN]], 'finiteSet points[0] at index 1'],
  [[[1], ['1']], 'finiteSet points[1] at index 0'],
  [[[1, 2], [3]], 'finiteSet points[1]: got 1 numbers, expected 2'],
])('the points %j are refused', (points, where) => {
  expectError(() => finiteSet({ points: points as number[][] }), 'INVALID_CONSTRAINT', where);
});

test('another number of weights is refused', () => {
  const set = finiteSet({ points: [[1, 2]] });
  const parts = ['finiteSet', 'points for 2 weights', '3, the number of columns'];
  expectError(() => set.checkDimension?.(3), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.project([1, 2, 3]), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.contains([1, 2, 3]), 'INVALID_CONSTRAINT', ...parts);
  expectError(
    () => finiteSet(undefined as never),
    'INVALID_CONSTRAINT',
    'finiteSet: got undefined',
  );
});
