// P(v)_j = sgn(v_j) max(|v_j| − τ, 0), with τ such that ‖P(v)‖₁ = radius, or v itself inside the ball.
//
// Magnitudes and τ are taken less the largest magnitude. Sums are f64 in both precisions.

import { simplexThreshold } from "../micro/simplex-threshold";

/** radius > 0. scratch: 2 d f64. */
export function projectL1Ball<T>(v: usize, d: i32, scratch: usize, radius: f64): void {
  let norm: f64 = 0;
  let most: f64 = 0;
  const end = v + (<usize>d) * sizeof<T>();
  for (let p = v; p < end; p += sizeof<T>()) {
    const magnitude = abs(<f64>load<T>(p));
    norm += magnitude;
    most = max(most, magnitude);
  }
  if (norm <= radius) return;
  const tau = simplexThreshold<T>(v, d, scratch, true, most, radius);
  for (let p = v; p < end; p += sizeof<T>()) {
    const value = <f64>load<T>(p);
    const share = max<f64>(abs(value) - most - tau, 0);
    // Adding 0 makes no −0.
    store<T>(p, <T>(copysign(share, value) + 0));
  }
}
