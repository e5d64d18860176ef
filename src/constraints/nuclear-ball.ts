import { recompose, svd, svdKernelBytes } from '../numerics/svd.js';
import { builtIn } from '../problem/built-in.js';
import { below, nuclearCone, support } from './closed-form.js';
import { allFinite, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { l1Ball } from './l1-ball.js';
import { checkEntries, checkRadius, checkShape, levelThrough, type Shape } from './parameters.js';

/**
 * K = {w : ‖W‖_* ≤ r}: the singular values of w, row by row a matrix W, sum to at most r.
 *
 * P_K(V) = Σ_k max(σ_k − τ, 0) u_k v_kᵀ with the τ ≥ 0 that makes ‖P_K(V)‖_* = r, or V where ‖V‖_* ≤ r. Convex.
 * R(w) = ‖W‖_* = Σ_k σ_k.
 *
 * Algorithm: one-sided Jacobi (Hestenes 1958), then the ℓ1 ball on σ; the kernel starts from the singular vectors of
 * its last call.
 *
 * Cost O(rows · columns · min(rows, columns)) a sweep, up to about ten sweeps.
 *
 * @param given rows and columns of the matrix, radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for a shape that is no two positive integers, any other radius, and when
 * rows · columns is not d when the set meets the data.
 * @see J.-F. Cai, E. J. Candès, Z. Shen, "A singular value thresholding algorithm for matrix completion" (2010).
 * @example
 * ```ts
 * nuclearBall({ rows: 2, columns: 2, radius: 3 }).project([0, 3, -2, 0]); // [0, 2, -1, 0]
 * ```
 */
export function nuclearBall(given: { rows: number; columns: number; radius: number }): Constraint {
  const shape = checkShape(given, 'nuclearBall', 'radius');
  const { rows, columns, radius } = shape;
  checkRadius(radius, 'nuclearBall');
  const onValues = l1Ball(radius);
  const checkDimension = (d: number) =>
    checkEntries(shape, d, 'nuclearBall({ rows, columns, radius })');
  return builtIn({
    name: 'nuclearBall',
    parameters: { rows, columns, radius },
    convex: true,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      return allFinite(w) && nuclearNorm(w, shape) <= radius * (1 + tolerance);
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      const triplets = svd(w, rows, columns);
      if (onValues.contains(triplets.values, 0)) return w;
      return recompose(triplets, onValues.project(triplets.values), w);
    },
    regularizer: (w) => nuclearNorm(w, shape),
    level: radius,
    checkDimension,
    kernel: () => ({
      name: 'NuclearBall',
      ...svdKernelBytes(rows, columns),
      scalars: [rows, columns, radius],
    }),
    statisticalDimension(d, w) {
      if (w === undefined) return undefined;
      const { values } = svd(w, rows, columns);
      return below(d, sum(values), radius, () => nuclearCone(rows, columns, support(values)));
    },
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
nuclearBall.through = (planted: ArrayLike<number>, given: Shape): Constraint => {
  const shape = checkShape(given, 'nuclearBall.through');
  const radius = levelThrough((w) => nuclearNorm(w, shape), planted, 'nuclearBall');
  return nuclearBall({ ...shape, radius });
};

function nuclearNorm(w: ArrayLike<number>, shape: Shape): number {
  checkEntries(shape, w.length, 'nuclearBall');
  return sum(svd(w, shape.rows, shape.columns).values);
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
