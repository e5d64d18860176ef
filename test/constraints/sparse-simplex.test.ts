import { expect, test } from 'vitest';
import { sparseSimplex } from '../../src/index.js';
import { distance, largest, times } from '../../src/testing/vectors.js';
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

projectionLaws('sparseSimplex', {
  make: (d, random) =>
    sparseSimplex({ sparsity: 1 + random.integer(d), radius: 10 ** random.uniform(-3, 3) }),
  slow(v, set) {
    const sparsity = sparsityOf(set);
    const supports =
      v.length <= 8 ? Array.from(subsets(v.length, sparsity)) : [topmost(v, sparsity)];
    return nearestOf(
      v,
      supports.map((support) => onSimplex(v, support, radiusOf(set))),
    );
  },
  // Far outside of the simplex, or far inside its hull, all its points are as near, to rounding.
  ambiguous: (v, set) =>
    v.length <= 8 &&
    (spansMagnitudes(v) ||
      largest(v) > 1e4 * radiusOf(set) ||
      (largest(v) > 0 && largest(v) < 1e-4 * radiusOf(set))),
  feasible(d, random, set) {
    const support = new Set(Array.from({ length: sparsityOf(set) }, () => random.integer(d)));
    const z = restricted(
      random.vector(d, () => 0.01 + random.uniform()),
      support,
    );
    const sum = z.reduce((a, b) => a + b);
    return z.map((x) => (x / sum) * radiusOf(set));
  },
  symmetries: ['permutation'],
  scaled: (set, t) => sparseSimplex({ sparsity: sparsityOf(set), radius: t * radiusOf(set) }),
});

// Bisection on σ, what is left of the largest entry: Σ max(σ − (largest − v_j), 0) grows with it.
function onSimplex(v: Float64Array, support: number[], radius: number): Float64Array {
  const most = support.reduce((a, j) => Math.max(a, v[j]), -Infinity);
  const at = (sigma: number) => {
    const w = new Float64Array(v.length);
    for (const j of support) w[j] = Math.max(sigma - (most - v[j]), 0);
    return w;
  };
  return at(bisect(0, radius, (sigma) => at(sigma).reduce((a, b) => a + b) < radius));
}

test.each([
  [2, 2, [2, 1, 0.5], [1.5, 0.5, 0]],
  [1, 3, [2, 1, 0.5], [3, 0, 0]],
  [3, 2, [2, 1, -1], [1.5, 0.5, 0]],
  [2, 1, [2, 0], [1, 0]],
  [2, 1, [-3, -5, -3], [0.5, 0, 0.5]],
  [2, 1, [0.5, 0.5, 0.5, -3], [0.5, 0.5, 0, 0]],
])('sparseSimplex({ %i, %d }) projects %j to %j', (sparsity, radius, v, expected) => {
  expect(sparseSimplex({ sparsity, radius }).project(v)).toEqual(Float64Array.from(expected));
});

test('among equals the lowest index stays, and −0 equals 0', () => {
  const set = sparseSimplex({ sparsity: 1, radius: 1 });
  expect(set.project([-0, 0, 0])).toEqual(Float64Array.of(1, 0, 0));
  expect(set.project([-7, -2, -2])).toEqual(Float64Array.of(0, 1, 0));
});

test('the largest are those with their signs, not in magnitude', () => {
  const set = sparseSimplex({ sparsity: 1, radius: 1 });
  expect(set.project([-9, 0.25])).toEqual(Float64Array.of(0, 1));
});

test('a point of the set keeps its bits, a point far outside its place', () => {
  const set = sparseSimplex({ sparsity: 2, radius: 1 });
  expect(set.project([0.3, 0, 0.7])).toEqual(Float64Array.of(0.3, 0, 0.7));
  expect(set.project([1e17, -5, 1e17])).toEqual(Float64Array.of(0.5, 0, 0.5));
  const near = sparseSimplex({ sparsity: 2, radius: 2 }).project([1e9 + 1, 1e9]);
  expect(near).toEqual(Float64Array.of(1.5, 0.5));
});

test('it is no cone and has no level', () => {
  const set = sparseSimplex({ sparsity: 2, radius: 3 });
  expect(set).toMatchObject({ name: 'sparseSimplex', convex: false, cone: false });
  expect(set.parameters).toEqual({ sparsity: 2, radius: 3 });
  expect(set).not.toHaveProperty('level');
});

test('membership allows the tolerance and no more', () => {
  const set = sparseSimplex({ sparsity: 2, radius: 5 });
  expect(set.contains([3, 0, 2])).toBe(true);
  expect(set.contains([3, -1e-12, 2 + 1e-10])).toBe(true);
  expect(set.contains([3, 0, 2 + 1e-10], 0)).toBe(false);
  expect(set.contains([3, 0, 1.9])).toBe(false);
  expect(set.contains([1, 2, 2])).toBe(false);
  expect(set.contains([6, -1, 0])).toBe(false);
  expect(set.contains([5, NaN])).toBe(false);
});

test.each([0, 1.5, NaN, '3', Infinity, undefined, null])('sparsity %o is refused', (sparsity) => {
  const given = { sparsity: sparsity as number, radius: 1 };
  expectError(() => sparseSimplex(given), 'INVALID_CONSTRAINT', 'sparseSimplex sparsity');
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('radius %o is refused', (radius) => {
  const given = { sparsity: 1, radius: radius as number };
  expectError(() => sparseSimplex(given), 'INVALID_CONSTRAINT', 'sparseSimplex radius');
});

test('nothing is refused, and a sparsity above d when the set meets the data', () => {
  expectError(() => sparseSimplex(null as never), 'INVALID_CONSTRAINT', 'sparseSimplex: got null');
  const set = sparseSimplex({ sparsity: 4, radius: 1 });
  expect(() => set.checkDimension?.(4)).not.toThrow();
  expectError(() => set.checkDimension?.(3), 'INVALID_CONSTRAINT', '4 on data of 3 columns');
});

test('scaling keeps the sum', () => {
  const v = times(1e150, Float64Array.of(1, 0.5, -3));
  expect(distance(sparseSimplex({ sparsity: 2, radius: 3 }).project(v), [3, 0, 0])).toBe(0);
});
