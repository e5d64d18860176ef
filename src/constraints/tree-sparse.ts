import { builtIn } from '../problem/built-in.js';
import { supportsCone } from './closed-form.js';
import { allFinite, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkCount, checkSparsity, invalid, levelThrough } from './parameters.js';
import { countNonzeros, scaledSquares, significant, supportSpace } from './sparse.js';

/**
 * K = {w : a subtree of s nodes at the root holds its nonzeros}: Haar coefficients, which persist from scale to scale.
 *
 * Index 0, the mean, is the root and counts; its one child is 1; node k ≥ 1 has the children 2k and 2k + 1. d is a
 * power of two. P_K(v) keeps v on the rooted subtree of at most s nodes with the largest Σ v_j²; among equals (to 2d
 * roundings), from the root on, the left branch gets as many nodes as it can. Not convex, a cone.
 * R(w) = the number of nodes on the paths from the root to the nonzeros of w.
 * Algorithm: knapsack over the tree (Cartis, Thompson 2013).
 * Cost O(d s), in O(d log s) memory.
 *
 * @param sparsity s, an integer from 1 to d.
 * @throws RelufitError INVALID_CONSTRAINT when s is not a positive integer, or exceeds d when the set meets the data, or
 * d is no power of two.
 * @see C. Cartis, A. Thompson, "An exact tree projection algorithm for wavelets" (2013).
 * @example
 * ```ts
 * treeSparse(3).project([1, 1, 1, 2, 0, 4, 0, 3]); // [1, 1, 0, 2, 0, 0, 0, 0]
 * ```
 */
export function treeSparse(sparsity: number): Constraint {
  checkCount(sparsity, 'treeSparse(sparsity)');
  const set: Constraint = builtIn({
    name: 'treeSparse',
    parameters: { sparsity },
    convex: false,
    cone: true,
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      treeSize(significant(w, tolerance)) <= sparsity && allFinite(w),
    project(v, out) {
      const w = copied(v, out);
      return treeSize(w) <= sparsity ? w : keepTree(w, sparsity);
    },
    regularizer: treeSize,
    level: sparsity,
    checkDimension(d) {
      checkPower(d);
      checkSparsity(sparsity, d, 'treeSparse(sparsity)');
    },
    rescaled: () => set,
    tangentSpace: (w) => supportSpace(treeOf(w)),
    kernel: (d) => ({ name: 'TreeSparse', scalars: [sparsity], scratch: scratchFor(d, sparsity) }),
    statisticalDimension: (d) => supportsCone(d, sparsity, logTrees(sparsity - 1)),
  });
  return set;
}

/** The smallest tree that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
treeSparse.through = (planted: ArrayLike<number>): Constraint =>
  treeSparse(levelThrough(treeSize, planted, 'treeSparse'));

function checkPower(d: number) {
  const next = 2 ** Math.ceil(Math.log2(d));
  if (d === next) return;
  throw invalid('treeSparse', `${d} weights`, 'a power of two', `Pad the signal to ${next}.`);
}

const treeSize = (w: ArrayLike<number>): number => countNonzeros(treeOf(w));

// 1 at the nodes on the paths from the root to the nonzeros of w.
function treeOf(w: ArrayLike<number>): Uint8Array {
  checkPower(w.length);
  const inside = new Uint8Array(w.length);
  for (let k = w.length - 1; k >= 0; k--) {
    if (w[k] !== 0) inside[k] = 1;
    if (inside[k] === 1) inside[k >> 1] = 1;
  }
  return inside;
}

// ln of the Catalan number, of binary trees of n nodes.
function logTrees(n: number): number {
  let log = 0;
  for (let k = 1; k < n; k++) log += Math.log((4 * k + 2) / (k + 2));
  return log;
}

function keepTree(v: Float64Array, sparsity: number): Float64Array {
  const d = v.length;
  const squares = scaledSquares(v);
  // left[k][t]: the least that is left behind below and at node k where at most t of these nodes are kept. It is
  // minimised, not what is kept maximised: that could not tell small entries apart beside a large one.
  const left: Float64Array[] = new Array(d);
  const none = new Float64Array(1);
  const children = (k: number) => (2 * k < d ? [left[2 * k], left[2 * k + 1]] : [none, none]);
  for (let k = d - 1; k > 0; k--) {
    const [a, b] = children(k);
    left[k] = new Float64Array(Math.min(sparsity, a.length + b.length));
    left[k][0] = squares[k] + (a[0] + b[0]);
    for (let t = 1; t < left[k].length; t++) left[k][t] = least(a, b, t - 1);
  }
  // How many nodes are kept at and below each; parents come before children.
  const share = new Int32Array(2 * d);
  share[1] = sparsity - 1;
  for (let k = 1; k < d; k++) {
    if (share[k] === 0) v[k] = 0;
    else {
      const [a, b] = children(k);
      share[2 * k] = split(a, b, share[k] - 1, d);
      share[2 * k + 1] = share[k] - 1 - share[2 * k];
    }
  }
  return v;
}

// min a[i] + b[t − i].
function least(a: Float64Array, b: Float64Array, t: number): number {
  let sum = Infinity;
  for (let i = Math.max(0, t - b.length + 1); i < a.length && i <= t; i++) {
    sum = Math.min(sum, a[i] + b[t - i]);
  }
  return sum;
}

// The largest i that has it. Sums of the same squares in another order are equals.
function split(a: Float64Array, b: Float64Array, t: number, d: number): number {
  const most = least(a, b, t) * (1 + Number.EPSILON * d);
  let i = Math.min(t, a.length - 1);
  while (i > 0 && a[i] + b[t - i] > most) i--;
  return i;
}

// The shares of the nodes, then the tables: of 2ˡ nodes, each for 0 … n of its own n nodes, or of s − 1.
function scratchFor(d: number, sparsity: number): number {
  let bytes = 4 * d;
  for (let nodes = 1; nodes < d; nodes *= 2) bytes += 8 * nodes * Math.min(sparsity, d / nodes);
  return bytes;
}
