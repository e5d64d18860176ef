// P(v) = v · min(outer, max(inner, ‖v‖₂)) / ‖v‖₂, and inner · e₁ for v = 0.

import { agrees } from "../micro/agrees";

/** 0 < inner ≤ outer. */
export function projectAnnulusF64(v: usize, d: i32, scratch: usize, inner: f64, outer: f64): void {
  const end = v + ((<usize>d) << 3);
  let largest: f64 = 0;
  for (let p = v; p < end; p += 8) largest = max(largest, abs(load<f64>(p)));
  if (largest == 0) {
    for (let p = v; p < end; p += 8) store<f64>(p, 0);
    store<f64>(v, inner);
    return;
  }
  // The norm over the largest entry, so that no square leaves the range of f64.
  let squares: f64 = 0;
  for (let p = v; p < end; p += 8) {
    const u = load<f64>(p) / largest;
    squares += u * u;
  }
  const ratio = sqrt(squares);
  const norm = largest * ratio;
  const radius = min(outer, max(inner, norm));
  if (agrees(norm, radius, d)) return;
  for (let p = v; p < end; p += 8) store<f64>(p, load<f64>(p) / largest / ratio * radius);
}
