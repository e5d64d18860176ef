import { expect, test } from 'vitest';
import { type Constraint, l1Ball, linfBall, sortedL1Ball } from '../../src/index.js';
import { projectByKernel } from '../../src/testing/kernel.js';
import { Random } from '../../src/testing/random.js';
import { distance, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const weightsOf = (set: Constraint) => set.parameters.weights as number[];

const norm = (w: Float64Array, weights: readonly number[]) => {
  const sorted = w.map(Math.abs).sort().reverse();
  return sorted.reduce((sum, x, k) => sum + weights[k] * x, 0);
};

projectionLaws('sortedL1Ball', {
  make,
  slow,
  feasible,
  extreme,
  error,
  symmetries: ['permutation', 'sign'],
  scaled: (set, t) => sortedL1Ball({ weights: weightsOf(set), radius: t * (set.level as number) }),
  // The slow search takes O(d²) for each λ.
  dimensions: [...Array.from({ length: 33 }, (_, k) => k + 1), 150],
});

test.each([
  [[2, 1], 4, [4, -1], [2, 0]],
  [[2, 1], 6, [4, 4], [2, 2]],
  [[3, 2, 1], 14, [1, -3, 2], [1, -3, 2]],
  [[1, 0, 0], 1, [0.5, -3, 2], [0.5, -1, 1]],
])('weights %j and radius %d project %j to %j', (weights, radius, v, expected) => {
  expect(distance(sortedL1Ball({ weights, radius }).project(v), expected)).toBeLessThan(1e-14);
});

test('equal weights make the ℓ1 ball, one weight the ℓ∞ ball, in a thousand dimensions too', () => {
  for (const d of [3, 1000]) {
    const v = Float64Array.from({ length: d }, (_, j) => Math.sin(j * j) * 3);
    const ones = sortedL1Ball({ weights: new Float64Array(d).fill(1), radius: 2 });
    expect(distance(ones.project(v), l1Ball(2).project(v))).toBeLessThan(1e-14);
    const first = sortedL1Ball({ weights: new Float64Array(d).fill(1, 0, 1), radius: 0.5 });
    expect(distance(first.project(v), linfBall(0.5).project(v))).toBeLessThan(1e-14);
  }
});

test('a point far outside keeps its place on the ball', () => {
  expect(sortedL1Ball({ weights: [2, 1], radius: 6 }).project([1e150, -1e150])).toEqual(
    Float64Array.of(2, -2),
  );
  expect(sortedL1Ball({ weights: [1, 1], radius: 2 }).project([1e9 + 1, 1e9])).toEqual(
    Float64Array.of(1.5, 0.5),
  );
});

test('weights over 1e±8 and more, hand cases', () => {
  // (3, 1) less λ (1e8, 1), with λ ≈ 1e-8: the entries meet where both are r / (1e8 + 1).
  const met = sortedL1Ball({ weights: [1e8, 1], radius: 1 }).project([3, 1]);
  expect(distance(met, [1 / (1e8 + 1), 1 / (1e8 + 1)])).toBeLessThan(1e-23);
  // A price that vanishes beside its magnitude.
  const small = sortedL1Ball({ weights: [1, 1e-310], radius: 1 });
  expect(small.project([5, 4e10])).toEqual(Float64Array.of(1, 1));
  const tiny = sortedL1Ball({ weights: [1e-310, 1e-320], radius: 1e-310 });
  expect(distance(tiny.project([5, 0.5]), [1, 0.5])).toBeLessThan(1e-9);
});

test('on the boundary to rounding, oracle and kernel, for weights over 1e±8 and v over 1e±150', () => {
  const random = new Random(3);
  for (let trial = 0; trial < 3000; trial++) {
    const d = 1 + random.integer(16);
    const set = make(d, random);
    const span = [1, 8, 150][random.integer(3)];
    const size = 10 ** random.uniform(-span, span);
    const v = random.vector(d, () => random.normal() * size * 10 ** random.uniform(-8, 8));
    if (set.contains(v, 0)) continue;
    for (const projected of [set.project(v), projectByKernel(v, set, 'f64').projected]) {
      const level = (set.regularizer?.(projected) as number) / (set.level as number);
      expect(Math.abs(level - 1)).toBeLessThan(4 * (d + 4) * 2 ** -53);
    }
  }
});

test('a hundred thousand weights of magnitudes 1e±8 end on the boundary', () => {
  const random = new Random(5);
  const weights = random
    .vector(1e5, () => 10 ** random.uniform(-8, 8))
    .sort()
    .reverse();
  const v = random.vector(1e5, () => random.normal() * 10 ** random.uniform(-8, 8));
  const set = sortedL1Ball({ weights, radius: 1e9 });
  for (const point of [set.project(v), projectByKernel(v, set, 'f64').projected]) {
    expect(Math.abs((set.regularizer?.(point) as number) / 1e9 - 1)).toBeLessThan(1e-12);
  }
});

test('no entry becomes −0', () => {
  const [, second] = sortedL1Ball({ weights: [2, 1], radius: 1 }).project([5, -0.5]);
  expect(Object.is(second, 0)).toBe(true);
});

test('the regularizer is the sorted ℓ1 norm, the level the radius, and the weights are copied', () => {
  const weights = [2, 1, 0];
  const set = sortedL1Ball({ weights, radius: 2.5 });
  weights[0] = 7;
  expect(set).toMatchObject({ name: 'sortedL1Ball', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ weights: [2, 1, 0], radius: 2.5 });
  expect(set.regularizer?.([1, -3, 2])).toBe(8);
});

test('through the planted weights', () => {
  const set = sortedL1Ball.through([0, -2, 1], { weights: [3, 2, 1] });
  expect(set.parameters).toEqual({ weights: [3, 2, 1], radius: 8 });
  expect(set.contains([0, -2, 1], 0)).toBe(true);
  const through = () => sortedL1Ball.through([1, 2], { weights: [3, 2, 1] });
  expectError(through, 'INVALID_CONSTRAINT', 'weights for 3 weights', '2');
  const zero = () => sortedL1Ball.through([0, 0], { weights: [2, 1] });
  expectError(zero, 'INVALID_CONSTRAINT', 'sortedL1Ball radius');
});

test('membership allows the tolerance and no more', () => {
  const set = sortedL1Ball({ weights: [2, 1], radius: 5 });
  expect(set.contains([1, -2])).toBe(true);
  expect(set.contains([1, -2 - 1e-10])).toBe(true);
  expect(set.contains([1, -2 - 1e-10], 0)).toBe(false);
  expect(set.contains([1, -2.1])).toBe(false);
  expect(set.contains([1, NaN])).toBe(false);
  expect(set.contains([1, Infinity])).toBe(false);
});

test('another dimension than that of the weights is refused', () => {
  const set = sortedL1Ball({ weights: [2, 1], radius: 1 });
  const parts = ['weights for 2 weights', '3, the number of columns of X'];
  for (const action of [
    () => set.checkDimension?.(3),
    () => set.project([1, 2, 3]),
    () => set.contains([1, 2, 3]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', ...parts);
  }
});

test.each<[unknown, ...string[]]>([
  [[1, 2], 'at index 1', '2 after 1'],
  [[1, -1], 'at index 1', '-1 after 1'],
  [[-1], 'at index 0', '-1'],
  [[0, 0], 'zeros only', 'a positive first weight'],
  [[], 'Array of length 0', 'at least one number'],
  [[1, NaN], 'at index 1', 'a finite number'],
  [[Infinity, 1], 'at index 0', 'a finite number'],
  [['1'], 'at index 0', 'a finite number'],
  [3, 'sortedL1Ball weights', 'an array'],
  [undefined, 'sortedL1Ball weights', 'an array'],
  [null, 'sortedL1Ball weights', 'an array'],
])('weights %j are refused', (weights, ...parts) => {
  const given = { weights: weights as number[], radius: 1 };
  expectError(() => sortedL1Ball(given), 'INVALID_CONSTRAINT', ...parts);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('the radius %o is refused', (radius) => {
  const given = { weights: [1], radius: radius as number };
  expectError(() => sortedL1Ball(given), 'INVALID_CONSTRAINT', 'sortedL1Ball radius');
});

test('nothing at all is refused', () => {
  expectError(
    () => sortedL1Ball(undefined as never),
    'INVALID_CONSTRAINT',
    'sortedL1Ball: got undefined',
  );
});

// Some with equal weights, some over 1e±8, some with zeros at the end.
function make(d: number, random: Random): Constraint {
  const kind = random.integer(4);
  const draw = () => {
    if (kind === 0) return 1 + random.integer(2);
    return kind === 3 ? 10 ** random.uniform(-8, 8) : random.uniform(0.01, 1);
  };
  const weights = random.vector(d, draw).sort().reverse();
  if (kind === 2) weights.fill(0, 1 + random.integer(d));
  return sortedL1Ball({ weights, radius: 10 ** random.uniform(-3, 3) });
}

// A mean of |v| and a mean of weights are known to du of themselves, and so is λ: their difference to du of the largest
// |v|. But both the point and its approximation are in the ball, no entry of which exceeds r / weights_1.
function error(v: Float64Array, projected: Float64Array, set: Constraint): number {
  const unit = 4 * (v.length + 4) * 2 ** -53;
  const far = Math.min(unit * largest(v), ((1 + unit) * (set.level as number)) / weightsOf(set)[0]);
  return unit * manhattan(projected) + (set.contains(v, 0) ? 0 : far);
}

// Bisection on λ. The regression is x_k = min over i ≤ k of the max over l ≥ k of the mean of z_i … z_l.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const weights = weightsOf(set);
  const radius = set.level as number;
  if (norm(v, weights) <= radius) return v.slice();
  const order = Array.from(v.keys()).sort((a, b) => Math.abs(v[b]) - Math.abs(v[a]));
  const shrunk = (lambda: number) => {
    const x = new Float64Array(v.length).fill(Infinity);
    const means = new Float64Array(v.length);
    for (let i = 0; i < v.length; i++) {
      let sum = 0;
      for (let l = i; l < v.length; l++) {
        sum += Math.abs(v[order[l]]) - lambda * weights[l];
        means[l] = sum / (l - i + 1);
      }
      let most = 0;
      for (let k = v.length - 1; k >= i; k--) {
        most = Math.max(most, means[k]);
        x[k] = Math.min(x[k], most);
      }
    }
    return x;
  };
  const most = (largest(v) * v.length) / weights.reduce((sum, weight) => sum + weight, 0);
  const lambda = bisect(
    0,
    2 * Math.max(most, largest(v) / weights[0]),
    (t) => norm(shrunk(t), weights) > radius,
  );
  const w = new Float64Array(v.length);
  shrunk(lambda).forEach((x, k) => {
    w[order[k]] = Math.sign(v[order[k]]) * x;
  });
  return w;
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal() ** 3);
  const size = norm(z, weightsOf(set));
  return times(((set.level as number) * Math.sqrt(random.uniform())) / size, z);
}

// A vertex: the same magnitude on the k largest entries, for the k that is best.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const order = Array.from(direction.keys()).sort(
    (a, b) => Math.abs(direction[b]) - Math.abs(direction[a]),
  );
  let [sum, mass] = [0, 0];
  let best = { value: -1, size: 0, count: 0 };
  order.forEach((j, k) => {
    sum += Math.abs(direction[j]);
    mass += weightsOf(set)[k];
    if (sum / mass > best.value) best = { value: sum / mass, size: 1 / mass, count: k + 1 };
  });
  const z = new Float64Array(direction.length);
  for (const j of order.slice(0, best.count)) {
    z[j] = (direction[j] < 0 ? -1 : 1) * best.size * (set.level as number);
  }
  return z;
}
