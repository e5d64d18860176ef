// P(V) = Σ_{k < rank} σ_k u_k v_kᵀ, or V where all further σ_k are rounding beside σ_0.

import { decompose, recompose, valuesOf } from "./svd";

/** scratch and kept: see svd.ts. 1 ≤ rank. */
export function projectLowRank(
  v: usize, d: i32, scratch: usize, kept: usize, rows: i32, columns: i32, rank: i32,
): void {
  const n = min(rows, columns);
  if (rank >= n || !decompose(v, rows, columns, rank, scratch, kept)) return;
  const values = valuesOf(scratch, rows, columns);
  // The largest that goes: where they stand apart they are in no order.
  let next: f64 = 0;
  for (let k: usize = rank; k < <usize>n; k++) next = max(next, load<f64>(values + (k << 3)));
  if (next <= <f64>max(rows, columns) * reinterpret<f64>((1023 - 52) << 52) * load<f64>(values)) return;
  recompose(v, rows, columns, rank, scratch);
}
