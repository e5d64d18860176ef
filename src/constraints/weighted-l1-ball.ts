import { builtIn } from '../problem/built-in.js';
import { below, weightedL1Cone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import {
  checkKeys,
  checkLength,
  checkRadius,
  finiteVector,
  invalid,
  positiveVector,
} from './parameters.js';

/**
 * K = {w : Σ_j ω_j |w_j| ≤ r}: an ℓ1 ball with a price ω_j for each weight.
 *
 * P_K(v)_j = sgn(v_j) max(|v_j| − τ ω_j, 0) with the τ ≥ 0 that makes Σ_j ω_j |P_K(v)_j| = r, or v where
 * Σ_j ω_j |v_j| ≤ r. Convex. R(w) = Σ_j ω_j |w_j|.
 *
 * Algorithm: Michelot (1986), with weights, in the kernel; sorted breakpoints in this oracle. Cost O(d) observed in the
 * kernel, O(d log d) in this oracle.
 *
 * The result is that of a v whose entries are off by a relative 2⁻⁵³, and on the boundary to rounding, however far
 * outside v is and however unlike the weights are.
 *
 * @param given `weights` ω, a positive number for each weight; `radius` r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for other weights or radii, for weights of which one is more than 2¹⁰⁰⁰ times
 * another, and when there are not d weights.
 * @see G. Perez, S. Ament, C. Gomes, M. Barlaud, "Efficient projection algorithms onto the weighted ℓ1 ball" (2022).
 * @example
 * ```ts
 * weightedL1Ball({ weights: [1, 2], radius: 2 }).project([3, 1]); // [2, 0]
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
  // The same set, exactly, with prices to both sides of 1: their squares stay in range.
  const unit = balance(weights);
  const prices = weights.map((weight) => weight / unit);
  const budget = radius / unit;
  return builtIn({
    name: 'weightedL1Ball',
    parameters: { weights: Array.from(weights), radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      if (weightedSum(w, prices) <= budget) return w;
      // In units of their price, the entries have one threshold τ, and squared prices as weights. As τ falls to the
      // next ratio, what is left grows by the squares so far: sums of positive terms, by which τ is known to lie σ
      // below the last ratio that is left, with the digits that the result needs.
      const ratios = w.map((value, j) => Math.abs(value) / prices[j]);
      const order = Array.from(w.keys()).sort((a, b) => ratios[b] - ratios[a]);
      let [base, spent, squares] = [ratios[order[0]], 0, 0];
      for (const j of order) {
        const more = spent + squares * (base - ratios[j]);
        if (more >= budget) break;
        [base, spent] = [ratios[j], more];
        squares += prices[j] ** 2;
      }
      const sigma = (budget - spent) / squares;
      for (let j = 0; j < w.length; j++) {
        const left = ratios[j] < base ? 0 : prices[j] * (ratios[j] - base + sigma);
        // Adding 0 makes no −0.
        w[j] = Math.sign(w[j]) * left + 0;
      }
      return w;
    },
    regularizer,
    level: radius,
    checkDimension,
    rescaled: (scales) =>
      weightedL1Ball({ weights: weights.map((weight, j) => weight / scales[j]), radius }),
    kernel: () => ({ name: 'WeightedL1Ball', vectors: [prices], scalars: [budget] }),
    statisticalDimension: (d, w) =>
      w && below(d, weightedSum(w, prices), budget, () => weightedL1Cone(prices, w)),
  });
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

// The power of 2 in the middle between the least and the largest weight.
function balance(weights: Float64Array): number {
  const least = weights.reduce((a, b) => Math.min(a, b));
  const most = weights.reduce((a, b) => Math.max(a, b));
  const spread = Math.log2(most) - Math.log2(least);
  if (spread <= 1000) return 2 ** Math.round((Math.log2(most) + Math.log2(least)) / 2);
  throw invalid(
    'weightedL1Ball weights',
    `weights from ${least} to ${most}`,
    'weights within a factor of 2^1000',
    'Leave out the columns that cost nothing.',
  );
}

function weightedSum(w: ArrayLike<number>, weights: Float64Array): number {
  return weights.reduce((sum, weight, j) => sum + weight * Math.abs(w[j]), 0);
}
