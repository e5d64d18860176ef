import { expect, test } from 'vitest';
import { sparseBall } from '../../src/index.js';
import { distance, euclidean, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';
import {
  nearestOf,
  radiusOf,
  restricted,
  spansMagnitudes,
  sparsityOf,
  subsets,
  topmost,
} from '../support/supports.js';

projectionLaws('sparseBall', {
  make: (d, random) =>
    sparseBall({ sparsity: 1 + random.integer(d), radius: 10 ** random.uniform(-3, 3) }),
  slow(v, set) {
    const sparsity = sparsityOf(set);
    const supports =
      v.length <= 8 ? Array.from(subsets(v.length, sparsity)) : [topmost(v, sparsity, Math.abs)];
    return nearestOf(
      v,
      supports.map((support) => shrunk(restricted(v, support), radiusOf(set))),
    );
  },
  // Far outside of the ball all its points are as near, to rounding.
  ambiguous: (v, set) =>
    v.length <= 8 && (spansMagnitudes(v) || euclidean(v) > 1e4 * radiusOf(set)),
  feasible(d, random, set) {
    const z = new Float64Array(d);
    for (let k = 0; k < sparsityOf(set); k++) z[random.integer(d)] = random.normal();
    return times((radiusOf(set) * Math.sqrt(random.uniform())) / euclidean(z), z);
  },
  symmetries: ['permutation', 'sign'],
  scaled: (set, t) => sparseBall({ sparsity: sparsityOf(set), radius: t * radiusOf(set) }),
});

// Bisection on the multiplier.
function shrunk(v: Float64Array, radius: number): Float64Array {
  if (euclidean(v) <= radius) return v;
  return times(
    bisect(0, 1, (t) => euclidean(times(t, v)) < radius),
    v,
  );
}

test.each([
  [2, 1, [3, 1, -4], [0.6, 0, -0.8]],
  [1, 10, [3, 1, -4], [0, 0, -4]],
  [1, 2, [3, -3], [2, 0]],
  [3, 5, [3, 0, -4], [3, 0, -4]],
])('sparseBall({ %i, %d }) projects %j to %j', (sparsity, radius, v, expected) => {
  expect(distance(sparseBall({ sparsity, radius }).project(v), expected)).toBeLessThan(1e-15);
});

test('what the largest lose by shrinking does not make others nearer', () => {
  // Keeping 4 and shrinking it to 1 is nearer than keeping 1 as it is.
  expect(sparseBall({ sparsity: 1, radius: 1 }).project([1, 4])).toEqual(Float64Array.of(0, 1));
});

test('it is no cone and has no level', () => {
  const set = sparseBall({ sparsity: 2, radius: 3 });
  expect(set).toMatchObject({ name: 'sparseBall', convex: false, cone: false });
  expect(set.parameters).toEqual({ sparsity: 2, radius: 3 });
  expect(set).not.toHaveProperty('level');
});

test('membership allows the tolerance and no more', () => {
  const set = sparseBall({ sparsity: 2, radius: 5 });
  expect(set.contains([3, 0, -4])).toBe(true);
  expect(set.contains([3, 1e-12, -4 - 1e-10])).toBe(true);
  expect(set.contains([3, 0, -4 - 1e-10], 0)).toBe(false);
  expect(set.contains([3, 0, -4.1])).toBe(false);
  expect(set.contains([1, 1, 1])).toBe(false);
  expect(set.contains([1, NaN, 1])).toBe(false);
});

test.each([0, 1.5, NaN, '3', Infinity, undefined, null])('sparsity %o is refused', (sparsity) => {
  const given = { sparsity: sparsity as number, radius: 1 };
  expectError(() => sparseBall(given), 'INVALID_CONSTRAINT', 'sparseBall sparsity', 'an integer');
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('radius %o is refused', (radius) => {
  const given = { sparsity: 1, radius: radius as number };
  expectError(() => sparseBall(given), 'INVALID_CONSTRAINT', 'sparseBall radius', 'a positive');
});

test('nothing is refused, and a sparsity above d when the set meets the data', () => {
  expectError(
    () => sparseBall(undefined as never),
    'INVALID_CONSTRAINT',
    'sparseBall: got undefined',
  );
  const set = sparseBall({ sparsity: 4, radius: 1 });
  expect(() => set.checkDimension?.(4)).not.toThrow();
  expectError(() => set.checkDimension?.(3), 'INVALID_CONSTRAINT', '4 on data of 3 columns');
});
