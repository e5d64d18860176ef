import { expect, test } from 'vitest';
import { type Constraint, l1Ball, weightedL1Ball } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const parametersOf = (set: Constraint) =>
  set.parameters as { weights: readonly number[]; radius: number };

projectionLaws('weightedL1Ball', {
  make: (d, random) =>
    weightedL1Ball({
      weights: random.vector(d, () => 10 ** random.uniform(-2, 2)),
      radius: 10 ** random.uniform(-3, 3),
    }),
  slow,
  feasible,
  extreme,
  scaled(set, t) {
    const { weights, radius } = parametersOf(set);
    return weightedL1Ball({ weights, radius: t * radius });
  },
  error,
});

test.each([
  [[1, 2], 2, [3, 1], [2, 0]],
  [[1, 1, 1], 2, [2, -2, 0.5], [1, -1, 0]],
  [[1, 2], 7, [4, -4], [3, -2]],
  [[2, 4], 6, [1, -1], [1, -1]],
  [[0.5], 1, [-1e150], [-2]],
])('weights %j and radius %d project %j to %j', (weights, radius, v, expected) => {
  const projected = weightedL1Ball({ weights, radius }).project(v);
  expect(distance(projected, expected)).toBeLessThan(1e-14);
});

test('with equal weights of 1 it is the ℓ1 ball, however far outside', () => {
  const v = [3, -2.7, 1e9, 0, -1e9 + 1];
  const set = weightedL1Ball({ weights: [1, 1, 1, 1, 1], radius: 1.7 });
  expect(distance(set.project(v), l1Ball(1.7).project(v))).toBeLessThan(1e-15);
});

test('squared weights may leave the range of numbers, projections do not', () => {
  for (const unit of [1e-200, 1e200]) {
    const set = weightedL1Ball({ weights: [unit, 2 * unit], radius: 7 * unit });
    expect(distance(set.project([4, -4]), [3, -2])).toBeLessThan(1e-14);
  }
});

test('no entry becomes −0', () => {
  const set = weightedL1Ball({ weights: [1, 1], radius: 1 });
  expect(Object.is(set.project([5, -0.5])[1], 0)).toBe(true);
});

test('the regularizer is the weighted norm and the level is the radius', () => {
  const set: Constraint = weightedL1Ball({ weights: [1, 2], radius: 2.5 });
  expect(set).toMatchObject({ name: 'weightedL1Ball', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ weights: [1, 2], radius: 2.5 });
  expect(set.regularizer?.([1, -2])).toBe(5);
});

test('the smallest such ball holds the planted weights', () => {
  expect(weightedL1Ball.through([1, -2], { weights: [3, 0.5] }).parameters).toEqual({
    weights: [3, 0.5],
    radius: 4,
  });
  const zero = () => weightedL1Ball.through([0, 0], { weights: [1, 1] });
  expectError(zero, 'INVALID_CONSTRAINT', 'radius');
  const short = () => weightedL1Ball.through([1], { weights: [1, 1] });
  expectError(short, 'INVALID_CONSTRAINT', '2 weights');
  expectError(() => weightedL1Ball.through([1], undefined as never), 'INVALID_CONSTRAINT');
});

test('rescaled, it is a weighted ball of the rescaled points', () => {
  const set = weightedL1Ball({ weights: [1, 2], radius: 3 });
  const rescaled = set.rescaled?.(Float64Array.of(2, 0.5));
  expect(rescaled?.parameters).toEqual({ weights: [0.5, 4], radius: 3 });
});

test('membership allows the tolerance and no more', () => {
  const set = weightedL1Ball({ weights: [1, 2], radius: 3 });
  expect(set.contains([1, -1])).toBe(true);
  expect(set.contains([1, -1 - 1e-10])).toBe(true);
  expect(set.contains([1, -1 - 1e-10], 0)).toBe(false);
  expect(set.contains([1, -1.1])).toBe(false);
  expect(set.contains([NaN, 0])).toBe(false);
  expect(set.contains([Infinity, 0])).toBe(false);
});

test('the weights are copied', () => {
  const weights = [1, 2];
  const set = weightedL1Ball({ weights, radius: 3 });
  weights[0] = 100;
  expect(set.contains([1, 1])).toBe(true);
});

test('another number of weights than d is refused', () => {
  const set = weightedL1Ball({ weights: [1, 2], radius: 3 });
  for (const action of [
    () => set.checkDimension?.(3),
    () => set.project([1, 2, 3]),
    () => set.contains([1, 2, 3]),
    () => set.regularizer?.([1]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', 'for 2 weights');
  }
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('a radius of %o is refused', (radius) => {
  expectError(
    () => weightedL1Ball({ weights: [1], radius: radius as number }),
    'INVALID_CONSTRAINT',
    'weightedL1Ball radius',
    'a positive finite number',
  );
});

test.each([[[]], [[1, 0]], [[1, -1]], [[NaN]], [[Infinity]], [['1']], [3], [undefined], [null]])(
  'weights of %o are refused',
  (weights) => {
    const action = () => weightedL1Ball({ weights: weights as number[], radius: 1 });
    expectError(action, 'INVALID_CONSTRAINT', 'weightedL1Ball weights');
  },
);

test('no parameters are refused', () => {
  expectError(() => weightedL1Ball(undefined as never), 'INVALID_CONSTRAINT');
});

// The ratios |v_j|/ω_j are rounded, as if v had been: P moves by at most u‖v‖₂. The slow search has τ to as much.
function error(v: Float64Array, projected: Float64Array, set: Constraint): number {
  const unit = 2 ** -53;
  const sum = 4 * (v.length + 4) * unit * manhattan(projected);
  return set.contains(v, 0) ? sum : sum + 4 * unit * euclidean(v);
}

// Bisection on τ.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const { weights, radius } = parametersOf(set);
  const left = (tau: number) => v.map((x, j) => Math.max(Math.abs(x) - tau * weights[j], 0));
  const price = (w: Float64Array) => manhattan(w.map((x, j) => x * weights[j]));
  if (price(v) <= radius) return v.slice();
  const most = Math.max(...v.map((x, j) => Math.abs(x) / weights[j]));
  const tau = bisect(0, 2 * most, (t) => price(left(t)) > radius);
  return left(tau).map((x, j) => x * Math.sign(v[j]));
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const { weights, radius } = parametersOf(set);
  const z = random.vector(d, () => random.normal() ** 3);
  return times((radius * Math.sqrt(random.uniform())) / manhattan(z), z).map(
    (x, j) => x / weights[j],
  );
}

// A vertex: the whole radius on one coordinate.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const { weights, radius } = parametersOf(set);
  const gain = direction.map((x, j) => Math.abs(x) / weights[j]);
  const place = gain.indexOf(Math.max(...gain));
  const sign = direction[place] < 0 ? -1 : 1;
  return direction.map((_, j) => (j === place ? (sign * radius) / weights[j] : 0));
}
