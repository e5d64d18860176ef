import { describe, expect, test } from 'vitest';
import { coordinatesOf, orthonormalised, roundingOf } from '../../src/numerics/qr.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, times } from '../../src/testing/vectors.js';
import { inner } from '../support/linear.js';

describe.each([
  [1, 1],
  [3, 3],
  [2, 7],
  [9, 4],
  [20, 33],
])('%i random rows of length %i', (rows, d) => {
  const random = new Random(rows + 100 * d);
  const A = Array.from({ length: rows }, () => {
    const row = random.vector(d, () => random.normal());
    return times(1 / euclidean(row), row);
  });
  const { q, order, lower } = orthonormalised(A);
  const rounding = 4 * roundingOf(d);

  test('have a basis of as many orthonormal vectors as rows or entries', () => {
    expect(q.length).toBe(Math.min(rows, d));
    q.forEach((a, i) => {
      q.forEach((b, k) => {
        expect(Math.abs(inner(a, b) - Number(i === k))).toBeLessThan(rounding);
      });
    });
  });

  test('are made of it again, the first of the first vector alone', () => {
    order.forEach((i, k) => {
      const made = A[i].map((_, j) =>
        inner(
          lower[k],
          q.slice(0, k + 1).map((x) => x[j]),
        ),
      );
      expect(lower[k].length).toBe(k + 1);
      expect(distance(made, A[i])).toBeLessThan(rounding);
    });
  });

  test('are chosen by what sticks out: diagonals fall', () => {
    const diagonal = lower.map((row, k) => Math.abs(row[k]));
    for (let k = 1; k < diagonal.length; k++) {
      expect(diagonal[k]).toBeLessThanOrEqual(diagonal[k - 1] * (1 + rounding));
    }
  });

  test('coordinates are those of a point that solves the chosen rows', () => {
    const b = random.vector(rows, () => random.normal());
    const c = coordinatesOf({ q, order, lower }, b);
    const w = A[0].map((_, j) =>
      inner(
        c,
        q.map((x) => x[j]),
      ),
    );
    for (const i of order) expect(Math.abs(inner(A[i], w) - b[i])).toBeLessThan(1e-12);
  });
});

test('dependent rows add nothing, whatever their order', () => {
  const random = new Random(3);
  const basis = [1, 2, 3].map(() => random.vector(8, () => random.normal()));
  const combinations = Array.from({ length: 12 }, () => {
    const t = random.vector(3, () => random.normal());
    const row = basis[0].map((_, j) =>
      inner(
        t,
        basis.map((x) => x[j]),
      ),
    );
    return times(1 / euclidean(row), row);
  });
  expect(orthonormalised(combinations).q.length).toBe(3);
});

test('rows of zeros have no basis', () => {
  expect(orthonormalised([new Float64Array(3), new Float64Array(3)])).toEqual({
    q: [],
    order: [],
    lower: [],
  });
});

test('among equal rows the first is chosen', () => {
  const row = Float64Array.of(0.6, 0.8);
  expect(orthonormalised([new Float64Array(2), row, row, row]).order).toEqual([1]);
});

test('the rows stay as they were', () => {
  const row = Float64Array.of(0.6, 0.8);
  orthonormalised([row]);
  expect(row).toEqual(Float64Array.of(0.6, 0.8));
});
