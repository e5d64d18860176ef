import { builtIn } from '../problem/built-in.js';
import { below, halfspaceCone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, euclideanNorm } from './constraint.js';
import { checkRadius, levelThrough } from './parameters.js';

/**
 * K = {w : ‖w‖₂ ≤ r}.
 *
 * P_K(v) = v · min(1, r / ‖v‖₂). Convex. R(w) = ‖w‖₂.
 * Algorithm: scaling. Cost O(d).
 *
 * @param radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius.
 * @example
 * ```ts
 * l2Ball(1).project([3, 4]); // [0.6, 0.8]
 * ```
 */
export function l2Ball(radius: number): Constraint {
  checkRadius(radius, 'l2Ball');
  return builtIn({
    name: 'l2Ball',
    parameters: { radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => euclideanNorm(w) <= radius * (1 + tolerance),
    project(v, out) {
      const w = copied(v, out);
      const norm = euclideanNorm(w);
      if (norm <= radius) return w;
      // v / ‖v‖ first: radius / ‖v‖ may underflow where the product does not.
      for (let j = 0; j < w.length; j++) w[j] = (w[j] / norm) * radius;
      return w;
    },
    regularizer: euclideanNorm,
    level: radius,
    kernel: () => ({ name: 'L2Ball', scalars: [radius] }),
    statisticalDimension: (d, w) => w && below(d, euclideanNorm(w), radius, () => halfspaceCone(d)),
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
l2Ball.through = (planted: ArrayLike<number>): Constraint =>
  l2Ball(levelThrough(euclideanNorm, planted, 'l2Ball'));
