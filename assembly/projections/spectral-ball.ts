// P(V) = Σ_k min(σ_k, radius) u_k v_kᵀ, or V where all σ_k ≤ radius.

import { decompose, recompose, valuesOf } from "./svd";

/** scratch and kept: see svd.ts. radius > 0. */
export function projectSpectralBall(
  v: usize, d: i32, scratch: usize, kept: usize, rows: i32, columns: i32, radius: f64,
): void {
  const n = min(rows, columns);
  if (!decompose(v, rows, columns, n, scratch, kept)) return;
  const values = valuesOf(scratch, rows, columns);
  if (load<f64>(values) <= radius) return;
  for (let k: usize = 0; k < <usize>n; k++) {
    store<f64>(values + (k << 3), min(load<f64>(values + (k << 3)), radius));
  }
  recompose(v, rows, columns, n, scratch);
}
