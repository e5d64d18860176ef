// The paper's loss on one row: ψ(z, y) = (φ(z) − y)(1 + α + (1 − α) sgn z), sgn(0) = 0, with the observation
// φ(z) = z for z > 0 and α z otherwise. α = 0 is the ReLU, α = 1 the linear observation.

/** φ(z) − y. */
// @ts-ignore: decorator
@inline
export function residual<T>(z: T, y: T, alpha: T): T {
  return (z > <T>0 ? z : alpha * z) - y;
}

/** The weight of a row in the gradient, given its residual r = φ(z) − y. */
// @ts-ignore: decorator
@inline
export function rowWeight<T>(z: T, r: T, alpha: T): T {
  // A comparison with NaN is false on both sides: 1 + α keeps the NaN of r.
  const slope: T = z > <T>0 ? <T>2 : z < <T>0 ? <T>2 * alpha : <T>1 + alpha;
  return slope == <T>0 && r == r ? <T>0 : r * slope;
}
