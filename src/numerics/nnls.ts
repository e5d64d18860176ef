// Least squares with unknowns that may not be negative.

import { Cholesky } from './cholesky.js';

// Each round adds one unknown, and few are ever taken out again.
const ROUNDS_FOR_EACH = 10;

/**
 * argmin ½ xᵀAx − bᵀx over x_a ≥ 0 for a not `free`: Lawson and Hanson's active sets, on the Gram matrix.
 *
 * A is k × k, row-major, symmetric and positive semidefinite. Unknowns that depend on others stay 0. O(k³) for each of
 * about as many rounds as there are positive unknowns.
 *
 * @see C. L. Lawson, R. J. Hanson, "Solving least squares problems" (1974), chapter 23.
 */
export function nonnegativeLeastSquares(
  matrix: Float64Array,
  b: ArrayLike<number>,
  free: (a: number) => boolean = () => false,
): Float64Array {
  const k = b.length;
  const x = new Float64Array(k);
  const passive = Array.from({ length: k }, (_, a) => free(a));
  // One that was just taken in and came out not positive is rounding: it is not asked again until another was taken in.
  let refused = new Set<number>();
  descend();
  for (let round = 0; round < ROUNDS_FOR_EACH * k; round++) {
    const next = steepest();
    if (next < 0) break;
    passive[next] = true;
    descend();
    if (x[next] > 0) refused = new Set();
    else refused.add(next);
  }
  return x;

  // The bound unknown whose increase lowers the objective most, in units in which the diagonal of A is 1; −1 for none.
  function steepest(): number {
    let best = -1;
    let most = 0;
    for (let a = 0; a < k; a++) {
      const diagonal = matrix[a * k + a];
      if (passive[a] || refused.has(a) || !(diagonal > 0)) continue;
      let sum = b[a];
      let size = Math.abs(sum);
      for (let c = 0; c < k; c++) {
        sum -= matrix[a * k + c] * x[c];
        size += Math.abs(matrix[a * k + c] * x[c]);
      }
      const slope = sum / Math.sqrt(diagonal);
      if (sum > k * 2 ** -50 * size && slope > most) [best, most] = [a, slope];
    }
    return best;
  }

  // The least point on the passive unknowns, or as far towards it as none is negative; then without those that are 0.
  function descend(): void {
    for (;;) {
      const indices = passive.flatMap((is, a) => (is ? [a] : []));
      const target = solveOn(indices);
      let step = 1;
      let first = -1;
      for (const [c, a] of indices.entries()) {
        if (free(a) || target[c] > 0) continue;
        const part = x[a] > 0 ? x[a] / (x[a] - target[c]) : 0;
        if (part < step || first < 0) [step, first] = [Math.min(part, step), a];
      }
      for (const [c, a] of indices.entries()) x[a] += step * (target[c] - x[a]);
      if (first < 0) return;
      for (const a of indices) {
        if (free(a) || (a !== first && x[a] > 0)) continue;
        x[a] = 0;
        passive[a] = false;
      }
    }
  }

  function solveOn(indices: readonly number[]): Float64Array {
    const m = indices.length;
    const part = new Float64Array(m * m);
    for (const [c, a] of indices.entries()) {
      for (const [e, other] of indices.entries()) part[c * m + e] = matrix[a * k + other];
    }
    return new Cholesky(part, m).solve(indices.map((a) => b[a]));
  }
}
