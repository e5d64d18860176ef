import { builtIn } from '../problem/built-in.js';
import { sparseCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { l2Ball } from './l2-ball.js';
import { checkCount, checkKeys, checkRadius, checkSparsity } from './parameters.js';
import { countNonzeros, keepLargest, significant } from './sparse.js';

/**
 * K = {w : ‖w‖₀ ≤ s, ‖w‖₂ ≤ r}: at most s weights are not zero, and they lie in a ball.
 *
 * P_K(v) = u · min(1, r / ‖u‖₂), u the s entries of v of largest magnitude, among equals the lowest index.
 * Not convex.
 * Algorithm: selection, then shrinking.
 * Cost O(d) in the kernel (radix selection), O(d log d) in TypeScript.
 *
 * @param given sparsity s, an integer from 1 to d; radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other sparsity or radius, and when s exceeds d.
 * @see A. Beck, N. Hallak, "On the minimization over sparse symmetric sets" (2016).
 * @example
 * ```ts
 * sparseBall({ sparsity: 2, radius: 1 }).project([3, 1, -4]); // [0.6, 0, -0.8]
 * ```
 */
export function sparseBall(given: { sparsity: number; radius: number }): Constraint {
  const { sparsity, radius } = checkKeys(given, 'sparseBall', 'sparsity', 'radius');
  checkCount(sparsity, 'sparseBall sparsity');
  checkRadius(radius, 'sparseBall');
  const ball = l2Ball(radius);
  return builtIn({
    name: 'sparseBall',
    parameters: { sparsity, radius },
    convex: false,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      allFinite(w) &&
      countNonzeros(significant(w, tolerance)) <= sparsity &&
      euclideanNorm(w) <= radius * (1 + tolerance),
    // Why the largest are right although they shrink. On a support S the nearest point is v_S shrunk to the ball, at
    // the squared distance ‖v‖² − n² + max(n − r, 0)² with n = ‖v_S‖. It falls as n grows, by 2n inside the ball and
    // by 2r outside: the nearest of all has the largest n.
    project(v, out) {
      const w = keepLargest(copied(v, out), sparsity);
      return ball.project(w, w);
    },
    checkDimension: (d) => checkSparsity(sparsity, d, 'sparseBall sparsity'),
    kernel: () => ({ name: 'SparseBall', scalars: [sparsity, radius] }),
    statisticalDimension: (d) => sparseCone(d, sparsity),
  });
}
