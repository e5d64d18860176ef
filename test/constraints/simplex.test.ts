import { expect, test } from 'vitest';
import { type Constraint, simplex } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { nearestOnSimplex } from '../support/simplex-slow.js';

const radiusOf = (set: Constraint) => set.parameters.radius as number;

projectionLaws('simplex', {
  make: (_, random) => simplex(10 ** random.uniform(-3, 3)),
  slow: (v, set) => nearestOnSimplex(v, radiusOf(set)),
  feasible,
  extreme,
  symmetries: ['permutation'],
  scaled: (set, t) => simplex(t * radiusOf(set)),
});

test.each([
  [1, [2, 0], [1, 0]],
  [1, [0.5, 0.5, 0.5, -3], [1 / 3, 1 / 3, 1 / 3, 0]],
  [2, [2, 1, -1], [1.5, 0.5, 0]],
  [1, [0, 0, 0, 0], [0.25, 0.25, 0.25, 0.25]],
  [3, [-5], [3]],
  [1, [-7, -7.5], [0.75, 0.25]],
])('simplex(%d) projects %j to %j', (radius, v, expected) => {
  expect(distance(simplex(radius).project(v), expected)).toBeLessThan(1e-15);
});

test('a point far outside keeps its place on the simplex', () => {
  expect(simplex(1).project([1e150, -1e150])).toEqual(Float64Array.of(1, 0));
  expect(simplex(1).project([-1e17, -1e17])).toEqual(Float64Array.of(0.5, 0.5));
  expect(simplex(2).project([1e9 + 1, 1e9])).toEqual(Float64Array.of(1.5, 0.5));
});

test('a point of the simplex stays to the bit, though its sum is rounded', () => {
  const w = Float64Array.of(0.1, 0.2, 0.3, 0.4 - 2 ** -54, -0);
  expect(simplex(1).project(w)).toEqual(w);
  expect(simplex(1).project([0.1, 0.2, 0.3, 0.4 - 1e-12])).not.toEqual(w.slice(0, 4));
});

test('its parameter makes it again; it is no sublevel set', () => {
  const set: Constraint = simplex(2.5);
  expect(set).toMatchObject({ name: 'simplex', convex: true, cone: false });
  expect(set.parameters).toEqual({ radius: 2.5 });
  expect(set.regularizer).toBeUndefined();
});

test('membership allows the tolerance and no more', () => {
  expect(simplex(2).contains([1, 1])).toBe(true);
  expect(simplex(2).contains([1, 1 + 1e-10])).toBe(true);
  expect(simplex(2).contains([1, 1 + 1e-10], 0)).toBe(false);
  expect(simplex(2).contains([2 + 1e-10, -1e-10])).toBe(true);
  expect(simplex(2).contains([2.1, -0.1])).toBe(false);
  expect(simplex(2).contains([0.5, 0.5])).toBe(false);
  expect(simplex(2).contains([NaN, 2])).toBe(false);
  expect(simplex(2).contains([Infinity, 0])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('simplex(%o) is refused', (radius) => {
  const expected = ['simplex radius', 'a positive finite number'];
  expectError(() => simplex(radius as number), 'INVALID_CONSTRAINT', ...expected);
});

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal() ** 2);
  return times(radiusOf(set) / manhattan(z), z);
}

// A vertex: the whole radius on one coordinate.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const place = direction.indexOf(direction.reduce((a, b) => Math.max(a, b)));
  return direction.map((_, j) => (j === place ? radiusOf(set) : 0));
}
