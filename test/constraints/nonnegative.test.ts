import { expect, test } from 'vitest';
import { nonnegative } from '../../src/index.js';
import { projectionLaws } from '../support/projection-laws.js';
import { nearestBetween } from '../support/slow.js';

projectionLaws('nonnegative', {
  make: nonnegative,
  slow: (v) => v.map((x) => nearestBetween(0, Infinity, x)),
  feasible: (d, random) => random.vector(d, () => Math.max(0, random.normal())),
});

test.each([
  [
    [-1, 2, 0],
    [0, 2, 0],
  ],
  [
    [-3, -4],
    [0, 0],
  ],
  [
    [1, 0.5],
    [1, 0.5],
  ],
])('it projects %j to %j', (v, expected) => {
  expect(nonnegative().project(v)).toEqual(Float64Array.from(expected));
});

test('−0 becomes 0', () => {
  expect(Object.is(nonnegative().project([-0])[0], 0)).toBe(true);
});

test('it is a convex cone without a level', () => {
  const set = nonnegative();
  expect(set).toMatchObject({ name: 'nonnegative', parameters: {}, convex: true, cone: true });
  expect(set.level).toBeUndefined();
});

test('membership allows the tolerance, relative to the largest entry', () => {
  expect(nonnegative().contains([0, 1])).toBe(true);
  expect(nonnegative().contains([-1e-10, 1])).toBe(true);
  expect(nonnegative().contains([-1e-10, 1], 0)).toBe(false);
  expect(nonnegative().contains([-1e-10, 1e-10])).toBe(false);
  expect(nonnegative().contains([NaN])).toBe(false);
});
