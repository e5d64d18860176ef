// What is known of a weight before the data: it is 0, or normal with probability λ; in a nonnegative set half normal.

import { logNormalTail } from '../../numerics/normal-distribution.js';
import { positivePart } from '../../numerics/truncated-normal.js';

/** λ, and the variance of a weight that is not 0 (of the normal that it is the upper half of, if nonnegative). */
export interface Prior {
  readonly nonnegative: boolean;
  weight: number;
  scale: number;
}

/** Mean and variance of a weight, the probability that it is not 0, and its mean square if it is not. */
export interface WeightPosterior {
  mean: number;
  variance: number;
  probability: number;
  square: number;
}

/** Writes the posterior of a weight of which r = w + N(0, v) is known. O(1). */
export function denoise(prior: Prior, r: number, v: number, out: WeightPosterior): void {
  const { weight, scale, nonnegative } = prior;
  const total = v + scale;
  let mean = (r * scale) / total;
  let variance = (v * scale) / total;
  let odds =
    Math.log(weight) - Math.log1p(-weight) + 0.5 * Math.log(v / total) + (0.5 * r * mean) / v;
  if (nonnegative) {
    odds += Math.LN2 + logNormalTail(-mean / Math.sqrt(variance));
    ({ mean, variance } = positivePart(mean, variance));
  }
  const probability = 1 / (1 + Math.exp(-odds));
  out.probability = probability;
  out.mean = probability * mean;
  out.variance = probability * (variance + (1 - probability) * mean * mean);
  out.square = variance + mean * mean;
}
