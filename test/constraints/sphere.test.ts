import { expect, test } from 'vitest';
import { type Constraint, sphere } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const radiusOf = (set: Constraint) => set.parameters.radius as number;

projectionLaws('sphere', {
  make: (_, random) => sphere(10 ** random.uniform(-3, 3)),
  slow,
  feasible,
  // Every point of the sphere is as near to 0.
  ambiguous: (v) => largest(v) === 0,
  symmetries: ['permutation', 'sign'],
  scaled: (set, t) => sphere(t * radiusOf(set)),
});

test.each([
  [1, [3, -4], [0.6, -0.8]],
  [10, [3, -4], [6, -8]],
  [2, [0, 0, -8], [0, 0, -2]],
  [2, [-1e-300], [-2]],
])('sphere(%d) projects %j to %j', (radius, v, expected) => {
  expect(distance(sphere(radius).project(v), expected)).toBeLessThan(1e-15 * radius);
});

test('0 goes to the first axis', () => {
  expect(sphere(2).project([0, -0, 0])).toEqual(Float64Array.of(2, 0, 0));
  expect(sphere(2).project([-0])).toEqual(Float64Array.of(2));
});

test('squares may leave the range of numbers, projections do not', () => {
  expect(distance(sphere(1).project([3e200, 4e200]), [0.6, 0.8])).toBeLessThan(1e-15);
  expect(distance(sphere(1).project([3e-320, 4e-320]), [0.6, 0.8])).toBeLessThan(1e-4);
  expect(euclidean(sphere(1).project([3e-320, 4e-320]))).toBeCloseTo(1, 15);
  expect(sphere(1).project([0, -5e-324, 0])).toEqual(Float64Array.of(0, -1, 0));
});

test('a point of the sphere stays to the bit, though its norm is rounded', () => {
  const w = Float64Array.of(Math.SQRT1_2, -Math.SQRT1_2, -0);
  expect(sphere(1).project(w)).toEqual(w);
});

test('its parameter makes it again; it is no sublevel set', () => {
  const set: Constraint = sphere(2.5);
  expect(set).toMatchObject({ name: 'sphere', convex: false, cone: false });
  expect(set.parameters).toEqual({ radius: 2.5 });
  expect(set.regularizer).toBeUndefined();
});

test('membership allows the tolerance and no more', () => {
  expect(sphere(5).contains([3, -4])).toBe(true);
  expect(sphere(5).contains([3, -4 - 1e-10])).toBe(true);
  expect(sphere(5).contains([3, -4 - 1e-10], 0)).toBe(false);
  expect(sphere(5).contains([3, -3.9])).toBe(false);
  expect(sphere(5).contains([3, -4.1])).toBe(false);
  expect(sphere(5).contains([NaN, 5])).toBe(false);
  expect(sphere(5).contains([Infinity, 5])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('sphere(%o) is refused', (radius) => {
  const expected = ['sphere radius', 'a positive finite number'];
  expectError(() => sphere(radius as number), 'INVALID_CONSTRAINT', ...expected);
});

// The ray through v meets the sphere where bisection finds its length to be the radius.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const radius = radiusOf(set);
  const most = largest(v);
  if (most === 0) return v.map((_, j) => (j === 0 ? radius : 0));
  const ray = v.map((x) => x / most);
  return times(
    bisect(0, radius, (t) => euclidean(times(t, ray)) < radius),
    ray,
  );
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal());
  return times(radiusOf(set) / euclidean(z), z);
}
