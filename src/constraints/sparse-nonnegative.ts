import { builtIn } from '../problem/built-in.js';
import { sparseNonnegativeCone } from './closed-form.js';
import { allFinite, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkCount, checkSparsity, invalid, levelThrough } from './parameters.js';
import { countNonzeros, keepLargest, significant, supportSpace } from './sparse.js';

/**
 * K = {w : ‖w‖₀ ≤ s, w ≥ 0}: at most s weights are not zero, and none is negative.
 *
 * P_K(v) keeps the s largest of the positive entries, among equals the lowest index. Not convex, a cone.
 * R(w) = ‖w‖₀ where w ≥ 0, ∞ elsewhere.
 * Algorithm: clamping and radix selection of the s largest.
 * Cost O(d) in the kernel, O(d log d) in TypeScript.
 *
 * @param sparsity s, an integer from 1 to d.
 * @throws RelufitError INVALID_CONSTRAINT when s is not a positive integer, or exceeds d when the set meets the data.
 * @see A. Beck, N. Hallak, "On the minimization over sparse symmetric sets" (2016).
 * @example
 * ```ts
 * sparseNonnegative(2).project([0.5, -2, 3, 4]); // [0, 0, 3, 4]
 * ```
 */
export function sparseNonnegative(sparsity: number): Constraint {
  checkCount(sparsity, 'sparseNonnegative(sparsity)');
  const set: Constraint = builtIn({
    name: 'sparseNonnegative',
    parameters: { sparsity },
    convex: false,
    cone: true,
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      allFinite(w) && countPositive(significant(w, tolerance)) <= sparsity,
    project(v, out) {
      const w = copied(v, out);
      for (let j = 0; j < w.length; j++) w[j] = Math.max(0, w[j]);
      return keepLargest(w, sparsity);
    },
    regularizer: countPositive,
    level: sparsity,
    checkDimension: (d) => checkSparsity(sparsity, d, 'sparseNonnegative(sparsity)'),
    rescaled: () => set,
    tangentSpace: (w) => ({ ...supportSpace(w), nonnegative: true }),
    kernel: () => ({ name: 'SparseNonnegative', scalars: [sparsity] }),
    statisticalDimension: (d) => sparseNonnegativeCone(d, sparsity),
  });
  return set;
}

/** The smallest sparsity that the planted weights have: K = {w ≥ 0 : ‖w‖₀ ≤ ‖planted‖₀}. */
sparseNonnegative.through = (planted: ArrayLike<number>): Constraint => {
  const level = levelThrough(countPositive, planted, 'sparseNonnegative');
  if (level < Infinity) return sparseNonnegative(level);
  throw invalid(
    'sparseNonnegative.through',
    'a negative weight',
    'weights of at least 0',
    'Use sparse.through() for both signs.',
  );
};

function countPositive(w: ArrayLike<number>): number {
  for (let j = 0; j < w.length; j++) if (w[j] < 0) return Infinity;
  return countNonzeros(w);
}
