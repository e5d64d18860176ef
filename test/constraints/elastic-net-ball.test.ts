import { expect, test } from 'vitest';
import { type Constraint, elasticNetBall, l1Ball } from '../../src/index.js';
import { projectByKernel } from '../../src/testing/kernel.js';
import { Random } from '../../src/testing/random.js';
import { distance, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const parametersOf = (set: Constraint) => set.parameters as { mu: number; radius: number };

projectionLaws('elasticNetBall', {
  make: (_, random) =>
    elasticNetBall({ mu: 10 ** random.uniform(-3, 3), radius: 10 ** random.uniform(-3, 3) }),
  slow,
  feasible,
  extreme,
  symmetries: ['permutation', 'sign'],
  scaled(set, t) {
    const { mu, radius } = parametersOf(set);
    return elasticNetBall({ mu: mu / t, radius: t * radius });
  },
});

test.each([
  [2, 2, [4, -1], [1, 0]],
  [2, 4, [7, -7], [1, -1]],
  [2, 2, [0, 7], [0, 1]],
  [1, 4, [2, 0], [2, 0]],
  [1, 4, [0.5, -1], [0.5, -1]],
])('mu = %d and radius %d project %j to %j', (mu, radius, v, expected) => {
  expect(distance(elasticNetBall({ mu, radius }).project(v), expected)).toBeLessThan(1e-15);
});

test('with a small mu it is the ℓ1 ball, with a large one the Euclidean ball', () => {
  const v = [3, -2, 1, 0];
  const small = elasticNetBall({ mu: 1e-20, radius: 2 });
  expect(distance(small.project(v), l1Ball(2).project(v))).toBeLessThan(1e-15);
  const large = elasticNetBall({ mu: 1e20, radius: 0.5e20 });
  expect(distance(large.project([3, -4, 0]), [0.6, -0.8, 0])).toBeLessThan(1e-15);
});

test('a point far outside keeps its place on the boundary', () => {
  expect(elasticNetBall({ mu: 2, radius: 2 }).project([0, 1e150])).toEqual(Float64Array.of(0, 1));
  expect(elasticNetBall({ mu: 2, radius: 4 }).project([1e150, -1e150])).toEqual(
    Float64Array.of(1, -1),
  );
});

test('parameters and points over the whole range of numbers', () => {
  const far = elasticNetBall({ mu: 1, radius: 1e160 }).project([1e200, 1e200]);
  expect(distance(far, [1e80, 1e80])).toBeLessThan(1e65);
  const flat = elasticNetBall({ mu: 5e-324, radius: 1 }).project([1e308, -1e308]);
  expect(distance(flat, [0.5, -0.5])).toBeLessThan(1e-15);
  const random = new Random(4);
  for (let trial = 0; trial < 3000; trial++) {
    const [mu, radius, size] = [0, 0, 0].map(() => 10 ** random.uniform(-307, 307));
    if (mu * radius > 1e300) continue;
    const set = elasticNetBall({ mu, radius });
    const v = random.vector(1 + random.integer(9), () => size * random.uniform(-1, 1));
    for (const w of [set.project(v), projectByKernel(v, set, 'f64').projected]) {
      expect(w.every(Number.isFinite)).toBe(true);
      // Entries that keep their digits, on the boundary to rounding.
      if (set.contains(v, 0) || largest(w) < 1e-290) continue;
      expect(Math.abs((set.regularizer?.(w) as number) / radius - 1)).toBeLessThan(1e-14);
    }
  }
});

test('a product of mu and radius beyond 1e300 is refused: there the set is a Euclidean ball', () => {
  const action = () => elasticNetBall({ mu: 1e308, radius: 1 });
  expectError(action, 'INVALID_CONSTRAINT', 'mu 1e+308', 'at most 1e300', 'l2Ball(1.41421356');
  expectError(() => elasticNetBall({ mu: 1e308, radius: 1e308 }), 'INVALID_CONSTRAINT');
});

test('no entry becomes −0', () => {
  const set = elasticNetBall({ mu: 1, radius: 1 });
  expect(Object.is(set.project([5, -0.1])[1], 0)).toBe(true);
});

test('the regularizer is ‖w‖₁ + (μ/2)‖w‖² and the level is the radius', () => {
  const set: Constraint = elasticNetBall({ mu: 3, radius: 2.5 });
  expect(set).toMatchObject({ name: 'elasticNetBall', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ mu: 3, radius: 2.5 });
  expect(set.regularizer?.([1, -2])).toBe(10.5);
});

test('the smallest such set holds the planted weights', () => {
  const set = elasticNetBall.through([1, -2], { mu: 3 });
  expect(set.parameters).toEqual({ mu: 3, radius: 10.5 });
  expectError(() => elasticNetBall.through([0], { mu: 3 }), 'INVALID_CONSTRAINT', 'radius');
  expectError(() => elasticNetBall.through([1], { mu: 0 }), 'INVALID_CONSTRAINT', 'mu');
  expectError(() => elasticNetBall.through([1], undefined as never), 'INVALID_CONSTRAINT', 'mu');
});

test('membership allows the tolerance and no more', () => {
  const set = elasticNetBall({ mu: 2, radius: 4 });
  expect(set.contains([1, -1])).toBe(true);
  expect(set.contains([1, -1 - 1e-10])).toBe(true);
  expect(set.contains([1, -1 - 1e-10], 0)).toBe(false);
  expect(set.contains([1, -1.1])).toBe(false);
  expect(set.contains([NaN])).toBe(false);
  expect(set.contains([Infinity])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('%o is refused', (value) => {
  const bad = value as number;
  const expected = 'a positive finite number';
  const radius = () => elasticNetBall({ mu: 1, radius: bad });
  expectError(radius, 'INVALID_CONSTRAINT', 'elasticNetBall radius', expected);
  const mu = () => elasticNetBall({ mu: bad, radius: 1 });
  expectError(mu, 'INVALID_CONSTRAINT', 'elasticNetBall mu', expected);
});

test('no parameters are refused', () => {
  expectError(() => elasticNetBall(undefined as never), 'INVALID_CONSTRAINT');
});

// R without the library's own arrangement.
function sizeOf(w: Float64Array, mu: number): number {
  return manhattan(w) + (mu / 2) * w.reduce((sum, x) => sum + x * x, 0);
}

// Bisection on λ, or on σ = max |v_j| − λ, whichever is the smaller and so the sharper.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const { mu, radius } = parametersOf(set);
  if (sizeOf(v, mu) <= radius) return v.slice();
  const most = largest(v);
  const byLambda = (lambda: number) =>
    v.map((x) => Math.max(Math.abs(x) - lambda, 0) / (1 + mu * lambda));
  const bySigma = (sigma: number) =>
    v.map((x) => Math.max(sigma - (most - Math.abs(x)), 0) / (1 + mu * (most - sigma)));
  const small = sizeOf(byLambda(most / 2), mu) < radius;
  const w = small
    ? byLambda(bisect(0, most / 2, (t) => sizeOf(byLambda(t), mu) > radius))
    : bySigma(bisect(0, most / 2, (t) => sizeOf(bySigma(t), mu) < radius));
  return w.map((x, j) => x * Math.sign(v[j]));
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const { mu, radius } = parametersOf(set);
  const z = random.vector(d, () => random.normal());
  const inner = radius * random.uniform();
  const t = bisect(0, radius / manhattan(z), (s) => sizeOf(times(s, z), mu) < inner);
  return times(t, z);
}

// ⟨c, z⟩ is largest where c_j = ν (sgn z_j + μ z_j). Over the largest |c_j|, 1/ν = 1 + δ, by bisection on δ.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const { mu, radius } = parametersOf(set);
  const most = largest(direction);
  if (most === 0) return direction.slice();
  const at = (delta: number) =>
    direction.map((x) => {
      const c = Math.abs(x) / most;
      return (Math.sign(x) * Math.max(delta * c - (1 - c), 0)) / mu;
    });
  return at(bisect(0, mu * radius, (delta) => sizeOf(at(delta), mu) < radius));
}
