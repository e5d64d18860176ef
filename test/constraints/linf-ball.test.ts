import { expect, test } from 'vitest';
import { linfBall } from '../../src/index.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { nearestBetween } from '../support/slow.js';

projectionLaws('linfBall', {
  make: (_, random) => linfBall(10 ** random.uniform(-3, 3)),
  slow: (v, { level: r = 0 }) => v.map((x) => nearestBetween(-r, r, x)),
  feasible: (d, random, { level: r = 0 }) => random.vector(d, () => random.uniform(-r, r)),
  extreme: (direction, { level: r = 0 }) => direction.map((x) => (x < 0 ? -r : r)),
});

test.each([
  [1, [3, -0.5, -2], [1, -0.5, -1]],
  [2, [1, -1], [1, -1]],
  [0.5, [0, 7, -7], [0, 0.5, -0.5]],
])('linfBall(%d) projects %j to %j', (radius, v, expected) => {
  expect(linfBall(radius).project(v)).toEqual(Float64Array.from(expected));
});

test('the regularizer is the largest magnitude and the level is the radius', () => {
  const set = linfBall(2);
  expect(set).toMatchObject({ name: 'linfBall', convex: true, cone: false, level: 2 });
  expect(set.parameters).toEqual({ radius: 2 });
  expect(set.regularizer?.([3, 0, -4])).toBe(4);
});

test('membership allows the tolerance and no more', () => {
  expect(linfBall(1).contains([1, -1])).toBe(true);
  expect(linfBall(1).contains([0, -1 - 1e-10])).toBe(true);
  expect(linfBall(1).contains([0, -1 - 1e-10], 0)).toBe(false);
  expect(linfBall(1).contains([0, -1.1])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('linfBall(%o) is refused', (radius) => {
  expectError(
    () => linfBall(radius as number),
    'INVALID_CONSTRAINT',
    'linfBall radius',
    'a positive finite number',
  );
});
