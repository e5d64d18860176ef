// Moments of a normal variable that is known to lie above a point, accurate where next to nothing lies there.

import { normalHazard } from './normal-distribution.js';

/** Mean and variance. */
export interface TruncatedMoments {
  readonly mean: number;
  readonly variance: number;
}

/**
 * E(g − x | g > x) = λ(x) − x and Var(g | g > x) = 1 − λ(x)(λ(x) − x), λ the hazard, for a standard normal g.
 *
 * Far out, where both differences cancel, by the continued fraction λ(x) = x + 1/(x + 2/(x + 3/(x + …))). O(1).
 */
export function tailMoments(x: number): TruncatedMoments {
  if (x < FAR) {
    const hazard = normalHazard(x);
    const mean = hazard - x;
    return { mean, variance: Math.max(0, 1 - hazard * mean) };
  }
  let rest = 0;
  for (let k = TERMS; k >= 2; k--) rest = k / (x + rest);
  const mean = 1 / (x + rest);
  // 1 − (x + m)m with m = 1/(x + r) is m(r − m), whose terms are 2/x and 1/x.
  return { mean, variance: mean * (rest - mean) };
}

// From here on the fraction gives all digits with so many terms; below, the differences lose at most four.
const FAR = 6;
const TERMS = 40;

/** Moments of N(mean, variance) above 0. O(1). */
export function positivePart(mean: number, variance: number): TruncatedMoments {
  const deviation = Math.sqrt(variance);
  if (deviation === 0) return { mean: Math.max(0, mean), variance: 0 };
  const tail = tailMoments(-mean / deviation);
  return { mean: deviation * tail.mean, variance: variance * tail.variance };
}
