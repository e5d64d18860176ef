import { builtIn } from '../problem/built-in.js';
import { boxCone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, largestMagnitude } from './constraint.js';
import { checkRadius, levelThrough } from './parameters.js';

/**
 * K = {w : max_j |w_j| ≤ r}.
 *
 * P_K(v)_j = min(r, max(−r, v_j)). Convex. R(w) = ‖w‖_∞.
 * Algorithm: clamping. Cost O(d).
 *
 * @param radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius.
 * @example
 * ```ts
 * linfBall(1).project([3, -0.5, -2]); // [1, -0.5, -1]
 * ```
 */
export function linfBall(radius: number): Constraint {
  checkRadius(radius, 'linfBall');
  return builtIn({
    name: 'linfBall',
    parameters: { radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => largestMagnitude(w) <= radius * (1 + tolerance),
    project(v, out) {
      const w = copied(v, out);
      for (let j = 0; j < w.length; j++) w[j] = Math.min(radius, Math.max(-radius, w[j]));
      return w;
    },
    regularizer: largestMagnitude,
    level: radius,
    kernel: () => ({ name: 'LinfBall', scalars: [radius] }),
    statisticalDimension: (_, w) =>
      w &&
      boxCone(
        w,
        () => -radius,
        () => radius,
      ),
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
linfBall.through = (planted: ArrayLike<number>): Constraint =>
  linfBall(levelThrough(largestMagnitude, planted, 'linfBall'));
