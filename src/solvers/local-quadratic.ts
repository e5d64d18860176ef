// A loss seen from one iterate: for each row the parabola ½ωᵢ(z − tᵢ)² that has its slope and its curvature there.

import { isInside } from '../problem/observation.js';
import type { Problem } from './problem.js';

export interface LocalQuadratic {
  /** ωᵢ ≥ 0, the sample weight in it. */
  readonly weights: Float64Array;
  /** tᵢ − zᵢ: how far each row would have z move. */
  readonly moves: Float64Array;
  /** How many rows have a say: ωᵢ > 0. */
  readonly rows: number;
}

/** Is z the same on all rows, so that it tells no row from another? So it is at u = 0. */
export const isUninformative = (z: Float64Array): boolean => z.every((value) => value === z[0]);

/** Which rows count as equations, z = y: none but at kinks, those not cut off as well, or those and no others. */
export type Belief = 'in z' | 'in z and y' | 'in y';

/**
 * ωᵢ = ∂ψ/∂z and tᵢ = zᵢ − ψᵢ/ωᵢ at z, Newton's. At a kink of φ, and everywhere where z tells nothing, a row counts where y
 * is not cut off, with t = y, which holds there exactly where there is no noise. Believing in y so does every row whose y
 * is not cut off.
 */
export function localQuadratic(
  problem: Problem,
  z: Float64Array,
  belief: Belief = 'in z',
): LocalQuadratic {
  const { loss, response, sampleWeight, y } = problem;
  const { lower, upper } = response;
  const shared = loss.shared?.(z, y, response, sampleWeight) ?? NaN;
  const blind = isUninformative(z);
  const weights = new Float64Array(z.length);
  const moves = new Float64Array(z.length);
  let rows = 0;
  for (let i = 0; i < z.length; i++) {
    const isEquation = isInside(y[i], response);
    const byY = blind || z[i] === lower || z[i] === upper || belief === 'in y';
    if (byY && !isEquation) continue;
    const byTarget = byY || (belief !== 'in z' && isEquation && !isInside(z[i], response));
    const at = byTarget ? y[i] : z[i];
    const curvature = loss.curvature?.(at, y[i], response, shared) ?? 0;
    if (!(curvature > 0)) continue;
    weights[i] = curvature * (sampleWeight?.[i] ?? 1);
    moves[i] = byTarget ? y[i] - z[i] : -loss.rowWeight(z[i], y[i], response, shared) / curvature;
    if (weights[i] > 0) rows++;
  }
  return { weights, moves, rows };
}
