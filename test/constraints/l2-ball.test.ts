import { expect, test } from 'vitest';
import { type Constraint, l2Ball } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

projectionLaws('l2Ball', {
  make: (_, random) => l2Ball(10 ** random.uniform(-3, 3)),
  slow,
  feasible,
  extreme: (direction, set) => {
    const size = euclidean(direction) || 1;
    return direction.map((x) => (x / size) * (set.level as number));
  },
});

test.each([
  [1, [3, 4], [0.6, 0.8]],
  [2, [0, 0, -8], [0, 0, -2]],
  [5, [3, -4], [3, -4]],
])('l2Ball(%d) projects %j to %j', (radius, v, expected) => {
  expect(distance(l2Ball(radius).project(v), expected)).toBeLessThan(1e-12);
});

test('squares may leave the range of numbers, projections do not', () => {
  expect(distance(l2Ball(1).project([3e200, 4e200]), [0.6, 0.8])).toBeLessThan(1e-15);
  expect(distance(l2Ball(1e-200).project([3e200, 4e200]), [6e-201, 8e-201])).toBeLessThan(1e-214);
  expect(l2Ball(1).project([3e-200, 4e-200])).toEqual(Float64Array.of(3e-200, 4e-200));
});

test('the regularizer is the Euclidean norm and the level is the radius', () => {
  const set = l2Ball(2);
  expect(set).toMatchObject({ name: 'l2Ball', convex: true, cone: false, level: 2 });
  expect(set.parameters).toEqual({ radius: 2 });
  expect(set.regularizer?.([3, 0, -4])).toBe(5);
  expect(set.regularizer?.([0, 0])).toBe(0);
});

test('membership allows the tolerance and no more', () => {
  expect(l2Ball(5).contains([3, -4])).toBe(true);
  expect(l2Ball(5).contains([3, -4 - 1e-10])).toBe(true);
  expect(l2Ball(5).contains([3, -4 - 1e-10], 0)).toBe(false);
  expect(l2Ball(5).contains([3, -4.1])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('l2Ball(%o) is refused', (radius) => {
  expectError(
    () => l2Ball(radius as number),
    'INVALID_CONSTRAINT',
    'l2Ball radius',
    'a positive finite number',
  );
});

// Bisection on 1/(1 + λ), λ the multiplier of ‖w‖ ≤ r.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const radius = set.level as number;
  if (euclidean(v) <= radius) return v.slice();
  const shrink = bisect(0, 1, (t) => euclidean(times(t, v)) < radius);
  return times(shrink, v);
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal());
  return times(((set.level as number) * Math.sqrt(random.uniform())) / euclidean(z), z);
}
