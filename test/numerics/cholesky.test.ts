import { describe, expect, test } from 'vitest';
import { Cholesky } from '../../src/numerics/cholesky.js';
import { Random } from '../../src/testing/random.js';

/** BᵀB of a random B with `rows` rows, its columns multiplied by the scales. */
function gram(rows: number, k: number, scales = new Float64Array(k).fill(1)): Float64Array {
  const random = new Random(rows * 31 + k);
  const B = Array.from({ length: rows }, () =>
    Float64Array.from({ length: k }, (_, j) => scales[j] * random.normal()),
  );
  return Float64Array.from({ length: k * k }, (_, at) =>
    B.reduce((sum, row) => sum + row[Math.floor(at / k)] * row[at % k], 0),
  );
}

const times = (A: Float64Array, x: Float64Array): Float64Array =>
  x.map((_, a) => x.reduce((sum, value, b) => sum + A[a * x.length + b] * value, 0));

describe('Cholesky', () => {
  test.each([0, 1, 2, 7, 40])('solves systems of %i unknowns', (k) => {
    const A = gram(2 * k + 3, k);
    const x = Float64Array.from({ length: k }, (_, j) => Math.sin(j + 1));
    const factor = new Cholesky(A, k);
    expect(factor.rank).toBe(k);
    factor.solve(times(A, x)).forEach((value, j) => {
      expect(value).toBeCloseTo(x[j], 11);
    });
  });

  test('columns from 1e-8 to 1e8 are no obstacle', () => {
    const scales = Float64Array.from({ length: 9 }, (_, j) => 10 ** (2 * j - 8));
    const A = gram(20, 9, scales);
    const x = scales.map((scale) => 1 / scale);
    new Cholesky(A, 9).solve(times(A, x)).forEach((value, j) => {
      expect(value * scales[j]).toBeCloseTo(1, 11);
    });
  });

  test('dependent rows are left out, and the rest is a solution', () => {
    const A = gram(4, 7);
    const b = times(
      A,
      Float64Array.from({ length: 7 }, (_, j) => j - 2),
    );
    const factor = new Cholesky(A, 7);
    expect(factor.rank).toBe(4);
    const x = factor.solve(b);
    expect(x.filter((value) => value !== 0)).toHaveLength(4);
    times(A, x).forEach((value, j) => {
      expect(value).toBeCloseTo(b[j], 9);
    });
  });

  test('a column of zeros has weight 0', () => {
    const A = Float64Array.of(4, 0, 2, 0, 0, 0, 2, 0, 3);
    expect(new Cholesky(A, 3).solve([8, 5, 7])).toEqual(Float64Array.of(1.25, 0, 1.5));
  });

  test('the inverse times the matrix is the identity', () => {
    const A = gram(12, 6);
    const inverse = new Cholesky(A, 6).inverse();
    for (let a = 0; a < 6; a++) {
      times(A, inverse.subarray(6 * a, 6 * a + 6)).forEach((value, b) => {
        expect(value).toBeCloseTo(a === b ? 1 : 0, 11);
      });
    }
  });

  test('the diagonal of the inverse is that, with columns of any size and dependent rows', () => {
    const scales = [1e-8, 1, 1e8, 1e4, 3, 1e-4];
    for (const rows of [12, 4]) {
      const A = gram(rows, 6).map(
        (value, at) => value * scales[Math.floor(at / 6)] * scales[at % 6],
      );
      const factor = new Cholesky(A, 6);
      const inverse = factor.inverse();
      factor.inverseDiagonal().forEach((value, a) => {
        const expected = inverse[7 * a];
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * expected);
      });
    }
  });
});
