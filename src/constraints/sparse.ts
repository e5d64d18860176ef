import { sparseCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import { checkCount, invalid, levelThrough } from './parameters.js';

/**
 * K = {w : ‖w‖₀ ≤ s}: at most s weights are not zero.
 *
 * P_K(v) keeps the s entries of largest magnitude, among equals the lowest index. Not convex, a cone.
 * R(w) = ‖w‖₀, the number of nonzeros. Cost O(d) in the kernel (radix selection), O(d log d) in this oracle.
 *
 * @param sparsity s, an integer from 1 to d.
 * @throws RelufitError INVALID_CONSTRAINT when s is not a positive integer, or exceeds d when the set meets the data.
 * @see T. Blumensath, M. E. Davies, "Iterative hard thresholding for compressed sensing" (2009).
 * @example
 * ```ts
 * sparse(2).project([0.5, -2, 0, 4]) // [0, -2, 0, 4]
 * ```
 */
export function sparse(sparsity: number): Constraint {
  checkCount(sparsity, 'sparse(sparsity)');
  const set: Constraint = {
    name: 'sparse',
    parameters: { sparsity },
    convex: false,
    cone: true,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      if (!allFinite(w)) return false;
      const zero = tolerance * largestMagnitude(w);
      let count = 0;
      for (let j = 0; j < w.length; j++) if (Math.abs(w[j]) > zero) count++;
      return count <= sparsity;
    },
    project(v, out) {
      const w = copied(v, out);
      if (sparsity >= w.length) return w;
      // A stable order by magnitude leaves equals in order of their index.
      const order = Array.from(w.keys()).sort((a, b) => Math.abs(w[b]) - Math.abs(w[a]) || a - b);
      for (let k = sparsity; k < order.length; k++) w[order[k]] = 0;
      return w;
    },
    regularizer: countNonzeros,
    level: sparsity,
    checkDimension(d) {
      if (sparsity > d) {
        throw invalid(
          'sparse(sparsity)',
          `${sparsity} on data of ${d} columns`,
          `an integer from 1 to ${d}`,
          'Use wholeSpace() for no bound.',
        );
      }
    },
    rescaled: () => set,
    kernel: () => ({ name: 'Sparse', scalars: [sparsity] }),
    statisticalDimension: (d) => sparseCone(d, sparsity),
  };
  return set;
}

/** The smallest sparsity that the planted weights have: K = {w : ‖w‖₀ ≤ ‖planted‖₀}. */
sparse.through = (planted: ArrayLike<number>): Constraint =>
  sparse(levelThrough(countNonzeros, planted, 'sparse'));

/** ‖w‖₀. */
export function countNonzeros(w: ArrayLike<number>): number {
  let count = 0;
  for (let j = 0; j < w.length; j++) if (w[j] !== 0) count++;
  return count;
}
