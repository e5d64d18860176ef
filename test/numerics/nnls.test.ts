import { describe, expect, test } from 'vitest';
import { Cholesky } from '../../src/numerics/cholesky.js';
import { nonnegativeLeastSquares } from '../../src/numerics/nnls.js';
import { normals } from '../../src/testing/random.js';

// AᵀA and Aᵀb of a random A of m rows and k columns.
function problem(m: number, k: number, seed: number) {
  const a = normals(m * k, seed);
  const b = normals(m, seed + 1000);
  const gram = new Float64Array(k * k);
  const right = new Float64Array(k);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < k; j++) {
      right[j] += a[i * k + j] * b[i];
      for (let l = 0; l < k; l++) gram[j * k + l] += a[i * k + j] * a[i * k + l];
    }
  }
  return { gram, right };
}

function objective(gram: Float64Array, right: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) {
    sum -= right[j] * x[j];
    for (let l = 0; l < x.length; l++) sum += (x[j] * gram[j * x.length + l] * x[l]) / 2;
  }
  return sum;
}

// The least objective of the solutions on all subsets of unknowns that are feasible.
function exhaustive(gram: Float64Array, right: Float64Array, free: number): number {
  const k = right.length;
  let least = Infinity;
  for (let subset = 0; subset < 2 ** k; subset++) {
    const indices = Array.from({ length: k }, (_, a) => a).filter((a) => (subset >> a) & 1);
    const m = indices.length;
    const part = new Float64Array(m * m);
    indices.forEach((a, c) => {
      indices.forEach((b, e) => {
        part[c * m + e] = gram[a * k + b];
      });
    });
    const values = new Cholesky(part, m).solve(indices.map((a) => right[a]));
    const x = new Float64Array(k);
    indices.forEach((a, c) => {
      x[a] = values[c];
    });
    if (x.every((value, a) => value >= 0 || a === free)) {
      least = Math.min(least, objective(gram, right, x));
    }
  }
  return least;
}

describe('nonnegative least squares', () => {
  test.each([1, 2, 3, 5, 8])('is the best of all subsets of %i unknowns', (k) => {
    for (let seed = 0; seed < 30; seed++) {
      // Fewer rows than unknowns too: then columns depend on others.
      const { gram, right } = problem(seed % 3 === 0 ? Math.max(1, k - 2) : k + 4, k, seed);
      const free = seed % 2 === 0 ? -1 : k - 1;
      const x = nonnegativeLeastSquares(gram, right, (a) => a === free);
      expect(x.every((value, a) => value >= 0 || a === free)).toBe(true);
      const least = exhaustive(gram, right, free);
      expect(objective(gram, right, x)).toBeLessThanOrEqual(least + 1e-9 * (1 + Math.abs(least)));
    }
  });

  test('of nothing is nothing, and of a zero matrix zeros', () => {
    expect(nonnegativeLeastSquares(new Float64Array(0), [])).toHaveLength(0);
    expect(Array.from(nonnegativeLeastSquares(new Float64Array(4), [1, 2]))).toEqual([0, 0]);
  });

  test('takes one of two equal columns', () => {
    const x = nonnegativeLeastSquares(new Float64Array([2, 2, 2, 2]), [4, 4]);
    expect(x[0] + x[1]).toBeCloseTo(2, 14);
  });
});
