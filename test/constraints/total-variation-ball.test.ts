import { describe, expect, test } from 'vitest';
import { type Constraint, l1Ball, totalVariationBall } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { type Shape, shapeOf, shapeOfSet } from '../support/matrices.js';
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

projectionLaws('totalVariationBall of matrices', {
  make: (d, random) =>
    totalVariationBall({ radius: 10 ** random.uniform(-3, 3), ...shapeOf(d, random) }),
  slow: slowInMatrix,
  // As the docstring states.
  error: (v, p) => 1e-8 * Math.max(euclidean(v), euclidean(p)),
  scaled: (set, t) => totalVariationBall({ ...shapeOfSet(set), radius: t * (set.level as number) }),
  dimensions: [1, 2, 4, 6, 9, 12],
});

// Without the slow search.
projectionLaws('totalVariationBall of larger matrices', {
  make: (d, random) =>
    totalVariationBall({ radius: 10 ** random.uniform(-3, 3), ...shapeOf(d, random) }),
  error: (v, p) => 1e-8 * Math.max(euclidean(v), euclidean(p)),
  dimensions: [64, 90, 121],
});

describe('in a matrix', () => {
  const square = totalVariationBall({ radius: 4, rows: 2, columns: 2 });

  test.each([
    [2, 2, 4, [0, 4, 0, 0], [0.5, 2.5, 0.5, 0.5]],
    [2, 2, 1, [0, 0, 3, 3], [1.25, 1.25, 1.75, 1.75]],
    [3, 3, 4, [0, 0, 0, 0, 9, 0, 0, 0, 0], [1, 1, 1, 1, 2, 1, 1, 1, 1].map((x) => x - 1 / 9)],
    [2, 3, 4, [1, 1, 1, 1, 1, 2], [1, 1, 1, 1, 1, 2]],
    [2, 3, 4, [5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5]],
  ])('%d × %d, radius %d: %j projects to %j', (rows, columns, radius, v, expected) => {
    const set = totalVariationBall({ radius, rows, columns });
    expect(distance(set.project(v), expected)).toBeLessThan(1e-13);
  });

  test('of one row or one column it is the one of the line, kernel and all', () => {
    const v = [3, -1, 4, 1, -5, 9];
    const line = totalVariationBall(3);
    for (const shape of [
      { rows: 1, columns: 6 },
      { rows: 6, columns: 1 },
    ]) {
      const set = totalVariationBall({ radius: 3, ...shape });
      expect(set.project(v)).toEqual(line.project(v));
      expect(set.kernel?.(6)).toEqual(line.kernel?.(6));
      expect(set.parameters).toEqual({ radius: 3, ...shape });
    }
  });

  test('40 × 50 under noise: a rectangle is found', () => {
    const v = Float64Array.from({ length: 2000 }, (_, i) => {
      const isInside = i % 50 > 10 && i % 50 < 30 && i > 500 && i < 1500;
      return (isInside ? 2 : 0) + 0.5 * Math.sin(i * i);
    });
    const w = totalVariationBall({ radius: 150, rows: 40, columns: 50 }).project(v);
    expect(Math.abs(variationInMatrix(w, 50) - 150)).toBeLessThan(1e-10);
    expect(new Set(w).size).toBeLessThan(100);
    expect(w[20 * 50 + 20] - w[5 * 50 + 5]).toBeGreaterThan(1);
  });

  test('it tells what it is', () => {
    expect(square).toMatchObject({ name: 'totalVariationBall', convex: true, level: 4 });
    expect(square.kernel).toBeUndefined();
    expect(square.parameters).toEqual({ radius: 4, rows: 2, columns: 2 });
    expect(square.regularizer?.([0, 4, 0, 0])).toBe(8);
    expect(square.contains([0, 2, 0, 0])).toBe(true);
    expect(square.contains([0, 2 + 1e-6, 0, 0])).toBe(false);
    expect(square.contains([NaN, 0, 0, 0])).toBe(false);
  });

  test('through the planted weights', () => {
    const shape = { rows: 2, columns: 2 };
    expect(totalVariationBall.through([0, 4, 0, 1], shape).level).toBe(8);
    const constant = () => totalVariationBall.through([2, 2, 2, 2], shape);
    expectError(constant, 'INVALID_CONSTRAINT', 'totalVariationBall radius', '0');
    const short = () => totalVariationBall.through([2, 1, 2], shape);
    expectError(short, 'INVALID_CONSTRAINT', 'totalVariationBall.through', '2 × 2');
  });

  test('another number of weights is refused', () => {
    for (const action of [
      () => square.checkDimension?.(5),
      () => square.project([1, 2, 3]),
      () => square.contains([1, 2, 3]),
      () => square.regularizer?.([1, 2, 3]),
    ]) {
      expectError(action, 'INVALID_CONSTRAINT', 'totalVariationBall', '2 × 2 for 4 weights');
    }
  });

  test.each([
    [{ radius: 0, rows: 2, columns: 2 }, 'radius'],
    [{ radius: NaN, rows: 2, columns: 2 }, 'radius'],
    [{ radius: 1, rows: 0, columns: 2 }, 'rows'],
    [{ radius: 1, rows: 2, columns: 1.5 }, 'columns'],
    [{ radius: 1, rows: 2 }, 'columns'],
    [{}, 'rows'],
  ])('%o is refused', (given, what) => {
    const action = () => totalVariationBall(given as { radius: number } & Shape);
    expectError(action, 'INVALID_CONSTRAINT', `totalVariationBall ${what}`);
  });
});

