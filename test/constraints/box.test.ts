import { describe, expect, test } from 'vitest';
import { type Bound, box, type Constraint, fit, fitSync } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { expectError, expectRejection } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { nearestBetween } from '../support/slow.js';

projectionLaws('box with a finite bound for each weight', {
  make: (d, random) => {
    const lower = random.vector(d, () => 10 ** random.uniform(-3, 3) * random.normal());
    // Some intervals are single points.
    const upper = lower.map((x) => x + Math.max(0, random.normal()));
    return box({ lower, upper });
  },
  slow,
  feasible,
  extreme: (direction, set) =>
    direction.map((x, j) => (x < 0 ? bounds(set, j).lower : bounds(set, j).upper)),
});

projectionLaws('box with one number for all, or none', {
  make: (_, random) => {
    const middle = random.normal();
    return box({
      lower: random.sign() < 0 ? -Infinity : middle - random.uniform(),
      upper: random.sign() < 0 ? Infinity : middle + random.uniform(),
    });
  },
  slow,
  feasible,
});

test.each<[Bound, Bound, number[], number[]]>([
  [
    [0, 0, 0],
    [1, 1, 1],
    [-1, 0.5, 2],
    [0, 0.5, 1],
  ],
  [
    [-1, -2],
    [1, -1],
    [3, 0],
    [1, -1],
  ],
  [
    [-1, 2],
    [1, 2],
    [0.25, 7],
    [0.25, 2],
  ],
  [0, [1, 2], [-1, 3], [0, 2]],
  [-Infinity, 1, [-1e300, 3], [-1e300, 1]],
])('box from %j to %j projects %j to %j', (lower, upper, v, expected) => {
  expect(box({ lower, upper }).project(v)).toEqual(Float64Array.from(expected));
});

test('a box of numbers stands in any dimension, one after the other', () => {
  const set = box({ lower: 0, upper: 1 });
  expect(set.project([2])).toEqual(Float64Array.of(1));
  expect(set.project([2, -1, 0.5])).toEqual(Float64Array.of(1, 0, 0.5));
  expect(set.contains([0.5, 1])).toBe(true);
});

test('what happens to the bounds later does not reach the box', () => {
  const upper = [1, 1];
  const set = box({ lower: 0, upper });
  upper[0] = 5;
  expect(set.project([9, 9])).toEqual(Float64Array.of(1, 1));
});

test('it says what it is', () => {
  const set = box({ lower: -1, upper: Float64Array.of(1, 2) });
  expect(set).toMatchObject({ name: 'box', convex: true, cone: false });
  expect(set.parameters).toEqual({ lower: -1, upper: [1, 2] });
  expect(set.level).toBeUndefined();
});

test('membership allows the tolerance and no more', () => {
  const set = box({ lower: 0, upper: [1, 2] });
  expect(set.contains([0, 2])).toBe(true);
  expect(set.contains([-1e-10, 1])).toBe(true);
  expect(set.contains([-1e-10, 1], 0)).toBe(false);
  expect(set.contains([0, 2.1])).toBe(false);
  expect(set.contains([NaN, 1])).toBe(false);
});

describe('bounds without a point between them are refused', () => {
  test.each<[Bound, Bound, string]>([
    [1, 0, 'lower 1 and upper 0'],
    [[0, 3], [1, 2], 'at index 1: got lower 3 and upper 2'],
    [0, [1, -1], 'at index 1'],
    [Infinity, Infinity, 'lower Infinity and upper Infinity'],
    [-Infinity, -Infinity, 'lower -Infinity and upper -Infinity'],
    [[0, Infinity], Infinity, 'at index 1'],
    [NaN, 1, 'lower NaN'],
    [0, NaN, 'upper NaN'],
    [[0, NaN], 1, 'at index 1'],
  ])('lower %o, upper %o', (lower, upper, words) => {
    expectError(() => box({ lower, upper }), 'INVALID_CONSTRAINT', words);
  });
});

test.each(['3', undefined, null, true, { length: 1.5 }])('a bound of %o is refused', (bound) => {
  expectError(() => box({ lower: bound as never, upper: 1 }), 'INVALID_CONSTRAINT');
  expectError(() => box({ lower: 0, upper: bound as never }), 'INVALID_CONSTRAINT');
});

test('text among the bounds is refused', () => {
  expectError(() => box({ lower: ['0'] as never, upper: 1 }), 'INVALID_CONSTRAINT', 'at index 0');
});

test.each([undefined, null, 3])('box(%o) is refused', (bounds) => {
  expectError(() => box(bounds as never), 'INVALID_CONSTRAINT', `box: got ${bounds}, expected`);
});

test('bounds of different lengths are refused', () => {
  expectError(
    () => box({ lower: [0, 0], upper: [1, 1, 1] }),
    'INVALID_CONSTRAINT',
    'lower of length 2 and upper of length 3',
  );
});

test('bounds of another length than the weights are refused by name', async () => {
  const set = box({ lower: [0, 0, 0], upper: 1 });
  const parts = ['3 bounds for 2 weights', '2 bounds'];
  expectError(() => set.project([1, 2]), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.contains([1, 2]), 'INVALID_CONSTRAINT', ...parts);
  const run = [[[1, 2]], [1], { constraint: set }] as const;
  expectError(() => fitSync(...run), 'INVALID_CONSTRAINT', ...parts);
  await expectRejection(() => fit(...run), 'INVALID_CONSTRAINT', ...parts);
});

function bounds({ parameters }: Constraint, j: number): { lower: number; upper: number } {
  const at = (bound: unknown) => (typeof bound === 'number' ? bound : (bound as never[])[j]);
  return { lower: at(parameters.lower), upper: at(parameters.upper) };
}

function slow(v: Float64Array, set: Constraint): Float64Array {
  return v.map((x, j) => nearestBetween(bounds(set, j).lower, bounds(set, j).upper, x));
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  return Float64Array.from({ length: d }, (_, j) => {
    const { lower, upper } = bounds(set, j);
    const from = Math.max(lower, Math.min(upper, 0) - 5);
    return Math.min(upper, random.uniform(from, Math.min(upper, from + 10)));
  });
}
