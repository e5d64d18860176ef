// P(v)_j = max(v_j − τ, 0), with τ such that Σ P(v)_j = radius.

import { agrees } from "../micro/agrees";
import { simplexThreshold } from "../micro/simplex-threshold";

/** radius > 0. scratch: 2 d f64. */
export function projectSimplexF64(v: usize, d: i32, scratch: usize, radius: f64): void {
  const end = v + ((<usize>d) << 3);
  let sum: f64 = 0;
  let least: f64 = Infinity;
  for (let p = v; p < end; p += 8) {
    const value = load<f64>(p);
    sum += value;
    least = min(least, value);
  }
  if (least >= 0 && agrees(sum, radius, d)) return;
  toSimplex(v, d, scratch, radius);
}

/** The projection of a v that is outside. scratch: 2 d f64. */
export function toSimplex(v: usize, d: i32, scratch: usize, radius: f64): void {
  const end = v + ((<usize>d) << 3);
  let most: f64 = -Infinity;
  for (let p = v; p < end; p += 8) most = max(most, load<f64>(p));
  const tau = simplexThreshold<f64>(v, d, scratch, false, most, radius);
  for (let p = v; p < end; p += 8) store<f64>(p, max<f64>(load<f64>(p) - most - tau, 0));
}
