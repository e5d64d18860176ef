import { expect, test } from 'vitest';
import { type Constraint, cappedSimplex, fitSync, simplex } from '../../src/index.js';
import { projectByKernel } from '../../src/testing/kernel.js';
import { Random } from '../../src/testing/random.js';
import { distance } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const parametersOf = (set: Constraint) =>
  set.parameters as { radius: number; upper: number | readonly number[] };

function capsOf(set: Constraint, d: number): Float64Array {
  const { upper } = parametersOf(set);
  return typeof upper === 'number' ? new Float64Array(d).fill(upper) : Float64Array.from(upper);
}

const sumOf = (w: Float64Array) => w.reduce((sum, x) => sum + x, 0);

projectionLaws('cappedSimplex', {
  make(d, random) {
    if (random.integer(4) === 0) {
      const loose = random.vector(d, () => 10 ** random.uniform(0, 9));
      return cappedSimplex({ radius: random.uniform(0.1, 1), upper: loose });
    }
    const unit = 10 ** random.uniform(-3, 3);
    const share = random.integer(8) === 0 ? 1 : random.uniform();
    if (random.integer(2) === 0) return cappedSimplex({ radius: share * d * unit, upper: unit });
    const upper = random.vector(d, () => unit * 10 ** random.uniform(-2, 2));
    return cappedSimplex({ radius: share * sumOf(upper), upper });
  },
  slow,
  feasible,
  extreme,
  scaled(set, t) {
    const { radius, upper } = parametersOf(set);
    const scaled = typeof upper === 'number' ? t * upper : upper.map((cap) => t * cap);
    return cappedSimplex({ radius: t * radius, upper: scaled });
  },
});

test.each([
  [2, 1, [3, 0.5, 0], [1, 0.75, 0.25]],
  [1, 1, [2, 0], [1, 0]],
  [1.5, [1, 0.25, 5], [2, 2, -1], [1, 0.25, 0.25]],
  [2, 2, [2, 1, -1], [1.5, 0.5, 0]],
  // What sums to the radius need not be in the set.
  [2, 5, [3, -1], [2, 0]],
  [3, 2, [2.5, 0, 0.5], [2, 0.25, 0.75]],
  [3, 1, [-5, 0, 7], [1, 1, 1]],
  [1, 1, [0, 0, 0, 0], [0.25, 0.25, 0.25, 0.25]],
])('radius %d and caps %j project %j to %j', (radius, upper, v, expected) => {
  expect(distance(cappedSimplex({ radius, upper }).project(v), expected)).toBeLessThan(1e-15);
});

test('a point far outside keeps its place', () => {
  const set = cappedSimplex({ radius: 2, upper: 1 });
  expect(set.project([1e150, 0, -1e150])).toEqual(Float64Array.of(1, 1, 0));
  expect(set.project([1e150, 7, 7])).toEqual(Float64Array.of(1, 0.5, 0.5));
  expect(set.project([3e17, 1e17, 1e17])).toEqual(Float64Array.of(1, 0.5, 0.5));
  expect(set.project([1e9 + 1, 1e9 + 0.5, 1e9])).toEqual(Float64Array.of(1, 0.75, 0.25));
});

test.each([
  [1e4, 1e3],
  [5e4, 1e9],
  [1e5, 0.5],
  [1e5, 2e-5],
  [1e5, 1e300],
])('in %d dimensions with caps of %d the entries sum to the radius', (d, upper) => {
  const set = cappedSimplex({ radius: 1, upper });
  for (const scale of [1e-8, 1, 1e8]) {
    const v = Float64Array.from({ length: d }, (_, j) => Math.sin(j * j) * scale);
    const kernel = projectByKernel(v, set, 'f64').projected;
    for (const w of [set.project(v), kernel]) expect(set.contains(w, 2e-12)).toBe(true);
    expect(distance(set.project(v), kernel)).toBeLessThan(2e-12);
    // Caps that are not met are none.
    if (upper >= 0.5 && scale < 1) {
      expect(distance(set.project(v), simplex(1).project(v))).toBeLessThan(1e-15);
    }
  }
});

test('a hundred thousand caps over 1e±8', () => {
  const random = new Random(2);
  const upper = random.vector(1e5, () => 10 ** random.uniform(-8, 8));
  const v = random.vector(1e5, () => random.normal());
  for (const radius of [1e-3, 1, 1e6]) {
    const set = cappedSimplex({ radius, upper });
    for (const w of [set.project(v), projectByKernel(v, set, 'f64').projected]) {
      expect(set.contains(w, 2e-12)).toBe(true);
    }
  }
});

test('with caps that are not met it is the simplex', () => {
  const v = [0.3, -2, 4, 3.5, 1e9];
  const set = cappedSimplex({ radius: 1.5, upper: 2 });
  expect(distance(set.project(v), simplex(1.5).project(v))).toBeLessThan(1e-15);
});

test('a point of the set stays to the bit, though its sum is rounded', () => {
  const w = Float64Array.of(0.1, 0.2, 0.3, 0.4 - 2 ** -54, -0);
  expect(cappedSimplex({ radius: 1, upper: 0.5 }).project(w)).toEqual(w);
});

test('the radius may be what the caps sum to, though that is rounded', () => {
  const upper = new Float64Array(10).fill(0.1);
  const set = cappedSimplex({ radius: 1, upper });
  expect(set.project(new Float64Array(10))).toEqual(upper);
});

