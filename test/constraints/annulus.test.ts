import { expect, test } from 'vitest';
import { annulus, type Constraint } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const radiiOf = (set: Constraint) => set.parameters as { inner: number; outer: number };

projectionLaws('annulus', {
  make(_, random) {
    const inner = 10 ** random.uniform(-3, 3);
    return annulus({ inner, outer: inner * (1 + random.integer(3)) });
  },
  slow,
  feasible,
  // Every point of the inner sphere is as near to 0.
  ambiguous: (v) => largest(v) === 0,
  symmetries: ['permutation', 'sign'],
  scaled(set, t) {
    const { inner, outer } = radiiOf(set);
    return annulus({ inner: t * inner, outer: t * outer });
  },
});

test.each([
  [
    [6, 8],
    [3, 4],
  ],
  [
    [0.3, -0.4],
    [0.6, -0.8],
  ],
  [
    [0, 2],
    [0, 2],
  ],
  [
    [0, 1e-200],
    [0, 1],
  ],
  [
    [0, -1e200],
    [0, -5],
  ],
])('the annulus from 1 to 5 projects %j to %j', (v, expected) => {
  const projected = annulus({ inner: 1, outer: 5 }).project(v);
  expect(distance(projected, expected)).toBeLessThan(1e-15);
});

test('0 goes to the first axis', () => {
  const set = annulus({ inner: 2, outer: 3 });
  expect(set.project([0, -0, 0])).toEqual(Float64Array.of(2, 0, 0));
});

test('its parameters make it again; it is no sublevel set', () => {
  const set: Constraint = annulus({ inner: 1, outer: 2 });
  expect(set).toMatchObject({ name: 'annulus', convex: false, cone: false });
  expect(set.parameters).toEqual({ inner: 1, outer: 2 });
  expect(set.regularizer).toBeUndefined();
});

test('membership allows the tolerance and no more', () => {
  const set = annulus({ inner: 1, outer: 5 });
  expect(set.contains([0, 3])).toBe(true);
  expect(set.contains([3, -4 - 1e-10])).toBe(true);
  expect(set.contains([3, -4 - 1e-10], 0)).toBe(false);
  expect(set.contains([0, 1 - 1e-10])).toBe(true);
  expect(set.contains([0, 1 - 1e-10], 0)).toBe(false);
  expect(set.contains([3, -4.1])).toBe(false);
  expect(set.contains([0.9, 0])).toBe(false);
  expect(set.contains([NaN, 3])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('a radius of %o is refused', (radius) => {
  const bad = radius as number;
  const expected = 'a positive finite number';
  expectError(
    () => annulus({ inner: bad, outer: 5 }),
    'INVALID_CONSTRAINT',
    'annulus inner',
    expected,
  );
  expectError(
    () => annulus({ inner: 1, outer: bad }),
    'INVALID_CONSTRAINT',
    'annulus outer',
    expected,
  );
});

test('radii in the wrong order, or none, are refused', () => {
  const action = () => annulus({ inner: 3, outer: 2 });
  expectError(action, 'INVALID_CONSTRAINT', 'inner 3 and outer 2', 'inner ≤ outer');
  expectError(() => annulus(undefined as never), 'INVALID_CONSTRAINT', 'inner, outer');
});

// The ray through v, as far as bisection finds its length to be the radius that is nearest to ‖v‖.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const { inner, outer } = radiiOf(set);
  const most = largest(v);
  if (most === 0) return v.map((_, j) => (j === 0 ? inner : 0));
  const norm = euclidean(v);
  if (norm >= inner && norm <= outer) return v.slice();
  const radius = norm < inner ? inner : outer;
  const ray = v.map((x) => x / most);
  return times(
    bisect(0, radius, (t) => euclidean(times(t, ray)) < radius),
    ray,
  );
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const { inner, outer } = radiiOf(set);
  const z = random.vector(d, () => random.normal());
  return times(random.uniform(inner, outer) / euclidean(z), z);
}
