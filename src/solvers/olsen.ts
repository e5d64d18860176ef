// Tobit's likelihood in Olsen's parameters δ = γw and γ = 1/σ, in which it is concave: the normal equations that Newton's
// method and the standard errors are made of.
//
// They are taken in p = γ·(the change of w at fixed γ) and τ = the relative change of γ, in which a row's u = γ(t − z)
// becomes u − ⟨x, p⟩ + τu: numbers of the size of u, where t itself may be far from 0.

import type { Gram } from '../engine/gram.js';
import { type Waiting, wait } from '../engine/wait.js';
import { sideOf, surpriseCurvature, surpriseSlope, targetOf } from '../problem/censored-normal.js';
import type { Problem } from './problem.js';

/** The most weights for which the normal equations are made: 64 MB of sums, and a third of a second to solve. */
export const MOST_WEIGHTS = 1000;

/** The second derivative of −ℓ in (p, τ), row-major, τ last, in the user's units, and ∂(−ℓ)/∂τ. */
export interface Olsen {
  readonly size: number;
  readonly hessian: Float64Array;
  readonly slope: number;
}

/** At the z = Xw + b of a problem with Tobit's loss. One pass, O(n d²). */
export function* olsen(problem: Problem, z: Float64Array, sigma: number): Waiting<Olsen> {
  const { y, response, sampleWeight, length, rows } = problem;
  const curvatures = new Float64Array(rows);
  const us = new Float64Array(rows);
  let [bend, slope, free] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const omega = sampleWeight?.[i] ?? 1;
    if (omega === 0) continue;
    const side = sideOf(y[i], response);
    const u = (targetOf(y[i], response) - z[i]) / sigma;
    us[i] = u;
    const pull = surpriseSlope(u, side);
    curvatures[i] = omega * surpriseCurvature(u, side, pull);
    bend += curvatures[i] * u * u;
    slope += omega * pull * u;
    if (side === 0) free += omega;
  }
  const columns = Int32Array.from({ length }, (_, j) => j);
  const { gram, right }: Gram = yield* wait(problem.gram(columns, curvatures, us));
  const size = length + 1;
  const hessian = new Float64Array(size * size);
  for (let a = 0; a < length; a++) {
    for (let b = 0; b < length; b++) hessian[a * size + b] = gram[a * length + b];
    // Where every row is cut off σ is held, and its row of zeros is one that Cholesky leaves out.
    const mixed = free > 0 ? -right[a] : 0;
    hessian[a * size + length] = mixed;
    hessian[length * size + a] = mixed;
  }
  // A row that is not cut off has −log γ besides.
  hessian[size * size - 1] = free > 0 ? bend + free : 0;
  return { size, hessian, slope: slope - free };
}
