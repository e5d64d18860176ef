// P(V) = Σ_k max(σ_k − τ, 0) u_k v_kᵀ with the τ that makes their sum radius, or V where Σ_k σ_k ≤ radius.

import { projectL1Ball } from "./l1-ball";
import { decompose, recompose, valuesOf } from "./svd";

/** scratch and kept: see svd.ts. radius > 0. */
export function projectNuclearBall(
  v: usize, d: i32, scratch: usize, kept: usize, rows: i32, columns: i32, radius: f64,
): void {
  const n = min(rows, columns);
  if (!decompose(v, rows, columns, n, scratch, kept)) return;
  const values = valuesOf(scratch, rows, columns);
  let sum: f64 = 0;
  for (let k: usize = 0; k < <usize>n; k++) sum += load<f64>(values + (k << 3));
  if (sum <= radius) return;
  projectL1Ball<f64>(values, n, values + ((<usize>n) << 3), radius);
  recompose(v, rows, columns, n, scratch);
}
