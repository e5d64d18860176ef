// P(v): of each group the s_g entries of largest magnitude stay, the others become 0; among equals the lowest index
// stays.

import { gather, scatter } from "../micro/groups";
import { projectSparse } from "./sparse";

/** sparsities: `count` i32 of at least 1. scratch: 8 KiB + 16 d bytes. */
export function projectSparsePerGroupF64(
  v: usize, d: i32, scratch: usize, offsets: usize, indices: usize, sparsities: usize, count: i32,
): void {
  const room = scratch;
  for (let g = 0; g < count; g++) {
    const begin = load<i32>(offsets + ((<usize>g) << 2));
    const m = load<i32>(offsets + ((<usize>g) << 2), 4) - begin;
    const s = load<i32>(sparsities + ((<usize>g) << 2));
    if (s >= m) continue;
    const own = indices + ((<usize>begin) << 2);
    const entries = gather(v, own, m, room);
    projectSparse<f64>(entries, m, room + ((<usize>m) << 3), s);
    scatter(entries, room, v, own, m);
  }
}
