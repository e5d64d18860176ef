import { expect, test } from 'vitest';
import { type Constraint, nuclearBall } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, times } from '../../src/testing/vectors.js';
import { singularByQl, spectralMap } from '../support/jordan-wielandt.js';
import {
  decompositionError,
  ofRank,
  outer,
  refusesOtherMatrices,
  shapeOf,
  shapeOfSet,
  singularValues,
} from '../support/matrices.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

projectionLaws('nuclearBall', {
  make: (d, random) => nuclearBall({ ...shapeOf(d, random), radius: 10 ** random.uniform(-3, 3) }),
  slow,
  feasible,
  extreme(direction, set) {
    const shape = shapeOfSet(set);
    const [{ value, left, right }] = singularByQl(direction, shape.rows, shape.columns);
    return value === 0 ? direction.slice().fill(0) : times(set.level as number, outer(left, right));
  },
  // The projection moves no further than V, and the singular values no further than their rounding.
  error: (v, _, set) => decompositionError(v, shapeOfSet(set)),
  scaled: ({ level = 1, ...set }, t) =>
    nuclearBall({ ...shapeOfSet(set as Constraint), radius: t * level }),
});

test.each([
  [2, 2, 2, [3, 0, 0, 1], [2, 0, 0, 0]],
  [2, 2, 3, [0, 3, -2, 0], [0, 2, -1, 0]],
  [2, 2, 1, [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]],
  [1, 2, 1, [3, 4], [0.6, 0.8]],
  [3, 1, 5, [3, 0, 4], [3, 0, 4]],
  [2, 3, 4, [0, 0, 3, 2, 0, 0], [0, 0, 2.5, 1.5, 0, 0]],
  [2, 2, 1, [0, 0, 0, 0], [0, 0, 0, 0]],
])('nuclearBall of %i × %i and radius %d projects %j to %j', (rows, columns, radius, v, want) => {
  expect(distance(nuclearBall({ rows, columns, radius }).project(v), want)).toBeLessThan(1e-12);
});

test('the regularizer is the sum of the singular values and the level is the radius', () => {
  const set = nuclearBall({ rows: 2, columns: 2, radius: 2.5 });
  expect(set).toMatchObject({ name: 'nuclearBall', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ rows: 2, columns: 2, radius: 2.5 });
  expect(set.regularizer?.([0, 3, -2, 0])).toBe(5);
});

test('through() takes the nuclear norm of the planted weights', () => {
  const shape = { rows: 2, columns: 3 };
  expect(nuclearBall.through([0, 0, -2, 5, 0, 0], shape).level).toBe(7);
});

test('membership allows the tolerance and no more', () => {
  const set = nuclearBall({ rows: 2, columns: 2, radius: 2 });
  expect(set.contains([1, 0, 0, -1])).toBe(true);
  expect(set.contains([1, 0, 0, -1 - 1e-10])).toBe(true);
  expect(set.contains([1, 0, 0, -1 - 1e-10], 0)).toBe(false);
  expect(set.contains([1, 0, 0, -1.1])).toBe(false);
  expect(set.contains([1, 1, 1, 1.1])).toBe(false);
  expect(set.contains([NaN, 0, 0, 0])).toBe(false);
});

refusesOtherMatrices(nuclearBall);

// Bisection on τ.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const shape = shapeOfSet(set);
  const radius = set.level as number;
  const values = singularValues(v, shape);
  const sum = (tau: number) => values.reduce((total, value) => total + Math.max(value - tau, 0), 0);
  if (sum(0) <= radius) return v.slice();
  const tau = bisect(0, values[0], (t) => sum(t) > radius);
  return spectralMap(v, shape, (value) => Math.max(value - tau, 0));
}

function feasible(_: number, random: Random, set: Constraint): Float64Array {
  const shape = shapeOfSet(set);
  const z = ofRank(1 + random.integer(Math.min(shape.rows, shape.columns)), shape, random);
  const norm = singularValues(z, shape).reduce((sum, value) => sum + value, 0);
  return times(((set.level as number) * random.uniform(0.1, 0.999)) / norm, z);
}
