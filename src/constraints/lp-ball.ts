import { show } from '../errors.js';
import { findRoot } from '../numerics/root.js';
import { builtIn } from '../problem/built-in.js';
import { below, halfspaceCone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, largestMagnitude } from './constraint.js';
import { checkKeys, checkRadius, invalid, levelThrough } from './parameters.js';

/**
 * K = {w : ‖w‖_p ≤ r} for p > 1.
 *
 * P_K(v)_j = sgn(v_j) w_j with w_j + λ w_j^(p−1) = |v_j| and the λ ≥ 0 that makes ‖w‖_p = r, or v inside. Convex.
 * R(w) = ‖w‖_p.
 *
 * Algorithm: a bracketed search for the largest w_j, which gives λ, with Newton's method for the others. Cost O(d)
 * powers a step; no kernel. For p near 1 an entry is known to a relative 2⁻⁵³/(p − 1).
 *
 * @param given `p`, above 1 and finite; `radius` r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for others.
 * @example
 * ```ts
 * lpBall({ p: 4, radius: 1 }).project([4, 4]); // [0.8408…, 0.8408…] (both 2^(−1/4))
 * ```
 */
export function lpBall(given: { p: number; radius: number }): Constraint {
  const { p, radius } = checkKeys(given, 'lpBall', 'p', 'radius');
  checkExponent(p);
  checkRadius(radius, 'lpBall');
  const regularizer = (w: ArrayLike<number>) => lpNorm(w, p);
  return builtIn({
    name: 'lpBall',
    parameters: { p, radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      const w = copied(v, out);
      if (regularizer(w) <= radius) return w;
      // Over the largest |v_j| and the largest w_j, whose quotient is β: β x + (1 − β) x^(p−1) = |v_j| for each entry x.
      const most = largestMagnitude(w);
      const sizes = w.map((value) => Math.abs(value) / most);
      const share = (beta: number) => sizes.map((size) => solved(beta, p, size));
      const level = radius / most;
      // x lies between 1 for the largest alone and 1 for all, so that β is known to a factor of d^(1/p).
      const low = level / (2 * w.length ** (1 / p));
      const high = Math.min(1, level);
      const missing = (beta: number) => beta * lpNorm(share(beta), p) - level;
      // No sign changes where v is outside by a rounding only: then β = 1.
      const beta = findRoot(missing, low, high) || high;
      const x = share(beta);
      const norm = lpNorm(x, p);
      for (let j = 0; j < w.length; j++) w[j] = Math.sign(w[j]) * (x[j] / norm) * radius + 0;
      return w;
    },
    regularizer,
    level: radius,
    statisticalDimension: (d, w) => w && below(d, regularizer(w), radius, () => halfspaceCone(d)),
  });
}

/** The smallest ball of this p that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
lpBall.through = (planted: ArrayLike<number>, given: { p: number }): Constraint => {
  const { p } = checkKeys(given, 'lpBall.through', 'p');
  checkExponent(p);
  return lpBall({ p, radius: levelThrough((w) => lpNorm(w, p), planted, 'lpBall') });
};

function checkExponent(p: number): void {
  if (typeof p === 'number' && p > 1 && p < Infinity) return;
  const remedy = 'Use l1Ball() for p = 1, linfBall() for p = ∞.';
  throw invalid('lpBall p', show(p), 'a finite number above 1', remedy);
}

/** ‖w‖_p, divided by the largest entry first so that no power overflows. */
function lpNorm(w: ArrayLike<number>, p: number): number {
  const largest = largestMagnitude(w);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let powers = 0;
  for (let j = 0; j < w.length; j++) powers += (Math.abs(w[j]) / largest) ** p;
  return largest * powers ** (1 / p);
}

// The x in [0, 1] of β x + (1 − β) x^(p−1) = size. For p < 2 by z = x^(p−1), so that the power is always above 1.
function solved(beta: number, p: number, size: number): number {
  // A size of 0 or 1 is one of these sums, whatever β.
  if (size === 0 || size === 1) return size;
  if (p >= 2) return convexRoot(beta, 1 - beta, p - 1, size);
  return convexRoot(1 - beta, beta, 1 / (p - 1), size) ** (1 / (p - 1));
}

// The x of a x + b x^e = size, e ≥ 1: Newton's method, from where either term alone is all of it, falls to the root of
// this increasing convex function.
function convexRoot(a: number, b: number, e: number, size: number): number {
  let x = Math.min(1, size / a, (size / b) ** (1 / e));
  for (;;) {
    const power = b * x ** e;
    const next = x - (a * x + power - size) / (a + (e * power) / x);
    if (!(next < x)) return x;
    x = next;
  }
}
