import { expect, test } from 'vitest';
import { type Constraint, nonnegativeL1Ball } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { nearestOnSimplex } from '../support/simplex-slow.js';

projectionLaws('nonnegativeL1Ball', {
  make: (_, random) => nonnegativeL1Ball(10 ** random.uniform(-3, 3)),
  slow,
  feasible,
  extreme,
  symmetries: ['permutation'],
  scaled: (set, t) => nonnegativeL1Ball(t * (set.level as number)),
});

test.each([
  [2, [0.5, -3, 1], [0.5, 0, 1]],
  [2, [2, 1, -1], [1.5, 0.5, 0]],
  [1, [2, 0], [1, 0]],
  [1, [-3, -4], [0, 0]],
  [3, [2, 1, -7], [2, 1, 0]],
  [1, [1e150, 1e150, -1e150], [0.5, 0.5, 0]],
])('nonnegativeL1Ball(%d) projects %j to %j', (radius, v, expected) => {
  expect(distance(nonnegativeL1Ball(radius).project(v), expected)).toBeLessThan(1e-15);
});

test('the regularizer is the sum, infinite below zero, and the level is the radius', () => {
  const set: Constraint = nonnegativeL1Ball(2.5);
  expect(set).toMatchObject({ name: 'nonnegativeL1Ball', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ radius: 2.5 });
  expect(set.regularizer?.([1, 2, 0.5])).toBe(3.5);
  expect(set.regularizer?.([1, -1e-300])).toBe(Infinity);
});

test('the smallest such set holds the planted weights, which are not negative', () => {
  expect(nonnegativeL1Ball.through([1, 0, 2]).level).toBe(3);
  expectError(
    () => nonnegativeL1Ball.through([1, 0, -2]),
    'INVALID_CONSTRAINT',
    'nonnegativeL1Ball.through at index 2',
    'got -2',
  );
  expectError(() => nonnegativeL1Ball.through([0, 0]), 'INVALID_CONSTRAINT', 'radius');
  expectError(() => nonnegativeL1Ball.through([]), 'INVALID_CONSTRAINT', 'through');
});

test('membership allows the tolerance and no more', () => {
  const set = nonnegativeL1Ball(2);
  expect(set.contains([1, 1])).toBe(true);
  expect(set.contains([1, 0.1])).toBe(true);
  expect(set.contains([1, 1 + 1e-10])).toBe(true);
  expect(set.contains([1, 1 + 1e-10], 0)).toBe(false);
  expect(set.contains([1, -1e-10])).toBe(true);
  expect(set.contains([1, -0.1])).toBe(false);
  expect(set.contains([1, NaN])).toBe(false);
  expect(set.contains([1, -Infinity])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])(
  'nonnegativeL1Ball(%o) is refused',
  (radius) => {
    const expected = ['nonnegativeL1Ball radius', 'a positive finite number'];
    expectError(() => nonnegativeL1Ball(radius as number), 'INVALID_CONSTRAINT', ...expected);
  },
);

function slow(v: Float64Array, set: Constraint): Float64Array {
  const radius = set.level as number;
  const above = v.map((x) => (x > 0 ? x : 0));
  return manhattan(above) <= radius ? above : nearestOnSimplex(v, radius);
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal() ** 2);
  return times(((set.level as number) * random.uniform()) / manhattan(z), z);
}

// The origin, or a vertex: the whole radius on one coordinate.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const most = direction.reduce((a, b) => Math.max(a, b));
  const place = most > 0 ? direction.indexOf(most) : -1;
  return direction.map((_, j) => (j === place ? (set.level as number) : 0));
}
