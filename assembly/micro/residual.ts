// The paper's loss on a vector of rows: ψ(z, y) = (φ(z) − y)(1 + α + (1 − α) sgn z), sgn(0) = 0, with the observation
// φ(z) = z for z > 0 and α z otherwise. α = 0 is the ReLU, α = 1 the linear observation.
//
// A vector at a time, not for the arithmetic but for the sign of z, which no branch predictor knows.

import { lanesBefore } from "./lanes";

/** φ(z) − y. */
// @ts-ignore: decorator
@inline
export function residuals<T>(z: v128, y: v128, alpha: T): v128 {
  const positive = v128.gt<T>(z, v128.splat<T>(<T>0));
  return v128.sub<T>(v128.bitselect(z, v128.mul<T>(v128.splat<T>(alpha), z), positive), y);
}

/** The weights of rows in the gradient, given their residuals e = φ(z) − y. */
// @ts-ignore: decorator
@inline
export function rowWeights<T>(z: v128, e: v128, alpha: T): v128 {
  const zero = v128.splat<T>(<T>0);
  const below = v128.bitselect(v128.splat<T>(<T>2 * alpha), v128.splat<T>(<T>1 + alpha), v128.lt<T>(z, zero));
  const slope = v128.bitselect(v128.splat<T>(<T>2), below, v128.gt<T>(z, zero));
  // A slope of 0 switches a row off, but keeps the NaN of its residual.
  const off = v128.and(v128.eq<T>(slope, zero), v128.eq<T>(e, e));
  return v128.andnot(v128.mul<T>(e, slope), off);
}

/**
 * φ(z) − y and ψ of the vector of rows at `z` and `y`, the first `count` of its lanes, to `e` and `psi`: 0 in the lanes
 * beyond, whatever z and y hold there. Answers ψ.
 */
// @ts-ignore: decorator
@inline
export function weigh<T>(z: usize, y: usize, count: i32, alpha: T, e: usize, psi: usize): v128 {
  const latent = v128.load(z);
  const mask = lanesBefore<T>(count);
  const difference = v128.and(residuals<T>(latent, v128.load(y), alpha), mask);
  const weights = v128.and(rowWeights<T>(latent, difference, alpha), mask);
  v128.store(e, difference);
  v128.store(psi, weights);
  return weights;
}
