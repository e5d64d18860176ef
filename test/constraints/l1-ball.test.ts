import { expect, test } from 'vitest';
import { type Constraint, l1Ball } from '../../src/index.js';
import { distance } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { l1BallFamily } from '../support/l1-ball-family.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('l1Ball', l1BallFamily);

test.each([
  [1, [2, 0], [1, 0]],
  [2, [2, -2, 0.5], [1, -1, 0]],
  [3, [1, -1, 0.5], [1, -1, 0.5]],
])('l1Ball(%d) projects %j to %j', (radius, v, expected) => {
  expect(distance(l1Ball(radius).project(v), expected)).toBeLessThan(1e-12);
});

test('equal magnitudes share the radius', () => {
  expect(l1Ball(1).project([3, -3, 3, -3])).toEqual(Float64Array.of(0.25, -0.25, 0.25, -0.25));
});

test('a point far outside keeps its place on the ball', () => {
  expect(l1Ball(1).project([1e150])).toEqual(Float64Array.of(1));
  expect(l1Ball(1).project([1e17, -1e17])).toEqual(Float64Array.of(0.5, -0.5));
  expect(l1Ball(2).project([1e9 + 1, 1e9])).toEqual(Float64Array.of(1.5, 0.5));
});

test('no entry becomes −0', () => {
  expect(Object.is(l1Ball(1).project([5, -0.5])[1], 0)).toBe(true);
});

test('the regularizer is the ℓ1 norm and the level is the radius', () => {
  const set: Constraint = l1Ball(2.5);
  expect(set).toMatchObject({ name: 'l1Ball', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ radius: 2.5 });
  expect(set.regularizer?.([1, -2, 0.5])).toBe(3.5);
});

test('membership allows the tolerance and no more', () => {
  expect(l1Ball(2).contains([1, -1])).toBe(true);
  expect(l1Ball(2).contains([1, -1 - 1e-10])).toBe(true);
  expect(l1Ball(2).contains([1, -1 - 1e-10], 0)).toBe(false);
  expect(l1Ball(2).contains([1, -1.1])).toBe(false);
  expect(l1Ball(2).contains([NaN])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('l1Ball(%o) is refused', (radius) => {
  expectError(
    () => l1Ball(radius as number),
    'INVALID_CONSTRAINT',
    'l1Ball radius',
    'a positive finite number',
  );
});

test('a radius need not be an integer', () => {
  expect(l1Ball(1.5).level).toBe(1.5);
});
