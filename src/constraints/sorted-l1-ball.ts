import { show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import { type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import {
  checkKeys,
  checkLength,
  checkRadius,
  finiteVector,
  invalid,
  levelThrough,
} from './parameters.js';

/**
 * K = {w : Σ_k weights_k |w|_(k) ≤ r}, |w|_(1) ≥ |w|_(2) ≥ … the magnitudes in order: the ball of OWL and SLOPE.
 *
 * P_K(v) has the signs and the order of v; its magnitudes are the nonincreasing regression of |v|_(k) − λ weights_k, cut
 * at 0, with the λ ≥ 0 that puts it on the sphere, or v inside. Equal weights make the ℓ1 ball, (1, 0, …, 0) the ℓ∞
 * ball. Convex. R(w) = Σ_k weights_k |w|_(k).
 *
 * Algorithm: Newton's method for λ, from 0, on pooled blocks that only grow with λ, so that it ends after finitely many
 * steps with the exact root (after Davis 2015). Cost O(d log d) for the order, then O(d) a step, a few steps observed.
 *
 * An entry is known to O(du) of max|v_j|, u = 2⁻⁵³, and to rounding of P_K(v) where one block is left; the result is on
 * the sphere however far v is outside.
 *
 * @param given weights, one for each of the d magnitudes: nonincreasing, not negative, the first positive; radius r,
 * positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for other weights (it says where), another radius, or data of other than d
 * columns.
 * @see M. Bogdan, E. van den Berg, C. Sabatti, W. Su, E. J. Candès, "SLOPE: adaptive variable selection via convex
 * optimization" (2015).
 * @see D. Davis, "An O(n log n) algorithm for projecting onto the ordered weighted ℓ1 norm ball" (2015).
 * @example
 * ```ts
 * sortedL1Ball({ weights: [2, 1], radius: 4 }).project([4, -1]); // [2, 0]
 * ```
 */
export function sortedL1Ball(given: { weights: ArrayLike<number>; radius: number }): Constraint {
  const { weights: own, radius } = checkKeys(given, 'sortedL1Ball', 'weights', 'radius');
  const weights = sortedWeights(own);
  checkRadius(radius, 'sortedL1Ball');
  const checkDimension = (d: number) => checkLength(weights.length, d, 'sortedL1Ball', 'weights');
  const regularizer = (w: ArrayLike<number>) => {
    checkDimension(w.length);
    return sortedNorm(w, weights);
  };
  // The same set, exactly, with a first price of size 1: λ is at most the sum of the magnitudes.
  const unit = 2 ** Math.floor(Math.log2(weights[0]));
  const prices = weights.map((weight) => weight / unit);
  const budget = radius / unit;
  return builtIn({
    name: 'sortedL1Ball',
    parameters: { weights: Array.from(weights), radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      if (sortedNorm(w, prices) <= budget) return w;
      const order = Array.from(w.keys()).sort((a, b) => Math.abs(w[b]) - Math.abs(w[a]) || a - b);
      const magnitudes = shrunk(
        order.map((j) => Math.abs(w[j])),
        prices,
        budget,
      );
      // Adding 0 makes no −0.
      for (const [k, j] of order.entries()) w[j] = Math.sign(w[j]) * magnitudes[k] + 0;
      return w;
    },
    regularizer,
    level: radius,
    checkDimension,
    kernel: (d) => ({
      name: 'SortedL1Ball',
      vectors: [prices],
      scalars: [budget],
      scratch: 8192 + 64 * d,
    }),
  });
}

/** The smallest ball of these weights that holds the planted ones: K = {w : R(w) ≤ R(planted)}. */
sortedL1Ball.through = (
  planted: ArrayLike<number>,
  given: { weights: ArrayLike<number> },
): Constraint => {
  const weights = sortedWeights(checkKeys(given, 'sortedL1Ball.through', 'weights').weights);
  const norm = (w: ArrayLike<number>) => {
    checkLength(weights.length, w.length, 'sortedL1Ball.through', 'weights');
    return sortedNorm(w, weights);
  };
  return sortedL1Ball({ weights, radius: levelThrough(norm, planted, 'sortedL1Ball') });
};

function sortedWeights(weights: ArrayLike<number>): Float64Array {
  const sorted = finiteVector(weights, 'sortedL1Ball weights');
  for (let k = 0; k < sorted.length; k++) {
    if (sorted[k] >= 0 && !(sorted[k] > sorted[k - 1])) continue;
    throw invalid(
      `sortedL1Ball weights at index ${k}`,
      `${show(sorted[k])}${k > 0 ? ` after ${show(sorted[k - 1])}` : ''}`,
      'weights that are not negative and never increase',
      'Sort them from the largest.',
    );
  }
  if (sorted[0] > 0) return sorted;
  throw invalid(
    'sortedL1Ball weights',
    'zeros only',
    'a positive first weight',
    'Use wholeSpace() for no bound.',
  );
}

function sortedNorm(w: ArrayLike<number>, weights: Float64Array): number {
  const ascending = Float64Array.from(w, Math.abs).sort();
  return weights.reduce((sum, weight, k) => sum + weight * ascending[w.length - 1 - k], 0);
}

interface Block {
  count: number;
  /** The means of magnitudes and prices. */
  mean: number;
  price: number;
  /** What the entries become: mean − λ price. */
  share: number;
}

/** The magnitudes of P_K(v), given those of v in descending order. */
function shrunk(magnitudes: number[], prices: Float64Array, budget: number): Float64Array {
  let blocks = magnitudes.map((mean, k): Block => ({ count: 1, mean, price: prices[k], share: 0 }));
  // So much less far than Newton's step, for the rounding of its sum.
  const caution = 1 - (magnitudes.length + 4) * 2 ** -51;
  for (;;) {
    setShares(blocks, budget, caution);
    const pooled: Block[] = [];
    for (let block of blocks) {
      while (pooled.length > 0 && pooled[pooled.length - 1].share < block.share) {
        block = joined(pooled.pop() as Block, block);
      }
      pooled.push(block);
    }
    // The first block is positive, and stays.
    while (pooled.length > 1 && !(pooled[pooled.length - 1].share > 0)) pooled.pop();
    if (pooled.length === blocks.length) break;
    blocks = pooled;
  }
  const result = new Float64Array(magnitudes.length);
  let start = 0;
  for (const { count, share } of blocks) {
    result.fill(share, start, start + count);
    start += count;
  }
  return result;
}

// The shares at the λ where the blocks, as they are, have norm r. It is measured from the least mean / price, where the
// first of them vanishes: their norm there is a sum of positive terms. Where it is at most r, λ lies σ before, and all
// shares are sums of positive terms too; where not, blocks will be pooled or vanish. A price that vanishes beside its
// mean is none.
function setShares(blocks: Block[], budget: number, caution: number): void {
  let base = Infinity;
  for (const { mean, price } of blocks) base = Math.min(base, ratioOf(mean, price));
  let sum = 0;
  let mass = 0;
  for (const { count, mean, price } of blocks) {
    const ratio = ratioOf(mean, price);
    if (ratio === Infinity) continue;
    sum += count * price * (price * (ratio - base));
    mass += count * price * price;
  }
  const sigma = (budget - sum) / mass;
  const lambda = base - sigma * caution;
  for (const block of blocks) {
    const { mean, price } = block;
    const ratio = ratioOf(mean, price);
    if (ratio === Infinity) block.share = mean;
    else block.share = price * (sigma < 0 ? ratio - lambda : ratio - base + sigma);
  }
}

const ratioOf = (mean: number, price: number) => (price > 0 ? mean / price : Infinity);

// Equal means stay what they are. From the larger block, means keep their digits.
function joined(a: Block, b: Block): Block {
  const [most, least] = a.count < b.count ? [b, a] : [a, b];
  const count = a.count + b.count;
  const part = least.count / count;
  return {
    count,
    mean: most.mean + (least.mean - most.mean) * part,
    price: most.price + (least.price - most.price) * part,
    share: most.share + (least.share - most.share) * part,
  };
}
