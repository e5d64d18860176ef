// P(v)_g = v_g · n_g / ‖v_g‖₂, where n is the projection of the norms ‖v_g‖₂ onto the ℓ1 ball.

import { gather, groupNorms, scatter } from "../micro/groups";
import { projectL1Ball } from "./l1-ball";

/** radius > 0. scratch: 40 d bytes. */
export function projectGroupL2BallF64(
  v: usize, d: i32, scratch: usize, offsets: usize, indices: usize, count: i32, radius: f64,
): void {
  const bytes = (<usize>count) << 3;
  const before = scratch;
  const after = before + bytes;
  const room = after + bytes;
  groupNorms(v, offsets, indices, count, before, room);
  memory.copy(after, before, bytes);
  projectL1Ball<f64>(after, count, room, radius);
  for (let g = 0; g < count; g++) {
    const norm = load<f64>(before + ((<usize>g) << 3));
    const left = load<f64>(after + ((<usize>g) << 3));
    if (left == norm) continue;
    const begin = load<i32>(offsets + ((<usize>g) << 2));
    const m = load<i32>(offsets + ((<usize>g) << 2), 4) - begin;
    const own = indices + ((<usize>begin) << 2);
    const entries = gather(v, own, m, room);
    const end = entries + ((<usize>m) << 3);
    // The direction first: left / norm may underflow where the product does not.
    for (let p = entries; p < end; p += 8) store<f64>(p, left == 0 ? 0 : (load<f64>(p) / norm) * left);
    scatter(entries, room, v, own, m);
  }
}
