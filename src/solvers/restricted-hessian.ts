import { type Waiting, wait } from '../engine/wait.js';
import { symmetricEigen } from '../numerics/symmetric-eigen.js';
import type { Problem } from './problem.js';

/**
 * The Hessian (1/n) Σ ωᵢ xᵢ xᵢᵀ of L on the entries `support` of a vector, in the solver's coordinates, row-major: ωᵢ the
 * curvatures of the rows. Ascending; the last may be the intercept's. O(n k²).
 */
export function* restrictedHessian(
  problem: Problem,
  support: readonly number[],
  omega: Float64Array,
): Waiting<Float64Array> {
  const { columns: d, rows: n, hasIntercept } = problem;
  // With an intercept every column is a little of column d as well: it is centred.
  const users = support.filter((j) => j < d);
  if (hasIntercept) users.push(d);
  const m = users.length;
  const { gram } = yield* wait(problem.gram(Int32Array.from(users), omega, new Float64Array(n)));
  // u ↦ w is linear: column a holds the entries of w that make up entry support[a] of u.
  const k = support.length;
  const [unit] = problem.allocate(1);
  const basis = support.map((j) => {
    unit.array.fill(0);
    unit.array[j] = 1;
    const { array } = problem.inUserCoordinates(unit);
    return Float64Array.from(users, (user) => array[user]);
  });
  const hessian = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    const image = new Float64Array(m);
    for (let p = 0; p < m; p++) {
      for (let q = 0; q < m; q++) image[p] += gram[p * m + q] * basis[a][q];
    }
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let p = 0; p < m; p++) sum += basis[b][p] * image[p];
      hessian[a * k + b] = hessian[b * k + a] = sum / n;
    }
  }
  return hessian;
}

/** The extreme eigenvalues of the restricted Hessian. O(n k² + k³). */
export function* extremeEigenvalues(
  problem: Problem,
  support: readonly number[],
  omega: Float64Array,
): Waiting<{ readonly least: number; readonly most: number }> {
  const hessian = yield* restrictedHessian(problem, support, omega);
  const { values } = symmetricEigen(hessian, support.length);
  return { least: values[values.length - 1], most: values[0] };
}