function edgesOf({ rows, columns }: Shape): [number, number][] {
  const all = Array.from({ length: rows * columns }, (_, i) => i);
  return [
    ...all.filter((i) => (i + 1) % columns !== 0).map((i): [number, number] => [i, i + 1]),
    ...all.filter((i) => i + columns < all.length).map((i): [number, number] => [i, i + columns]),
  ];
}

function variationInMatrix(w: ArrayLike<number>, columns: number): number {
  const edges = edgesOf({ rows: w.length / columns, columns });
  return edges.reduce((sum, [i, j]) => sum + Math.abs(w[i] - w[j]), 0);
}

// The dual, min over u of ½‖v − Dᵀu‖² + r max|u_e|, by FISTA that starts anew where it goes uphill (O'Donoghue, Candès
// 2015); the prox of the maximum is what the ℓ1 ball leaves.
function slowInMatrix(given: Float64Array, set: Constraint): Float64Array {
  const shape = shapeOfSet(set);
  const level = set.level as number;
  if (variationInMatrix(given, shape.columns) <= level) return given.slice();
  const edges = edgesOf(shape);
  const mean = given.reduce((sum, x) => sum + x / given.length, 0);
  const size = largest(given.map((x) => x - mean));
  const v = given.map((x) => (x - mean) / size);
  const remaining = (u: Float64Array) => {
    const x = v.slice();
    edges.forEach(([i, j], e) => {
      x[i] -= u[e];
      x[j] += u[e];
    });
    return x;
  };
  // Eight bounds the eigenvalues of DDᵀ.
  const radius = level / size / 8;
  const ball = radius > 0 ? l1Ball(radius) : undefined;
  let u = new Float64Array(edges.length);
  let y = u;
  let t = 1;
  for (let steps = 0; steps < 100_000; steps++) {
    const x = remaining(y);
    const ahead = y.map((flow, e) => flow + (x[edges[e][0]] - x[edges[e][1]]) / 8);
    const taken = ball?.project(ahead);
    const next = taken ? ahead.map((flow, e) => flow - taken[e]) : ahead;
    const move = next.map((flow, e) => flow - u[e]);
    const uphill = move.reduce((sum, flow, e) => sum + flow * (y[e] - next[e]), 0) > 0;
    if (!uphill && largest(move) <= 1e-16 * largest(next)) break;
    const after = uphill ? 1 : (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    y = uphill ? next : next.map((flow, e) => flow + ((t - 1) / after) * move[e]);
    t = after;
    u = next;
  }
  return remaining(u).map((x) => x * size + mean);
}
