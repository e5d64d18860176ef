import { describe, expect, test } from 'vitest';
import { recompose, type SingularTriplets, svd } from '../../src/numerics/svd.js';
import { normals } from '../../src/testing/random.js';
import { distance, largest, times } from '../../src/testing/vectors.js';
import { singularByQl } from '../support/jordan-wielandt.js';

const shapes = [
  [1, 1],
  [1, 6],
  [6, 1],
  [2, 2],
  [5, 5],
  [7, 3],
  [3, 8],
  [25, 40],
] as const;

describe.each(shapes)('of %i × %i', (rows, columns) => {
  const A = normals(rows * columns, 7);
  const triplets = svd(A, rows, columns);

  test('the parts put together are the matrix', () => {
    const again = recompose(triplets, triplets.values, new Float64Array(A.length));
    expect(distance(again, A)).toBeLessThan(1e-14 * largest(A));
  });

  test('both sides are orthonormal', () => {
    expect(obliqueness(triplets)).toBeLessThan(1e-14);
  });

  test('the values descend, and are those of another algorithm', () => {
    const { values } = triplets;
    expect(values).toEqual(values.slice().sort().reverse());
    const others = singularByQl(A, rows, columns).map(({ value }) => value);
    expect(distance(values, others)).toBeLessThan(1e-13 * values[0]);
  });

  test.each([2 ** -500, 2 ** 500])('times %d changes no digit', (scale) => {
    const scaled = svd(times(scale, A), rows, columns);
    expect(scaled.values).toEqual(times(scale, triplets.values));
    expect(scaled.left).toEqual(triplets.left);
    expect(scaled.right).toEqual(triplets.right);
  });
});

test('the largest and the smallest numbers', () => {
  expect(svd([1e308, 0, 0, -1.5e308], 2, 2).values).toEqual(Float64Array.of(1.5e308, 1e308));
  expect(svd([5e-324, 0, 0, 1e-323], 2, 2).values).toEqual(Float64Array.of(1e-323, 5e-324));
});

test('small singular values keep their digits where only the columns differ in size', () => {
  // Orthogonal columns times 10⁰, 10⁻²⁰, 10⁻⁴⁰, 10⁻⁶⁰.
  const hadamard = [1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1];
  const { values } = svd(
    hadamard.map((x, at) => x * 10 ** (-20 * (at % 4))),
    4,
    4,
  );
  [2, 2e-20, 2e-40, 2e-60].forEach((expected, k) => {
    expect(Math.abs(values[k] / expected - 1)).toBeLessThan(1e-15);
  });
});

test('a matrix of lower rank has values of 0 beside rounding', () => {
  const A = Float64Array.from({ length: 24 }, (_, at) => (1 + Math.floor(at / 4)) * (at % 4));
  const { values } = svd(A, 6, 4);
  expect(values[0]).toBeCloseTo(Math.sqrt(91 * 14), 12);
  expect(largest(values.slice(1))).toBeLessThan(1e-15 * values[0]);
});

test('of 0 all values and the vectors of the longer side are 0', () => {
  const { values, left, right } = svd(new Float64Array(6), 3, 2);
  expect([...values, ...left]).toEqual(new Array(8).fill(0));
  expect(right).toEqual(Float64Array.of(1, 0, 0, 1));
});

test('equals stay in the order of their columns', () => {
  const { left } = svd([0, 2, 0, 2, 0, 0, 0, 0, 2], 3, 3);
  expect(left).toEqual(Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1));
});

test.each([NaN, Infinity])('%d ends', (bad) => {
  expect(svd([1, bad, 2, 3], 2, 2).values).toHaveLength(2);
});

function obliqueness({ values, left, right }: SingularTriplets): number {
  let most = 0;
  for (const side of [left, right]) {
    const length = side.length / values.length;
    for (let p = 0; p < values.length; p++) {
      for (let q = 0; q <= p; q++) {
        let sum = p === q ? -1 : 0;
        for (let i = 0; i < length; i++) sum += side[p * length + i] * side[q * length + i];
        most = Math.max(most, Math.abs(sum));
      }
    }
  }
  return most;
}
