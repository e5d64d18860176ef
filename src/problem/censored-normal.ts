// What a row of a Tobit model says of u = γ(t − z), γ = 1/σ: t is y, or the end at which y was cut off. Up to constants
// −log of the row's density is f(u), u²/2 where y was not cut off: convex in u, and u is linear in (γw, γ).

import { logNormalTail, normalHazard } from '../numerics/normal-distribution.js';
import type { Response } from './observation.js';

/** Was y cut off at the lower end (−1), the upper (1), or not (0)? */
export type Side = -1 | 0 | 1;

export const sideOf = (y: number, { lower, upper }: Response): Side =>
  y <= lower ? -1 : y >= upper ? 1 : 0;

/** t: y, or the end at which it was cut off. */
export const targetOf = (y: number, { lower, upper }: Response): number =>
  Math.min(upper, Math.max(lower, y));

/** f(u): u²/2, or −log P(g ≤ u) below and −log P(g ≥ u) above. */
export const surprise = (u: number, side: Side): number =>
  side === 0 ? (u * u) / 2 : -logNormalTail(side * u);

/** f′(u). */
export const surpriseSlope = (u: number, side: Side): number =>
  side === 0 ? u : side * normalHazard(side * u);

/** f″(u), from 0 to 1, given f′(u). */
export function surpriseCurvature(
  u: number,
  side: Side,
  slope: number = surpriseSlope(u, side),
): number {
  if (side === 0) return 1;
  const x = side * u;
  if (x < FAR) return Math.min(1, Math.max(0, slope * (slope - u)));
  // There the difference is 1/x with the rounding of x. With s = x⁻² it is 1 − s + 6s² − 50s³ + 518s⁴ to all digits.
  const square = x ** -2;
  return 1 - square * (1 - square * (6 - square * (50 - 518 * square)));
}

const FAR = 100;
