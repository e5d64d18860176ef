import { builtIn } from '../problem/built-in.js';
import { below, l1Cone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, largestMagnitude } from './constraint.js';
import { checkRadius, levelThrough } from './parameters.js';
import { simplexShare } from './threshold.js';

/**
 * K = {w : ‖w‖₁ ≤ r}.
 *
 * P_K(v)_j = sgn(v_j) max(|v_j| − τ, 0) with the τ ≥ 0 that makes ‖P_K(v)‖₁ = r, or v where ‖v‖₁ ≤ r. Convex.
 * R(w) = ‖w‖₁.
 * Algorithm: search for τ (Condat 2016; Michelot 1986 in TypeScript). Cost O(d) observed.
 *
 * @param radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius.
 * @see L. Condat, "Fast projection onto the simplex and the ℓ1 ball" (2016).
 * @example
 * ```ts
 * l1Ball(2).project([2, -2, 0.5]); // [1, -1, 0]
 * ```
 */
export function l1Ball(radius: number): Constraint {
  checkRadius(radius, 'l1Ball');
  return builtIn({
    name: 'l1Ball',
    parameters: { radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => manhattanNorm(w) <= radius * (1 + tolerance),
    project(v, out) {
      const w = copied(v, out);
      if (manhattanNorm(w) <= radius) return w;
      const most = largestMagnitude(w);
      const gaps = w.map((value) => most - Math.abs(value));
      const sigma = simplexShare(gaps, radius);
      // Adding 0 makes no −0.
      for (let j = 0; j < w.length; j++) w[j] = Math.sign(w[j]) * Math.max(sigma - gaps[j], 0) + 0;
      return w;
    },
    regularizer: manhattanNorm,
    level: radius,
    kernel: () => ({ name: 'L1Ball', scalars: [radius] }),
    statisticalDimension: (d, w) => w && below(d, manhattanNorm(w), radius, () => l1Cone(d, w)),
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
l1Ball.through = (planted: ArrayLike<number>): Constraint =>
  l1Ball(levelThrough(manhattanNorm, planted, 'l1Ball'));

function manhattanNorm(w: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < w.length; j++) sum += Math.abs(w[j]);
  return sum;
}
