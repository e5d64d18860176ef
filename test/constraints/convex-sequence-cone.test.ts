import { expect, test } from 'vitest';
import { convexSequenceCone } from '../../src/index.js';
import { KINDS, kinds } from '../../src/testing/inputs.js';
import type { Family } from '../../src/testing/laws.js';
import { Random } from '../../src/testing/random.js';
import { distance, largest, minus, times } from '../../src/testing/vectors.js';
import { projectionLaws } from '../support/projection-laws.js';

const family: Family = {
  make: convexSequenceCone,
  feasible: (d, random) => {
    const steps = random.vector(d, () => random.normal()).sort();
    let height = random.normal();
    return steps.map((step) => (height += step));
  },
  // The stated accuracy, for which rounding of tridiagonal systems and of inner products leaves much room.
  error: (v) => 1e-9 * largest(v),
};

projectionLaws('convexSequenceCone', { ...family, slow, dimensions: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
projectionLaws('convexSequenceCone of many entries', { ...family, dimensions: [20, 33, 200] });

test('every kind of input: the conditions of optimality', () => {
  const random = new Random(5);
  for (const kind of KINDS) {
    for (const d of [3, 10, 33, 200]) {
      const v = kinds[kind](d, random);
      const w = convexSequenceCone().project(v);
      expect(worst(v, w), `${kind}, d = ${d}`).toBeLessThanOrEqual(1e-12 * largest(v));
    }
  }
});

test.each([
  [
    [0, 3, 0],
    [1, 1, 1],
  ],
  [
    [3, -1],
    [3, -1],
  ],
  [
    [4, 1, 0, 1, 4],
    [4, 1, 0, 1, 4],
  ],
  [[-4], [-4]],
])('%j projects to %j', (v, expected) => {
  expect(distance(convexSequenceCone().project(v), expected)).toBeLessThan(1e-14);
});

test.each([200, 1000])('d = %i: the conditions of optimality', (d) => {
  const v = Float64Array.from({ length: d }, (_, j) => ((2 * j) / d - 1) ** 2 + Math.sin(j * j));
  expect(worst(v, convexSequenceCone().project(v))).toBeLessThan(1e-12);
  const near = Float64Array.from(
    { length: d },
    (_, j) => ((2 * j) / d - 1) ** 2 + 1e-5 * Math.sin(j * j),
  );
  expect(worst(near, convexSequenceCone().project(near))).toBeLessThan(1e-12);
});

test('it is a cone without parameters', () => {
  expect(convexSequenceCone()).toMatchObject({
    name: 'convexSequenceCone',
    parameters: {},
    convex: true,
    cone: true,
  });
});

test('membership allows the tolerance and no more', () => {
  expect(convexSequenceCone().contains([1, 0, 1])).toBe(true);
  expect(convexSequenceCone().contains([1, 1 + 1e-10, 1])).toBe(true);
  expect(convexSequenceCone().contains([1, 1 + 1e-10, 1], 0)).toBe(false);
  expect(convexSequenceCone().contains([1, 1.1, 1])).toBe(false);
  expect(convexSequenceCone().contains([1, NaN, 1])).toBe(false);
  expect(convexSequenceCone().contains([Infinity])).toBe(false);
});

// How far w is from optimal: u, the second running sums of w − v, must end at 0, be nonnegative, and 0 at a bend.
function worst(v: Float64Array, w: Float64Array): number {
  let [sum, u, most] = [0, 0, 0];
  for (let j = 0; j + 1 < v.length; j++) {
    sum += w[j] - v[j];
    u += sum;
    const bend = j + 2 < v.length ? w[j + 2] - 2 * w[j + 1] + w[j] : 0;
    most = Math.max(most, -u / v.length, -bend, Math.min(Math.abs(u) / v.length, bend));
  }
  return most;
}

// Every set of straight places is fitted, by projecting out their second differences (Gram and Schmidt); the nearest of
// the convex fits is the projection.
function slow(v: Float64Array): Float64Array {
  const d = v.length;
  const most = largest(v) || 1;
  const x = times(1 / most, v);
  let best = { gap: Infinity, w: x };
  for (let straight = 0; straight < 2 ** Math.max(d - 2, 0); straight++) {
    let w = x;
    const basis: Float64Array[] = [];
    const off = (a: Float64Array, q: Float64Array) => {
      const c = a.reduce((sum, value, j) => sum + value * q[j], 0);
      return minus(a, times(c, q));
    };
    for (let j = 0; j + 2 < d; j++) {
      if (((straight >> j) & 1) === 0) continue;
      let row = new Float64Array(d);
      row.set([1, -2, 1], j);
      for (let twice = 0; twice < 2; twice++)
        for (const q of basis) row = Float64Array.from(off(row, q));
      const q = times(1 / Math.hypot(...row), row);
      basis.push(q);
    }
    for (const q of [...basis, ...basis]) w = off(w, q);
    let convex = true;
    for (let j = 0; j + 2 < d; j++) if (w[j + 2] - 2 * w[j + 1] + w[j] < -1e-13) convex = false;
    const gap = Math.hypot(...minus(x, w));
    if (convex && gap < best.gap) best = { gap, w };
  }
  return times(most, best.w);
}
