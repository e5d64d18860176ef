// P(v)_j = max(v_j − τ, 0), with τ = 0 or such that Σ P(v)_j = radius.

import { toSimplex } from "./simplex";

/** radius > 0. scratch: 2 d f64. */
export function projectNonnegativeL1BallF64(v: usize, d: i32, scratch: usize, radius: f64): void {
  const end = v + ((<usize>d) << 3);
  let sum: f64 = 0;
  for (let p = v; p < end; p += 8) sum += max<f64>(load<f64>(p), 0);
  if (sum > radius) {
    toSimplex(v, d, scratch, radius);
    return;
  }
  for (let p = v; p < end; p += 8) store<f64>(p, max<f64>(load<f64>(p), 0));
}
