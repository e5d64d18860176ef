// What is known of a fit as a whole: its size, how well it explains y, and what it pays for that.

import type { Constraint } from '../constraints/constraint.js';
import { predict } from '../predict.js';
import { type Loss, rowsOfWeight } from '../problem/loss.js';
import { isInside, type Observation, type Response } from '../problem/observation.js';

/** How well a model fits, and at what cost in weights. */
export interface Statistics {
  readonly rows: number;
  /** Rows whose y is cut off: no equation for ⟨w,x⟩ + b. 0 where φ cuts nothing off. */
  readonly censored: number;
  readonly objective: number;
  /** 1 − Σω(y − ŷ)²/Σω(y − ȳ)²; absent where y does not vary. */
  readonly rSquared?: number;
  /**
   * Of the loss where it is a likelihood; of normal errors around ŷ for least squares; absent for other losses, and with
   * it AIC and BIC.
   */
  readonly logLikelihood?: number;
  /** The free numbers of w, b and σ. */
  readonly degreesOfFreedom: number;
  readonly aic?: number;
  readonly bic?: number;
  readonly iterations: number;
  readonly status: string;
}

/** What the fit of a row is measured by. */
export interface Measured extends Explained {
  readonly z: ArrayLike<number>;
  readonly response: Response;
}

/** Predictions of y. */
export interface Explained {
  readonly mean: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Of mean 1; undefined where all are 1. */
  readonly sampleWeight?: ArrayLike<number>;
}

/** Σ ω (ŷ − y)² and Σ ω (y − ȳ)², ȳ the weighted mean. */
export function sumsOfSquares({ mean: predicted, y, sampleWeight }: Explained): {
  residual: number;
  total: number;
} {
  const n = y.length;
  let whole = 0;
  let mean = 0;
  for (let i = 0; i < n; i++) {
    const weight = sampleWeight?.[i] ?? 1;
    whole += weight;
    // Running, so that a constant y has itself as its mean to the bit.
    if (weight > 0) mean += ((y[i] - mean) * weight) / whole;
  }
  let residual = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const weight = sampleWeight?.[i] ?? 1;
    residual += weight * (predicted[i] - y[i]) ** 2;
    total += weight * (y[i] - mean) ** 2;
  }
  return { residual, total };
}

/** ŷ for given z: φ(z), or E φ(z + σg) where there is a σ. */
export const meansOf = (
  z: Float64Array,
  observation: Observation,
  sigma: number | undefined,
): Float64Array =>
  predict({ weights: [1], observation, sigma }, { data: z, rows: z.length, columns: 1 });

/** R², or undefined where y does not vary. */
export function rSquaredOf(explained: Explained): number | undefined {
  const { residual, total } = sumsOfSquares(explained);
  return total > 0 ? 1 - residual / total : undefined;
}

/** Σ log of the density of yᵢ: of the loss, or of normal errors around ŷ of the variance that is likeliest. */
export function logLikelihoodOf(loss: Loss, measured: Measured): number | undefined {
  const { z, y, response, sampleWeight } = measured;
  const n = y.length;
  if (loss.likelihood) {
    const weights = sampleWeight && Float64Array.from(sampleWeight);
    const latent = Float64Array.from(z);
    const shared = loss.shared?.(latent, Float64Array.from(y), response, weights) ?? NaN;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const weight = sampleWeight?.[i] ?? 1;
      if (weight > 0) sum -= weight * loss.value(z[i], y[i], response, shared);
    }
    // Weights of mean 1 over all rows, of which those of weight 0 do not count.
    return (sum * rowsOfWeight(sampleWeight, n)) / n;
  }
  if (loss.name !== 'leastSquares') return undefined;
  const counted = rowsOfWeight(sampleWeight, n);
  const variance = sumsOfSquares(measured).residual / n;
  return (-counted / 2) * (Math.log(2 * Math.PI * variance) + 1);
}

/**
 * The dimension of K near w, or the number of nonzeros where K is not made of subspaces; one more for the intercept, one
 * for σ.
 */
export function degreesOfFreedom(
  constraint: Constraint,
  weights: Float64Array,
  intercept: boolean,
): number {
  const tangent = weights.every(Number.isFinite) ? constraint.tangentSpace?.(weights) : undefined;
  let dimension = 0;
  if (tangent === undefined) {
    for (const weight of weights) dimension += Number(weight !== 0);
  } else {
    dimension = 'support' in tangent ? tangent.support.length : tangent.dimension;
  }
  return dimension + Number(intercept) + 1;
}

/** How many rows are no equations for ⟨w,x⟩ + b. */
export function censoredRows(
  y: ArrayLike<number>,
  response: Response,
  sampleWeight?: ArrayLike<number>,
): number {
  if (response.alpha !== 0) return 0;
  let count = 0;
  for (let i = 0; i < y.length; i++) {
    if ((sampleWeight?.[i] ?? 1) > 0) count += Number(!isInside(y[i], response));
  }
  return count;
}

/** −2 log L + 2k. Akaike (1974). */
export const aicOf = (logLikelihood: number, k: number): number => 2 * k - 2 * logLikelihood;

/** −2 log L + k log n. Schwarz (1978). */
export const bicOf = (logLikelihood: number, k: number, n: number): number =>
  k * Math.log(n) - 2 * logLikelihood;

/**
 * BIC + 2 log C(d, s): as if supports of each size s were as likely as those of any other. Chen & Chen (2008), γ = 1.
 */
export function ebicOf(
  logLikelihood: number,
  k: number,
  n: number,
  { support, columns: d }: { support: number; columns: number },
): number {
  const s = Math.min(support, d);
  let choices = 0;
  for (let i = 1; i <= Math.min(s, d - s); i++) choices += Math.log((d - i + 1) / i);
  return bicOf(logLikelihood, k, n) + 2 * choices;
}
