import { describe, expect, test } from 'vitest';
import { symmetricEigen } from '../../src/numerics/symmetric-eigen.js';
import { normals } from '../../src/testing/random.js';
import { distance, largest, times } from '../../src/testing/vectors.js';
import { eigenByQl } from '../support/jordan-wielandt.js';

describe.each([1, 2, 3, 8, 30])('of order %i', (n) => {
  const random = normals(n * n, 5);
  const A = random.map((x, at) => x + random[(at % n) * n + Math.floor(at / n)]);
  const { values, vectors } = symmetricEigen(A, n);

  test('the parts put together are the matrix, and the vectors are orthonormal', () => {
    const sums = (f: (i: number, j: number, k: number) => number) =>
      A.map((_, at) => {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += f(Math.floor(at / n), at % n, k);
        return sum;
      });
    const again = sums((i, j, k) => vectors[i * n + k] * values[k] * vectors[j * n + k]);
    expect(distance(again, A)).toBeLessThan(1e-14 * n * largest(A));
    const products = sums((i, j, k) => vectors[k * n + i] * vectors[k * n + j]);
    const identity = A.map((_, at) => (at % (n + 1) === 0 ? 1 : 0));
    expect(distance(products, identity)).toBeLessThan(1e-14);
  });

  test('the values descend, and are those of another algorithm', () => {
    expect(values).toEqual(values.slice().sort().reverse());
    const others = eigenByQl(A, n).values.reverse();
    expect(distance(values, others)).toBeLessThan(1e-13 * largest(values));
  });

  test.each([2 ** -500, 2 ** 500])('times %d changes no digit', (scale) => {
    const scaled = symmetricEigen(times(scale, A), n);
    expect(scaled.values).toEqual(times(scale, values));
    expect(scaled.vectors).toEqual(vectors);
  });
});

test('of a diagonal matrix the unit vectors, equals in order', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(-1, 0, 0, 0, 3, 0, 0, 0, -1), 3);
  expect(values).toEqual(Float64Array.of(3, -1, -1));
  expect(vectors).toEqual(Float64Array.of(0, 1, 0, 1, 0, 0, 0, 0, 1));
});

test('small eigenvalues of a graded positive definite matrix keep their digits', () => {
  // Its determinant is 3/4 · 1e-30.
  const { values } = symmetricEigen(Float64Array.of(1, 0.5e-15, 0.5e-15, 1e-30), 2);
  expect(values[0]).toBe(1);
  expect(Math.abs(values[1] / 0.75e-30 - 1)).toBeLessThan(1e-15);
});

test('what stands below the diagonal is not read, and 0 has eigenvalues 0', () => {
  expect(symmetricEigen(Float64Array.of(0, 2, 7, 0), 2).values).toEqual(Float64Array.of(2, -2));
  expect(symmetricEigen(new Float64Array(4), 2)).toEqual({
    values: new Float64Array(2),
    vectors: Float64Array.of(1, 0, 0, 1),
  });
});

test.each([NaN, Infinity])('%d ends', (bad) => {
  expect(symmetricEigen(Float64Array.of(1, bad, bad, 2), 2).values).toHaveLength(2);
});
