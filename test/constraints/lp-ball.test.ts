import { expect, test } from 'vitest';
import { type Constraint, l2Ball, linfBall, lpBall } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const parametersOf = (set: Constraint) => set.parameters as { p: number; radius: number };

projectionLaws('lpBall', {
  make(_, random) {
    const p = random.integer(4) === 0 ? 2 : 1 + 10 ** random.uniform(-1, 3);
    return lpBall({ p, radius: 10 ** random.uniform(-3, 3) });
  },
  // The slow search nests bisection in bisection.
  dimensions: [1, 2, 3, 4, 5, 6, 7, 8, 13, 33],
  slow,
  feasible,
  extreme,
  symmetries: ['permutation', 'sign'],
  scaled(set, t) {
    const { p, radius } = parametersOf(set);
    return lpBall({ p, radius: t * radius });
  },
  error,
});

test.each([
  [4, 1, [4, 4], [2 ** -0.25, 2 ** -0.25]],
  [3, 5, [0, -7, 0], [0, -5, 0]],
  // w + λ w² = v for λ = 1.
  [3, 9 ** (1 / 3), [2, -6], [1, -2]],
  // w + λ √w = v for λ = 1.
  [1.5, 9 ** (2 / 3), [2, 6], [1, 4]],
  [3, 2, [1, -1, 1], [1, -1, 1]],
])('p = %d and radius %d project %j to %j', (p, radius, v, expected) => {
  expect(distance(lpBall({ p, radius }).project(v), expected)).toBeLessThan(2e-15);
});

test('for p = 2 it is the Euclidean ball, for a huge p that of the largest entry', () => {
  for (const v of [
    [3, -4, 0, 1e-9],
    [3e150, 4e150, -1e150],
    [0.7, 0.8, 1e-200],
  ]) {
    const p2 = lpBall({ p: 2, radius: 1 }).project(v);
    expect(distance(p2, l2Ball(1).project(v))).toBeLessThan(1e-15);
    for (const p of [1e17, 1e300, Number.MAX_VALUE]) {
      const projected = lpBall({ p, radius: 0.5 }).project(v);
      expect(distance(projected, linfBall(0.5).project(v))).toBeLessThan(1e-15);
    }
  }
});

test('in a thousand dimensions, and for p near 1, it ends on the boundary', () => {
  const v = Float64Array.from({ length: 1000 }, (_, j) => Math.sin(j) * 10 ** (j % 7));
  for (const p of [1 + 2 ** -52, 1.0001, 1.1, 1.9, 2.1, 7, 1e6]) {
    const set = lpBall({ p, radius: 3 });
    expect(Math.abs((set.regularizer?.(set.project(v)) ?? 0) - 3)).toBeLessThan(1e-12);
  }
});

test('a point that is outside by a rounding hardly moves', () => {
  for (const p of [1.1, 2, 5, 1e9]) {
    const v = [1 / 3, -2 / 3, 1 / 7];
    const level = lpBall.through(v, { p }).level as number;
    const radius = level * (1 - 2 ** -52);
    expect(distance(lpBall({ p, radius }).project(v), v)).toBeLessThan(1e-15);
    expect(lpBall({ p, radius: level }).project(v)).toEqual(Float64Array.from(v));
  }
});

test('no entry becomes −0', () => {
  expect(Object.is(lpBall({ p: 3, radius: 1 }).project([5, 0])[1], 0)).toBe(true);
});

test('the regularizer is the ℓp norm and the level is the radius', () => {
  const set: Constraint = lpBall({ p: 3, radius: 2.5 });
  expect(set).toMatchObject({ name: 'lpBall', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ p: 3, radius: 2.5 });
  expect(set.regularizer?.([3, -4, 5])).toBeCloseTo(6, 14);
  expect(set.regularizer?.([0, 0])).toBe(0);
  expect(set.regularizer?.([3e200, 4e200, 5e200])).toBeCloseTo(6e200, -190);
});

test('the smallest such ball holds the planted weights', () => {
  expect(lpBall.through([3, -4, 5], { p: 3 }).level).toBeCloseTo(6, 14);
  expectError(() => lpBall.through([0], { p: 3 }), 'INVALID_CONSTRAINT', 'radius');
  expectError(() => lpBall.through([1], { p: 1 }), 'INVALID_CONSTRAINT', 'lpBall p');
  expectError(
    () => lpBall.through([1], undefined as never),
    'INVALID_CONSTRAINT',
    'lpBall.through: got undefined',
  );
});

test('membership allows the tolerance and no more', () => {
  const set = lpBall({ p: 3, radius: 6 });
  expect(set.contains([3, 4, -5])).toBe(true);
  expect(set.contains([3, 4, -5 - 1e-10])).toBe(true);
  expect(set.contains([3, 4, -5 - 1e-10], 0)).toBe(false);
  expect(set.contains([3, 4, -5.1])).toBe(false);
  expect(set.contains([NaN, 1])).toBe(false);
  expect(set.contains([Infinity, 1])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('a radius of %o is refused', (radius) => {
  const action = () => lpBall({ p: 3, radius: radius as number });
  expectError(action, 'INVALID_CONSTRAINT', 'lpBall radius', 'a positive finite number');
});

test.each([1, 0.5, 0, -1, NaN, '3', Infinity, undefined, null])('p = %o is refused', (p) => {
  const action = () => lpBall({ p: p as number, radius: 1 });
  expectError(action, 'INVALID_CONSTRAINT', 'lpBall p', 'a finite number above 1');
});

test('no parameters are refused', () => {
  expectError(() => lpBall(undefined as never), 'INVALID_CONSTRAINT');
});

// For p < 2 an entry is the power 1/(p − 1) of a number that is known to a few roundings.
function error(_: Float64Array, projected: Float64Array, set: Constraint): number {
  const { p } = parametersOf(set);
  const roundings = 4 * (projected.length + 4) * Math.max(1, 1 / (p - 1));
  return roundings * 2 ** -53 * manhattan(projected);
}

const powersOf = (w: Float64Array, p: number) => w.reduce((sum, x) => sum + Math.abs(x) ** p, 0);

// Over the radius: bisection on c of w + c w^(p−1) = |v|, and for each c on every w, of which none is above 2.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const { p, radius } = parametersOf(set);
  const u = v.map((x) => Math.abs(x) / radius);
  if (powersOf(u, p) <= 1) return v.slice();
  const at = (c: number) =>
    u.map((x) => bisect(0, Math.min(x, 2), (w) => w + c * w ** (p - 1) < x));
  const c = bisect(0, 2 * largest(u) * u.length, (multiplier) => powersOf(at(multiplier), p) > 1);
  return at(c).map((x, j) => x * radius * Math.sign(v[j]));
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const { p, radius } = parametersOf(set);
  const z = random.vector(d, () => random.normal());
  const unit = times(1 / largest(z), z);
  return times((radius * random.uniform()) / powersOf(unit, p) ** (1 / p), unit);
}

// Where Hölder's inequality is an equality.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const { p, radius } = parametersOf(set);
  const most = largest(direction) || 1;
  const z = direction.map((x) => Math.sign(x) * (Math.abs(x) / most) ** (1 / (p - 1)));
  return times(radius / (powersOf(z, p) ** (1 / p) || 1), z);
}
