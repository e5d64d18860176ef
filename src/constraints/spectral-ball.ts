import { recompose, svd, svdKernelBytes } from '../numerics/svd.js';
import { builtIn } from '../problem/built-in.js';
import { spectralCone } from './closed-form.js';
import { allFinite, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkEntries, checkRadius, checkShape, levelThrough, type Shape } from './parameters.js';

/**
 * K = {w : ‖W‖₂ ≤ r}: the singular values of w, row by row a matrix W, are at most r.
 *
 * P_K(V) = Σ_k min(σ_k, r) u_k v_kᵀ, or V where σ_1 ≤ r. Convex. R(w) = ‖W‖₂ = σ_1.
 *
 * Algorithm: one-sided Jacobi (Hestenes 1958); the kernel starts from the singular vectors of its last call.
 *
 * Cost O(rows · columns · min(rows, columns)) a sweep, up to about ten sweeps.
 *
 * @param given rows and columns of the matrix, radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for a shape that is no two positive integers, any other radius, and when
 * rows · columns is not d when the set meets the data.
 * @example
 * ```ts
 * spectralBall({ rows: 2, columns: 2, radius: 2 }).project([0, 3, 1, 0]); // [0, 2, 1, 0]
 * ```
 */
export function spectralBall(given: { rows: number; columns: number; radius: number }): Constraint {
  const shape = checkShape(given, 'spectralBall', 'radius');
  const { rows, columns, radius } = shape;
  checkRadius(radius, 'spectralBall');
  const checkDimension = (d: number) =>
    checkEntries(shape, d, 'spectralBall({ rows, columns, radius })');
  return builtIn({
    name: 'spectralBall',
    parameters: { rows, columns, radius },
    convex: true,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      return allFinite(w) && spectralNorm(w, shape) <= radius * (1 + tolerance);
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      const triplets = svd(w, rows, columns);
      const { values } = triplets;
      if (values[0] <= radius) return w;
      // All are put together, small ones too: taking σ_1 − r away from V would lose the digits of r far outside.
      const clipped = values.map((value) => Math.min(value, radius));
      return recompose(triplets, clipped, w);
    },
    regularizer: (w) => spectralNorm(w, shape),
    level: radius,
    checkDimension,
    kernel: () => ({
      name: 'SpectralBall',
      ...svdKernelBytes(rows, columns),
      scalars: [rows, columns, radius],
    }),
    statisticalDimension: (d, w) => w && spectralCone(d, svd(w, rows, columns).values, radius),
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
spectralBall.through = (planted: ArrayLike<number>, given: Shape): Constraint => {
  const shape = checkShape(given, 'spectralBall.through');
  const radius = levelThrough((w) => spectralNorm(w, shape), planted, 'spectralBall');
  return spectralBall({ ...shape, radius });
};

function spectralNorm(w: ArrayLike<number>, shape: Shape): number {
  checkEntries(shape, w.length, 'spectralBall');
  return svd(w, shape.rows, shape.columns).values[0];
}
