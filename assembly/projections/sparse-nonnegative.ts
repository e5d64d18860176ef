// P(v): the s largest of the positive entries stay, the others become 0; among equals the lowest index stays.

import { projectNonnegative } from "./nonnegative";
import { projectSparse } from "./sparse";

/** 1 ≤ s. scratch: as for projectSparse. */
export function projectSparseNonnegativeF64(v: usize, d: i32, scratch: usize, s: i32): void {
  projectNonnegative<f64>(v, d, scratch);
  projectSparse<f64>(v, d, scratch, s);
}
