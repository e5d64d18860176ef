import { expect, test } from 'vitest';
import { type Constraint, totalVariationBall } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const variation = (w: Float64Array) =>
  w.reduce((sum, x, j) => sum + (j > 0 ? Math.abs(x - w[j - 1]) : 0), 0);

projectionLaws('totalVariationBall', {
  make: (_, random) => totalVariationBall(10 ** random.uniform(-3, 3)),
  slow,
  feasible,
  error,
  scaled: (set, t) => totalVariationBall(t * (set.level as number)),
  dimensions: [...Array.from({ length: 33 }, (_, k) => k + 1), 300],
});

test.each([
  [4, [0, 4, 1], [0.5, 3, 1.5]],
  [1, [0, 4, 1], [1, 2, 2]],
  [1, [0, 2], [0.5, 1.5]],
  [1, [3, 3.5, 3], [3, 3.5, 3]],
  [2, [0, 1, 2, 3], [0.5, 1, 2, 2.5]],
  [1, [7], [7]],
  [1, [5, 5, 5], [5, 5, 5]],
])('totalVariationBall(%d) projects %j to %j', (radius, v, expected) => {
  expect(distance(totalVariationBall(radius).project(v), expected)).toBeLessThan(1e-14);
});

test('a constant takes no digits, nor do large entries that cancel', () => {
  expect(totalVariationBall(1).project([2 ** 50, 2 ** 50 + 3])).toEqual(
    Float64Array.of(2 ** 50 + 1, 2 ** 50 + 2),
  );
  expect(totalVariationBall(1).project([1e150, -1e150])).toEqual(Float64Array.of(0.5, -0.5));
});

test('a thousand entries: steps under noise become flat', () => {
  const v = Float64Array.from({ length: 1000 }, (_, j) => (j < 400 ? 0 : 3) + Math.sin(j * j));
  const w = totalVariationBall(2).project(v);
  expect(Math.abs(variation(w) - 2)).toBeLessThan(1e-12);
  expect(new Set(w).size).toBeLessThan(20);
  expect(distance(w, slow(v, totalVariationBall(2)))).toBeLessThan(1e-11);
});

test('the regularizer is the variation and the level is the radius', () => {
  const set = totalVariationBall(2.5);
  expect(set).toMatchObject({ name: 'totalVariationBall', convex: true, cone: false, level: 2.5 });
  expect(set.parameters).toEqual({ radius: 2.5 });
  expect(set.regularizer?.([1, -2, 0.5])).toBe(5.5);
});

test('through the planted weights; constants have no ball', () => {
  expect(totalVariationBall.through([1, -2, 0.5]).level).toBe(5.5);
  const constant = () => totalVariationBall.through([2, 2]);
  expectError(constant, 'INVALID_CONSTRAINT', 'totalVariationBall radius', '0');
});

test('membership allows the tolerance, relative to radius and entries, and no more', () => {
  expect(totalVariationBall(2).contains([1, -1])).toBe(true);
  expect(totalVariationBall(2).contains([1, -1 - 1e-10])).toBe(true);
  expect(totalVariationBall(2).contains([1, -1 - 1e-10], 0)).toBe(false);
  expect(totalVariationBall(2).contains([1, -1.1])).toBe(false);
  expect(totalVariationBall(2).contains([NaN])).toBe(false);
  expect(totalVariationBall(2).contains([Infinity])).toBe(false);
});

test.each([0, -1, NaN, '3', Infinity, undefined, null])(
  'totalVariationBall(%o) is refused',
  (radius) => {
    expectError(
      () => totalVariationBall(radius as number),
      'INVALID_CONSTRAINT',
      'totalVariationBall radius',
      'a positive finite number',
    );
  },
);

// Means and meetings are known to du of the range of v, which is at most 2 max|v|.
function error(v: Float64Array, projected: Float64Array, set: Constraint): number {
  const moved = variation(v) > (set.level as number) ? 2 * largest(v) : 0;
  return 4 * (v.length + 4) * 2 ** -53 * (manhattan(projected) + moved);
}

// Bisection on λ, the taut string for each: the shortest line through the tube of width 2λ around the running sums.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const radius = set.level as number;
  if (variation(v) <= radius) return v.slice();
  const d = v.length;
  const mean = v.reduce((sum, x) => sum + x / d, 0);
  let sum = 0;
  const sums = [0, ...Array.from(v, (x) => (sum += x - mean))];
  const string = (lambda: number) => {
    const w = new Float64Array(d);
    let [i, y] = [0, 0];
    while (i < d) {
      // The steepest and the flattest straight line from (i, y) that stays in the tube; where none does, it turns.
      let [low, high] = [
        { slope: -Infinity, at: i },
        { slope: Infinity, at: i },
      ];
      let turn = { slope: 0, at: d };
      for (let k = i + 1; k <= d; k++) {
        const width = k === d ? 0 : lambda;
        const [down, up] = [(sums[k] - width - y) / (k - i), (sums[k] + width - y) / (k - i)];
        if (down > high.slope || up < low.slope) {
          turn = down > high.slope ? high : low;
          break;
        }
        if (down >= low.slope) low = { slope: down, at: k };
        if (up <= high.slope) high = { slope: up, at: k };
        turn = { slope: down, at: k };
      }
      w.fill(turn.slope, i, turn.at);
      y += turn.slope * (turn.at - i);
      i = turn.at;
    }
    return w;
  };
  const most = 2 * Math.max(...sums.map(Math.abs));
  const lambda = bisect(0, most, (t) => variation(string(t)) > radius);
  return string(lambda).map((x) => x + mean);
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  let height = random.normal();
  const walk = random.vector(d, () => (height += random.normal() ** 3));
  const share = (set.level as number) * Math.sqrt(random.uniform());
  return times(share / (variation(walk) || 1), walk);
}
