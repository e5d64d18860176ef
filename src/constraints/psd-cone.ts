import { symmetricEigen } from '../numerics/symmetric-eigen.js';
import { builtIn } from '../problem/built-in.js';
import { semidefinite, support } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import { checkCount, checkEntries } from './parameters.js';

/**
 * K = {w : W = Wᵀ ⪰ 0}: w is, row by row, a symmetric positive semidefinite matrix W.
 *
 * P_K(V) = Σ_k max(λ_k, 0) q_k q_kᵀ, with the eigenvalues λ and eigenvectors q of (V + Vᵀ)/2, or that itself where no
 * eigenvalue is below −order · 2⁻⁵² · max|λ|, the rounding of a 0. Convex. A cone.
 *
 * Algorithm: cyclic Jacobi (Jacobi 1846).
 *
 * Cost O(order³) a sweep, up to about ten sweeps.
 *
 * @param order rows and columns of the matrix, a positive integer.
 * @throws RelufitError INVALID_CONSTRAINT for any other order, and when order² is not d when the set meets the data.
 * @see N. J. Higham, "Computing a nearest symmetric positive semidefinite matrix" (1988).
 * @example
 * ```ts
 * psdCone(2).project([0, 2, 2, 0]); // [1, 1, 1, 1]
 * ```
 */
export function psdCone(order: number): Constraint {
  checkCount(order, 'psdCone(order)', { most: 2 ** 15 });
  const checkDimension = (d: number) =>
    checkEntries({ rows: order, columns: order }, d, 'psdCone(order)');
  return builtIn({
    name: 'psdCone',
    parameters: { order },
    convex: true,
    cone: true,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      if (!allFinite(w)) return false;
      const symmetric = symmetricPart(w, order);
      const slack = tolerance * largestMagnitude(w);
      if (!symmetric.every((value, at) => Math.abs(value - w[at]) <= slack)) return false;
      return isSemidefinite(symmetricEigen(symmetric, order).values, tolerance);
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      const symmetric = symmetricPart(w, order);
      const { values, vectors } = symmetricEigen(symmetric, order);
      w.set(symmetric);
      if (isSemidefinite(values, order * 2 ** -52)) return w;
      w.fill(0);
      for (let k = 0; k < order && values[k] > 0; k++) {
        for (let i = 0; i < order; i++) {
          const factor = values[k] * vectors[i * order + k];
          for (let j = 0; j <= i; j++) w[i * order + j] += factor * vectors[j * order + k];
        }
      }
      for (let i = 0; i < order; i++) {
        for (let j = 0; j < i; j++) w[j * order + i] = w[i * order + j];
      }
      return w;
    },
    checkDimension,
    statisticalDimension: (_, w) =>
      w && semidefinite(order, support(symmetricEigen(symmetricPart(w, order), order).values)),
  });
}

function symmetricPart(w: ArrayLike<number>, n: number): Float64Array {
  const part = Float64Array.from(w);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      // Equals stay as they are, −0 and the largest numbers too.
      if (w[i * n + j] === w[j * n + i]) continue;
      part[i * n + j] = part[j * n + i] = w[i * n + j] / 2 + w[j * n + i] / 2;
    }
  }
  return part;
}

// Eigenvalues descend: the largest magnitude is at an end.
function isSemidefinite(values: Float64Array, tolerance: number): boolean {
  const least = values[values.length - 1];
  return least >= -tolerance * Math.max(Math.abs(values[0]), Math.abs(least));
}
