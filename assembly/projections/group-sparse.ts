// P(v): the k groups of largest ‖v_g‖₂ stay, the others become 0; among equals the one listed first stays.

import { groupNorms } from "../micro/groups";
import { projectSparse } from "./sparse";

/** 1 ≤ kept ≤ count. scratch: 8 KiB + 16 d bytes. */
export function projectGroupSparseF64(
  v: usize, d: i32, scratch: usize, offsets: usize, indices: usize, count: i32, kept: i32,
): void {
  const norms = scratch;
  const room = norms + ((<usize>count) << 3);
  groupNorms(v, offsets, indices, count, norms, room);
  projectSparse<f64>(norms, count, room, kept);
  for (let g = 0; g < count; g++) {
    if (load<f64>(norms + ((<usize>g) << 3)) != 0) continue;
    const end = indices + ((<usize>load<i32>(offsets + ((<usize>g) << 2), 4)) << 2);
    let p = indices + ((<usize>load<i32>(offsets + ((<usize>g) << 2))) << 2);
    for (; p < end; p += 4) store<f64>(v + ((<usize>load<i32>(p)) << 3), 0);
  }
}
