// The coordinates a solver works in. u_j = c_j w_j with column scales c, and, with an intercept,
// u_b = c_b (b + ⟨w, x̄⟩): the same model as if the columns of X had been divided by c and, where there is an
// intercept to take it up, centred at x̄. X itself is not touched: only vectors pass through here, O(d) each.

import { allFinite } from '../constraints/constraint.js';
import type { Moments } from '../engine/moments.js';
import type { Numbers } from '../problem/dataset.js';

export interface Coordinates {
  /** Whether solver and user coordinates are the same. */
  readonly identity: boolean;
  /** c, for the constraint to be rescaled by; undefined where all are 1. */
  readonly scales?: Float64Array;
  /** The mean square of the entries of X in these coordinates. */
  readonly meanSquare: number;
  /** w ← the user's coordinates of u. */
  toUser(u: Numbers, w: Numbers): void;
  toSolver(w: ArrayLike<number>, u: Numbers): void;
  /** g ← ∇_u L, given g = ∇_w L. */
  pullBack(g: Numbers): void;
}

/** The user's own coordinates. */
export function plainCoordinates(moments: Moments): Coordinates {
  return {
    identity: true,
    meanSquare: average(moments.meanSquare) || 1,
    toUser: (u, w) => w.set(u),
    toSolver: (w, u) => u.set(w),
    pullBack: () => {},
  };
}

/**
 * Coordinates in which columns have mean square 1 (where `scaled`) and mean 0 (where there is an intercept).
 * Undefined where the moments are not finite or nothing would change.
 */
export function equilibratedCoordinates(
  moments: Moments,
  { scaled, intercept }: { scaled: boolean; intercept: boolean },
): Coordinates | undefined {
  if (!scaled && !intercept) return undefined;
  const d = moments.mean.length;
  const center = intercept ? moments.mean : new Float64Array(d);
  const variance = intercept ? moments.variance : moments.meanSquare;
  if (!allFinite(variance)) return undefined;
  // A column that is constant to rounding has nothing left once it is centred; it keeps the scale of its values.
  const c = new Float64Array(d).fill(1);
  for (let j = 0; scaled && j < d; j++) {
    const whole = moments.meanSquare[j];
    c[j] = variance[j] > 1e-14 * whole ? Math.sqrt(variance[j]) : Math.sqrt(whole) || 1;
  }
  const meanSquare = scaled ? 1 : average(variance) || 1;
  // The intercept's column of ones gets the size of the others.
  const interceptScale = 1 / Math.sqrt(meanSquare);
  return {
    identity: false,
    scales: scaled ? c : undefined,
    meanSquare,
    toUser(u, w) {
      let shift = 0;
      for (let j = 0; j < d; j++) {
        w[j] = u[j] / c[j];
        shift += w[j] * center[j];
      }
      if (intercept) w[d] = u[d] / interceptScale - shift;
    },
    toSolver(w, u) {
      let shift = 0;
      for (let j = 0; j < d; j++) {
        u[j] = w[j] * c[j];
        shift += w[j] * center[j];
      }
      if (intercept) u[d] = (w[d] + shift) * interceptScale;
    },
    pullBack(g) {
      const slope = intercept ? g[d] : 0;
      for (let j = 0; j < d; j++) g[j] = (g[j] - center[j] * slope) / c[j];
      if (intercept) g[d] = slope / interceptScale;
    },
  };
}

/** The mean, without a sum that could overflow. */
export function average(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value / values.length;
  return sum;
}
