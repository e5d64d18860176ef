import { builtIn } from '../problem/built-in.js';
import { below, nonnegativeL1Cone, orthantCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import { checkRadius, nonnegativeVector } from './parameters.js';
import { toSimplex } from './simplex.js';

/**
 * K = {w : w ≥ 0, Σ_j w_j ≤ r}: the weights of the ℓ1 ball that are not negative.
 *
 * P_K(v)_j = max(v_j − τ, 0) with τ = 0 where Σ_j max(v_j, 0) ≤ r, else the τ that makes the entries sum to r. Convex.
 * R(w) = Σ_j w_j for w ≥ 0, ∞ for others.
 *
 * Algorithm: Condat (2016) in the kernel, Michelot (1986) in TypeScript. Cost O(d) observed.
 *
 * @param radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius.
 * @see L. Condat, "Fast projection onto the simplex and the ℓ1 ball" (2016).
 * @example
 * ```ts
 * nonnegativeL1Ball(2).project([0.5, -3, 1]); // [0.5, 0, 1]
 * ```
 */
export function nonnegativeL1Ball(radius: number): Constraint {
  checkRadius(radius, 'nonnegativeL1Ball');
  return builtIn({
    name: 'nonnegativeL1Ball',
    parameters: { radius },
    convex: true,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      const slack = tolerance * largestMagnitude(w);
      const inOrthant = Array.prototype.every.call(w, (value: number) => value >= -slack);
      return inOrthant && allFinite(w) && positiveSum(w) <= radius * (1 + tolerance);
    },
    project(v, out) {
      const w = copied(v, out);
      if (positiveSum(w) > radius) return toSimplex(w, radius);
      for (let j = 0; j < w.length; j++) w[j] = Math.max(w[j], 0);
      return w;
    },
    regularizer,
    level: radius,
    kernel: () => ({ name: 'NonnegativeL1Ball', scalars: [radius] }),
    statisticalDimension: (d, w) =>
      w &&
      below(
        d,
        positiveSum(w),
        radius,
        () => nonnegativeL1Cone(d, w),
        () => orthantCone(d, w),
      ),
  });
}

/** The smallest such set that holds the planted weights, which must not be negative. */
nonnegativeL1Ball.through = (planted: ArrayLike<number>): Constraint =>
  nonnegativeL1Ball(positiveSum(nonnegativeVector(planted, 'nonnegativeL1Ball.through')));

const regularizer = (w: ArrayLike<number>): number =>
  Array.prototype.some.call(w, (value: number) => value < 0) ? Infinity : positiveSum(w);

function positiveSum(w: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < w.length; j++) sum += Math.max(w[j], 0);
  return sum;
}
