import { expect, test } from 'vitest';
import { type Constraint, spectralBall } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, times } from '../../src/testing/vectors.js';
import { spectralMap } from '../support/jordan-wielandt.js';
import {
  decompositionError,
  ofRank,
  refusesOtherMatrices,
  shapeOf,
  shapeOfSet,
  singularValues,
} from '../support/matrices.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('spectralBall', {
  make: (d, random) => spectralBall({ ...shapeOf(d, random), radius: 10 ** random.uniform(-3, 3) }),
  slow,
  feasible,
  extreme: (direction, set) =>
    spectralMap(direction, shapeOfSet(set), (value, _, values) =>
      value > 1e-8 * values[0] ? (set.level as number) : 0,
    ),
  // The projection moves no further than V.
  error: (v, _, set) => decompositionError(v, shapeOfSet(set)),
  scaled: ({ level = 1, ...set }, t) =>
    spectralBall({ ...shapeOfSet(set as Constraint), radius: t * level }),
});

test.each([
  [2, 2, 2, [0, 3, 1, 0], [0, 2, 1, 0]],
  [2, 2, 2, [3, 0, 0, -5], [2, 0, 0, -2]],
  [2, 2, 1, [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]],
  [1, 2, 1, [3, 4], [0.6, 0.8]],
  [3, 1, 5, [3, 0, 4], [3, 0, 4]],
  [2, 3, 2, [0, 0, 3, 1, 0, 0], [0, 0, 2, 1, 0, 0]],
  [2, 2, 1, [0, 0, 0, 0], [0, 0, 0, 0]],
])('spectralBall of %i × %i and radius %d projects %j to %j', (rows, columns, radius, v, want) => {
  expect(distance(spectralBall({ rows, columns, radius }).project(v), want)).toBeLessThan(1e-12);
});

test('the regularizer is the largest singular value and the level is the radius', () => {
  const set = spectralBall({ rows: 2, columns: 2, radius: 2.5 });
  expect(set).toMatchObject({ name: 'spectralBall', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ rows: 2, columns: 2, radius: 2.5 });
  expect(set.regularizer?.([0, 3, -2, 0])).toBe(3);
});

test('through() takes the spectral norm of the planted weights', () => {
  const shape = { rows: 2, columns: 3 };
  expect(spectralBall.through([0, 0, -2, 5, 0, 0], shape).level).toBe(5);
});

test('membership allows the tolerance and no more', () => {
  const set = spectralBall({ rows: 2, columns: 2, radius: 2 });
  expect(set.contains([2, 0, 0, -2])).toBe(true);
  expect(set.contains([1, 0, 0, -2 - 1e-10])).toBe(true);
  expect(set.contains([1, 0, 0, -2 - 1e-10], 0)).toBe(false);
  expect(set.contains([1, 0, 0, -2.1])).toBe(false);
  expect(set.contains([1, 1, 1, 1.1])).toBe(false);
  expect(set.contains([NaN, 0, 0, 0])).toBe(false);
});

refusesOtherMatrices(spectralBall);

function slow(v: Float64Array, set: Constraint): Float64Array {
  const shape = shapeOfSet(set);
  const radius = set.level as number;
  if (singularValues(v, shape)[0] <= radius) return v.slice();
  return spectralMap(v, shape, (value) => Math.min(value, radius));
}

function feasible(_: number, random: Random, set: Constraint): Float64Array {
  const shape = shapeOfSet(set);
  const z = ofRank(1 + random.integer(Math.min(shape.rows, shape.columns)), shape, random);
  const [norm] = singularValues(z, shape);
  return times(((set.level as number) * random.uniform(0.1, 0.999)) / norm, z);
}
