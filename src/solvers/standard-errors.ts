import type { Waiting } from '../engine/wait.js';
import { Cholesky } from '../numerics/cholesky.js';
import { rowsOfWeight } from '../problem/loss.js';
import { MOST_WEIGHTS, olsen } from './olsen.js';
import type { Problem } from './problem.js';

/**
 * How far the maximum likelihood estimates are likely to be from the truth: one standard deviation each. They are taken
 * where the fit ended, and say something where that is the maximum.
 */
export interface StandardErrors {
  readonly weights: Float64Array;
  /** Where there is an intercept. */
  readonly intercept?: number;
  readonly sigma: number;
}

/**
 * The square roots of the diagonal of the inverse of the observed information of (w, b, σ), which is Olsen's in (δ, γ) by
 * the delta method; a text where it is singular, undefined where more than a thousand weights would take too long. With
 * sample weights rows count as these say. A pass over X of O(n d²), and O(d³).
 */
export function* standardErrors(
  problem: Problem,
  z: Float64Array,
  sigma: number,
): Waiting<StandardErrors | string | undefined> {
  if (problem.length > MOST_WEIGHTS) return undefined;
  const { size, hessian } = yield* olsen(problem, z, sigma);
  const cholesky = new Cholesky(hessian, size);
  if (cholesky.rank < size) {
    const caveat = `the information about the weights is singular (rank ${cholesky.rank} of ${size}): there are no standard errors`;
    return caveat;
  }
  // p and τ are the changes of w and −log σ in units of σ.
  // Weights have mean 1 over all rows, and those of weight 0 inform of nothing.
  const share = problem.rows / rowsOfWeight(problem.sampleWeight, problem.rows);
  const errors = cholesky.inverseDiagonal().map((variance) => sigma * Math.sqrt(variance * share));
  const d = problem.columns;
  return {
    weights: errors.slice(0, d),
    ...(problem.hasIntercept && { intercept: errors[d] }),
    sigma: errors[size - 1],
  };
}
