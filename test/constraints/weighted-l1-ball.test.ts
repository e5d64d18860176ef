import { expect, test } from 'vitest';
import { type Constraint, l1Ball, weightedL1Ball } from '../../src/index.js';
import { projectByKernel } from '../../src/testing/kernel.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const parametersOf = (set: Constraint) =>
  set.parameters as { weights: readonly number[]; radius: number };

projectionLaws('weightedL1Ball', {
  make,
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

test('prices far apart, hand cases', () => {
  // τ is 1e-27 below the first ratio, 1e-11, and 1 − 1e-11 is left of the second.
  const [first, second] = weightedL1Ball({ weights: [1e8, 1], radius: 1 }).project([0.001, 1]);
  expect(Math.abs(first - 1e-19)).toBeLessThan(2 ** -53 / 1e8);
  expect(Math.abs(second - (1 - 1e-11))).toBeLessThan(2 ** -52);
  const set = weightedL1Ball({ weights: [1e7, 1], radius: 1 });
  expect(distance(set.project([1000, 1]), [1e-11, 0.9999])).toBeLessThan(1e-16);
});

test.each([8, 150])(
  'on the boundary to rounding, oracle and kernel, for weights over 1e±8 and v over 1e±%d',
  (span) => {
    const random = new Random(span);
    for (let trial = 0; trial < 2000; trial++) {
      const d = 1 + random.integer(16);
      const set = make(d, random);
      const size = 10 ** random.uniform(-span, span);
      const v = random.vector(d, () => random.normal() * size * 10 ** random.uniform(-8, 8));
      if (set.contains(v, 0)) continue;
      for (const projected of [set.project(v), projectByKernel(v, set, 'f64').projected]) {
        const level = (set.regularizer?.(projected) as number) / (set.level as number);
        expect(Math.abs(level - 1)).toBeLessThan(4 * (d + 4) * 2 ** -53);
      }
    }
  },
);

test('a hundred thousand weights of magnitudes 1e±8 end on the boundary', () => {
  const random = new Random(5);
  const weights = random.vector(1e5, () => 10 ** random.uniform(-8, 8));
  const v = random.vector(1e5, () => random.normal() * 10 ** random.uniform(-8, 8));
  const set = weightedL1Ball({ weights, radius: 1 });
  const kernel = projectByKernel(v, set, 'f64').projected;
  expect(distance(set.project(v), kernel)).toBeLessThan(1e-12 * euclidean(v));
  for (const point of [set.project(v), kernel]) {
    expect(Math.abs((set.regularizer?.(point) as number) - 1)).toBeLessThan(1e-12);
  }
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

test('weights farther apart than 2^1000 are refused, the smallest numbers are not', () => {
  const action = () => weightedL1Ball({ weights: [1e200, 1e-200], radius: 1 });
  expectError(action, 'INVALID_CONSTRAINT', 'weights from 1e-200 to 1e+200', '2^1000');
  const set = weightedL1Ball({ weights: [1e-310, 1e-320], radius: 1e-310 });
  expect(distance(set.project([5, -4]), [1, -4])).toBeLessThan(1e-9);
});

test('no parameters are refused', () => {
  expectError(() => weightedL1Ball(undefined as never), 'INVALID_CONSTRAINT');
});

// The ratios |v_j|/ω_j are rounded, as if v had been: P moves by at most u‖v‖₂. The slow search has τ to as much.
function error(v: Float64Array, projected: Float64Array, set: Constraint): number {
  const unit = 2 ** -53;
  const sum = 4 * (v.length + 4) * unit * manhattan(projected);
  return set.contains(v, 0) ? sum : sum + 4 * unit * euclidean(v);
}

// Half of the sets have weights over 1e±8.
function make(d: number, random: Random): Constraint {
  const span = random.integer(2) === 0 ? 2 : 8;
  return weightedL1Ball({
    weights: random.vector(d, () => 10 ** random.uniform(-span, span)),
    radius: 10 ** random.uniform(-span, span),
  });
}

// Bisection on τ to its last bit, and then on σ, how far τ is below the number that is not too small: what is left are
// the entries whose ratio is that number or more.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const { weights, radius } = parametersOf(set);
  if (manhattan(v.map((x, j) => x * weights[j])) <= radius) return v.slice();
  const ratios = v.map((x, j) => Math.abs(x) / weights[j]);
  const left = (tau: number, sigma = 0) =>
    v.map((_, j) => (ratios[j] < tau ? 0 : weights[j] * (ratios[j] - tau + sigma)));
  const price = (w: Float64Array) => w.reduce((sum, x, j) => sum + x * weights[j], 0);
  const tau = bisect(0, 2 * largest(ratios), (t) => price(left(t)) > radius);
  const sigma = bisect(0, tau, (t) => price(left(tau, t)) < radius);
  return left(tau, sigma).map((x, j) => x * Math.sign(v[j]));
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
  const place = gain.indexOf(largest(gain));
  const sign = direction[place] < 0 ? -1 : 1;
  return direction.map((_, j) => (j === place ? (sign * radius) / weights[j] : 0));
}
