import { builtIn } from '../problem/built-in.js';
import { sparseCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import { checkCount, checkSparsity, levelThrough } from './parameters.js';

/**
 * K = {w : ‖w‖₀ ≤ s}: at most s weights are not zero.
 *
 * P_K(v) keeps the s entries of largest magnitude, among equals the lowest index. Not convex, a cone.
 * R(w) = ‖w‖₀, the number of nonzeros.
 * Algorithm: radix selection; a sort in TypeScript. Cost O(d); O(d log d) in TypeScript.
 *
 * @param sparsity s, an integer from 1 to d.
 * @throws RelufitError INVALID_CONSTRAINT when s is not a positive integer, or exceeds d when the set meets the data.
 * @see T. Blumensath, M. E. Davies, "Iterative hard thresholding for compressed sensing" (2009).
 * @example
 * ```ts
 * sparse(2).project([0.5, -2, 0, 4]); // [0, -2, 0, 4]
 * ```
 */
export function sparse(sparsity: number): Constraint {
  checkCount(sparsity, 'sparse(sparsity)');
  const set: Constraint = builtIn({
    name: 'sparse',
    parameters: { sparsity },
    convex: false,
    cone: true,
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      allFinite(w) && countNonzeros(significant(w, tolerance)) <= sparsity,
    project: (v, out) => keepLargest(copied(v, out), sparsity),
    regularizer: countNonzeros,
    level: sparsity,
    checkDimension: (d) => checkSparsity(sparsity, d, 'sparse(sparsity)'),
    rescaled: () => set,
    tangentSpace: supportSpace,
    kernel: () => ({ name: 'Sparse', scalars: [sparsity] }),
    statisticalDimension: (d) => sparseCone(d, sparsity),
  });
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

/** The vectors that are 0 where w is. */
export function supportSpace(w: ArrayLike<number>): { readonly support: Int32Array } {
  const support = new Int32Array(countNonzeros(w));
  for (let j = 0, k = 0; j < w.length; j++) if (w[j] !== 0) support[k++] = j;
  return { support };
}

/** w without the entries that are rounding beside the largest: what the membership of a support is asked of. */
export function significant(w: ArrayLike<number>, tolerance: number): Float64Array {
  const zero = tolerance * largestMagnitude(w);
  const kept = new Float64Array(w.length);
  for (let j = 0; j < w.length; j++) if (Math.abs(w[j]) > zero) kept[j] = w[j];
  return kept;
}

/** The indices of w from the largest `size` to the least, equals in order of their index. */
export function descending(w: Float64Array, size: (value: number) => number): number[] {
  return Array.from(w.keys()).sort((a, b) => size(w[b]) - size(w[a]) || a - b);
}

/** w with all but its s entries of largest magnitude set to 0, in place. */
export function keepLargest(w: Float64Array, sparsity: number): Float64Array {
  if (sparsity >= w.length || countNonzeros(w) <= sparsity) return w;
  for (const j of descending(w, Math.abs).slice(sparsity)) w[j] = 0;
  return w;
}

/** (v_j / max |v_i|)²: squares that neither overflow nor all underflow. */
export function scaledSquares(v: Float64Array): Float64Array {
  const largest = largestMagnitude(v) || 1;
  return v.map((value) => (value / largest) ** 2);
}
