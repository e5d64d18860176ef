// P(v) = u · min(1, radius / ‖u‖₂), u the s entries of v of largest magnitude.

import { projectL2Ball } from "./l2-ball";
import { projectSparse } from "./sparse";

/** 1 ≤ s, radius > 0. scratch: as for projectSparse. */
export function projectSparseBallF64(v: usize, d: i32, scratch: usize, s: i32, radius: f64): void {
  projectSparse<f64>(v, d, scratch, s);
  projectL2Ball<f64>(v, d, scratch, radius);
}
