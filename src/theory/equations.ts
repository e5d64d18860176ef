import { normalTail } from '../numerics/normal-distribution.js';
import type { Response } from '../problem/observation.js';

/**
 * P(lower < ‖w‖g < upper), g ~ N(0, 1): the share of Gaussian rows whose ⟨w,x⟩ is not cut off; ½ for the ReLU and 1 for linear
 * rows whatever w. O(1).
 */
export function shareInside({ lower, upper }: Response, norm: number): number {
  const [from, to] = [lower, upper].map((end) => (end === 0 ? 0 : end / norm));
  // By the tails that both are in: digits of a small share would cancel in the others.
  return from > 0 ? tail(from) - tail(to) : tail(-to) - tail(-from);
}

/** The share of rows that are equations for w: leaky ones are all, whichever slope they are on. O(1). */
export const shareOfEquations = (response: Response, norm: number): number =>
  response.alpha > 0 ? 1 : shareInside(response, norm);

/** E φ'(⟨w,x⟩)²: how much a row says of w beside noise of one size, a linear row 1, one of the ReLU ½. O(1). */
export function meanSquareSlope(response: Response, norm: number): number {
  const inside = shareInside(response, norm);
  return inside + response.alpha ** 2 * (1 - inside);
}

function tail(x: number): number {
  if (Math.abs(x) < Infinity) return normalTail(x);
  return x > 0 ? 0 : 1;
}
