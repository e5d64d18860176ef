import { manhattan } from '../../src/testing/vectors.js';
import { bisect } from './slow.js';

/**
 * max(v_j − τ, 0) with the τ that makes the entries sum to the radius: by bisection on σ = max v_j − τ, which stays
 * sharp where τ is much larger than the radius.
 */
export function nearestOnSimplex(v: Float64Array, radius: number): Float64Array {
  const most = v.reduce((a, b) => Math.max(a, b));
  const left = (sigma: number) => v.map((x) => Math.max(sigma - (most - x), 0));
  return left(bisect(0, radius, (sigma) => manhattan(left(sigma)) < radius));
}
