import { expect, test } from 'vitest';
import { wholeSpace } from '../../src/index.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('wholeSpace', {
  make: wholeSpace,
  slow: (v) => v.slice(),
  feasible: (d, random) => random.vector(d, () => 10 ** random.uniform(-3, 3) * random.normal()),
});

test('every point is its own projection', () => {
  expect(wholeSpace().project([3, -5, 1])).toEqual(Float64Array.of(3, -5, 1));
  expect(wholeSpace().project([-0])[0]).toBe(-0);
});

test('it contains every finite point and nothing else', () => {
  expect(wholeSpace().contains([1e308, -1e308])).toBe(true);
  expect(wholeSpace().contains([0, NaN])).toBe(false);
  expect(wholeSpace().contains([Infinity])).toBe(false);
});

test('it is a convex cone without a level, in any dimension', () => {
  const set = wholeSpace();
  expect(set).toMatchObject({ name: 'wholeSpace', parameters: {}, convex: true, cone: true });
  expect(set.level).toBeUndefined();
  expect(set.regularizer).toBeUndefined();
  expect(set.checkDimension).toBeUndefined();
});
