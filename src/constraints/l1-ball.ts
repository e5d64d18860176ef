import { checkRadius, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';

/**
 * K = {w : ‖w‖₁ ≤ r}.
 *
 * P_K(v)_j = sgn(v_j) max(|v_j| − τ, 0) with the τ ≥ 0 that makes ‖P_K(v)‖₁ = r, or v where ‖v‖₁ ≤ r. Convex.
 * R(w) = ‖w‖₁. Cost O(d) observed.
 *
 * @param radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius.
 * @see L. Condat, "Fast projection onto the simplex and the ℓ1 ball" (2016).
 * @example
 * ```ts
 * l1Ball(2).project([2, -2, 0.5]) // [1, -1, 0]
 * ```
 */
export function l1Ball(radius: number): Constraint {
  checkRadius(radius, 'l1Ball');
  return {
    name: 'l1Ball',
    parameters: { radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => manhattanNorm(w) <= radius * (1 + tolerance),
    project(v, out) {
      const w = copied(v, out);
      if (manhattanNorm(w) <= radius) return w;
      const tau = threshold(w, radius);
      for (let j = 0; j < w.length; j++) w[j] = Math.max(w[j] - tau, 0) + Math.min(w[j] + tau, 0);
      return w;
    },
    regularizer: manhattanNorm,
    level: radius,
    kernel: () => ({ name: 'L1Ball', scalars: [radius] }),
  };
}

function manhattanNorm(w: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < w.length; j++) sum += Math.abs(w[j]);
  return sum;
}

// τ is the mean excess of the entries above it; dropping the entries below the mean excess raises it, and when none
// is dropped it is right (Michelot 1986).
function threshold(w: Float64Array, radius: number): number {
  let above = Array.from(w, Math.abs);
  for (;;) {
    const tau = (above.reduce((sum, magnitude) => sum + magnitude, 0) - radius) / above.length;
    const still = above.filter((magnitude) => magnitude > tau);
    if (still.length === above.length || still.length === 0) return Math.max(tau, 0);
    above = still;
  }
}
