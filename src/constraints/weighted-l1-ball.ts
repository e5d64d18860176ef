import { type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkKeys, checkLength, checkRadius, finiteVector, positiveVector } from './parameters.js';
import { settledShare } from './threshold.js';

/**
 * K = {w : Σ_j ω_j |w_j| ≤ r}: an ℓ1 ball with a price ω_j for each weight.
 *
 * P_K(v)_j = sgn(v_j) max(|v_j| − τ ω_j, 0) with the τ ≥ 0 that makes Σ_j ω_j |P_K(v)_j| = r, or v where
 * Σ_j ω_j |v_j| ≤ r. Convex. R(w) = Σ_j ω_j |w_j|.
 *
 * Algorithm: Michelot (1986), with weights. Cost O(d) observed.
 *
 * @param given `weights` ω, a positive number for each weight; `radius` r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for other weights or radii, and when there are not d weights.
 * @see G. Perez, S. Ament, C. Gomes, M. Barlaud, "Efficient projection algorithms onto the weighted ℓ1 ball" (2022).
 * @example
 * ```ts
 * weightedL1Ball({ weights: [1, 2], radius: 2 }).project([3, 1]) // [2, 0]
 * ```
 */
export function weightedL1Ball(given: { weights: ArrayLike<number>; radius: number }): Constraint {
  const { weights: own, radius } = checkKeys(given, 'weightedL1Ball', 'weights', 'radius');
  const weights = positiveVector(own, 'weightedL1Ball weights');
  checkRadius(radius, 'weightedL1Ball');
  const checkDimension = (d: number) => checkLength(weights.length, d, 'weightedL1Ball', 'prices');
  const regularizer = (w: ArrayLike<number>) => {
    checkDimension(w.length);
    return weightedSum(w, weights);
  };
  // The same set, exactly, with prices of size 1, whose squares stay in range.
  const unit = 2 ** -Math.floor(Math.log2(weights.reduce((a, b) => Math.max(a, b))));
  const prices = weights.map((weight) => weight * unit);
  const budget = radius * unit;
  return {
    name: 'weightedL1Ball',
    parameters: { weights: Array.from(weights), radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      if (weightedSum(w, prices) <= budget) return w;
      // In units of their price, the entries have one threshold τ, and squared prices as weights. It is searched for
      // from the largest entry, which is sharp far outside, and again from where it was found, which is near.
      const ratios = w.map((value, j) => Math.abs(value) / prices[j]);
      const gaps = new Float64Array(w.length);
      let tau = ratios.reduce((a, b) => Math.max(a, b));
      let sigma = 0;
      for (let round = 0; round < 2; round++) {
        tau -= sigma;
        for (let j = 0; j < w.length; j++) gaps[j] = tau - ratios[j];
        sigma = settledShare(gaps, (near) => {
          let [sum, squares] = [budget, 0];
          for (const j of near) {
            sum += prices[j] ** 2 * gaps[j];
            squares += prices[j] ** 2;
          }
          return sum / squares;
        });
      }
      for (let j = 0; j < w.length; j++) {
        // Adding 0 makes no −0.
        w[j] = Math.sign(w[j]) * prices[j] * Math.max(sigma - gaps[j], 0) + 0;
      }
      return w;
    },
    regularizer,
    level: radius,
    checkDimension,
    rescaled: (scales) =>
      weightedL1Ball({ weights: weights.map((weight, j) => weight / scales[j]), radius }),
    kernel: () => ({ name: 'WeightedL1Ball', vectors: [prices], scalars: [budget] }),
  };
}

/** The smallest ball of these weights that holds the planted ones: K = {w : R(w) ≤ R(planted)}. */
weightedL1Ball.through = (
  planted: ArrayLike<number>,
  given: { weights: ArrayLike<number> },
): Constraint => {
  const { weights: own } = checkKeys(given, 'weightedL1Ball.through', 'weights');
  const weights = positiveVector(own, 'weightedL1Ball weights');
  const vector = finiteVector(planted, 'weightedL1Ball.through');
  checkLength(weights.length, vector.length, 'weightedL1Ball.through', 'prices');
  return weightedL1Ball({ weights, radius: weightedSum(vector, weights) });
};

function weightedSum(w: ArrayLike<number>, weights: Float64Array): number {
  return weights.reduce((sum, weight, j) => sum + weight * Math.abs(w[j]), 0);
}
