import { expect, test } from 'vitest';
import { secondOrderCone } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean } from '../../src/testing/vectors.js';
import { relativeToInput } from '../support/linear.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

projectionLaws('secondOrderCone', {
  make: secondOrderCone,
  slow,
  feasible,
  // (‖x‖ + t) / 2 cancels where v is near the polar cone, so the error is relative to v.
  error: relativeToInput,
});

test.each([
  [
    [3, 4, 0],
    [1.5, 2, 2.5],
  ],
  [
    [3, 4, 5],
    [3, 4, 5],
  ],
  [
    [3, 4, -5],
    [0, 0, 0],
  ],
  [
    [3, 4, 3],
    [2.4, 3.2, 4],
  ],
  [
    [1, -9],
    [0, 0],
  ],
  [
    [0, 0, -1],
    [0, 0, 0],
  ],
  [[-2], [0]],
  [[2], [2]],
  [
    [3e200, 4e200, 0],
    [1.5e200, 2e200, 2.5e200],
  ],
  [
    [3e-200, 4e-200, 0],
    [1.5e-200, 2e-200, 2.5e-200],
  ],
])('it projects %j to %j', (v, expected) => {
  const projected = secondOrderCone().project(v);
  expect(distance(projected, expected)).toBeLessThanOrEqual(
    1e-15 * euclidean(Float64Array.from(v)),
  );
});

test('it is a convex cone without parameters', () => {
  expect(secondOrderCone()).toMatchObject({ name: 'secondOrderCone', convex: true, cone: true });
  expect(secondOrderCone().parameters).toEqual({});
});

test('membership allows the tolerance, relative to the point, and no more', () => {
  const set = secondOrderCone();
  expect(set.contains([3e9, 4e9, 5e9])).toBe(true);
  expect(set.contains([3e9, 4e9, 5e9 - 1])).toBe(true);
  expect(set.contains([3e9, 4e9, 5e9 - 1], 0)).toBe(false);
  expect(set.contains([3, 4, 4.9])).toBe(false);
  expect(set.contains([0, 0, -1])).toBe(false);
  expect([set.contains([0]), set.contains([1]), set.contains([-1])]).toEqual([true, true, false]);
  expect(set.contains([NaN, 1])).toBe(false);
  expect(set.contains([0, Infinity])).toBe(false);
});

// For a height h the best x is within h of the axis; the height by the sign of the derivative of what is
// left.
function slow(v: Float64Array): Float64Array {
  const t = v[v.length - 1];
  const x = v.slice(0, -1);
  const norm = euclidean(x);
  const h = bisect(0, norm + Math.abs(t), (h) => h - t - Math.max(norm - h, 0) < 0);
  const kept = norm <= h ? 1 : h / norm;
  return Float64Array.of(...x.map((value) => value * kept), h);
}

function feasible(d: number, random: Random): Float64Array {
  const z = random.vector(d, () => random.normal());
  // Sometimes on the boundary.
  z[d - 1] = euclidean(z.slice(0, -1)) * (1 + random.integer(2) * random.uniform());
  return z;
}