test('its parameters make it again; it is no sublevel set', () => {
  const set = cappedSimplex({ radius: 2, upper: Float64Array.of(1, 2) });
  expect(set).toMatchObject({ name: 'cappedSimplex', convex: true, cone: false });
  expect(set.parameters).toEqual({ radius: 2, upper: [1, 2] });
  expect(cappedSimplex({ radius: 2, upper: 1 }).parameters).toEqual({ radius: 2, upper: 1 });
  expect(set.regularizer).toBeUndefined();
});

test('membership allows the tolerance and no more', () => {
  const set = cappedSimplex({ radius: 2, upper: 1.5 });
  expect(set.contains([1.5, 0.5])).toBe(true);
  expect(set.contains([1.5 + 1e-10, 0.5 - 1e-10])).toBe(true);
  expect(set.contains([1.5 + 1e-10, 0.5 - 1e-10], 0)).toBe(false);
  expect(set.contains([1.6, 0.4])).toBe(false);
  expect(set.contains([1.5, 0.6, -0.1])).toBe(false);
  expect(set.contains([1, 0.5])).toBe(false);
  expect(set.contains([NaN, 2])).toBe(false);
  expect(set.contains([Infinity, -Infinity])).toBe(false);
});

test('the caps are copied', () => {
  const upper = [1, 1];
  const set = cappedSimplex({ radius: 1, upper });
  upper[0] = 0.1;
  expect(set.contains([1, 0])).toBe(true);
});

test('a radius above the sum of the caps is refused as the set is made, or meets d', () => {
  const sum = 'radius 4 and 3 caps that sum to 3';
  const made = () => cappedSimplex({ radius: 4, upper: [1, 1, 1] });
  expectError(made, 'INVALID_CONSTRAINT', sum, 'at most 3');
  const set = cappedSimplex({ radius: 4, upper: 1 });
  for (const action of [
    () => set.checkDimension?.(3),
    () => set.project([1, 2, 3]),
    () => set.contains([1, 2, 3]),
    () => fitSync([[1, 2, 3]], [1], { constraint: set }),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', sum, 'at most 3');
  }
  expect(() => set.checkDimension?.(4)).not.toThrow();
});

test('another number of caps than d is refused', () => {
  const set = cappedSimplex({ radius: 1, upper: [1, 1] });
  for (const action of [
    () => set.checkDimension?.(3),
    () => set.project([1, 2, 3]),
    () => set.contains([1]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', 'caps for 2 weights');
  }
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])('a radius of %o is refused', (radius) => {
  expectError(
    () => cappedSimplex({ radius: radius as number, upper: 1 }),
    'INVALID_CONSTRAINT',
    'cappedSimplex radius',
    'a positive finite number',
  );
});

test.each([
  [0],
  [-1],
  [NaN],
  [Infinity],
  ['1'],
  [undefined],
  [null],
  [[]],
  [[1, 0]],
  [[1, NaN]],
  [[1, Infinity]],
  [['1']],
])('caps of %o are refused', (upper) => {
  const action = () => cappedSimplex({ radius: 1, upper: upper as number });
  expectError(action, 'INVALID_CONSTRAINT', 'cappedSimplex upper');
});

test('no parameters are refused', () => {
  expectError(() => cappedSimplex(undefined as never), 'INVALID_CONSTRAINT');
});

// Bisection on τ to its last bit, and then on what it lacks, from the number below and from the one above.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const { radius } = parametersOf(set);
  const caps = capsOf(set, v.length);
  const left = (gaps: Float64Array) => gaps.map((x, j) => Math.min(caps[j], Math.max(x, 0)));
  if (sumOf(caps) <= radius) return caps;
  const lowest = Math.min(...v.map((x, j) => x - caps[j]));
  let [low, high] = [lowest - 1e-9 * Math.abs(lowest), Math.max(...v)];
  high = bisect(low, high, (tau) => {
    const small = sumOf(left(v.map((x) => x - tau))) > radius;
    if (small) low = tau;
    return small;
  });
  const below = v.map((x) => x - low);
  const above = v.map((x) => x - high);
  const width = high - low;
  const down = bisect(0, width, (t) => sumOf(left(below.map((x) => x - t))) > radius);
  const up = bisect(0, width, (t) => sumOf(left(above.map((x) => x + t))) < radius);
  const [first, second] = [left(below.map((x) => x - down)), left(above.map((x) => x + up))];
  const wrong = (w: Float64Array) => Math.abs(sumOf(w) - radius);
  return wrong(first) < wrong(second) ? first : second;
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const vertex = () =>
    extreme(
      random.vector(d, () => random.normal()),
      set,
    );
  const [a, b, t] = [vertex(), vertex(), random.uniform()];
  return a.map((x, j) => Math.min(capsOf(set, d)[j], t * x + (1 - t) * b[j]));
}

// The caps of the best, as far as the radius goes.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const caps = capsOf(set, direction.length);
  const order = Array.from(direction.keys()).sort((a, b) => direction[b] - direction[a]);
  let { radius } = parametersOf(set);
  const w = new Float64Array(direction.length);
  for (const j of order) {
    w[j] = Math.min(caps[j], radius);
    radius -= w[j];
  }
  return w;
}

test('a hundred thousand weights are not too many', () => {
  const v = Float64Array.from({ length: 100_000 }, (_, j) => Math.sin(j));
  const set = cappedSimplex({ radius: 10, upper: 1 });
  expect(set.contains(set.project(v))).toBe(true);
});
