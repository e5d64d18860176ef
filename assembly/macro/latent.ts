// zᵢ = ⟨xᵢ, w⟩ + b over a range of rows, eight at a time.
//
// Not inlined: gradient and objective call it once for eight rows, which costs nothing beside reading them and keeps
// one copy of the widest loop in the module.

import { dot, dot8 } from "../micro/dot";
import { groupRows, panelLatent } from "./panel";

/** out[i − begin] = zᵢ, T. X: row-major, `pitch` bytes a row. */
export function latent<T>(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, w: usize, bias: T, out: usize,
): void {
  let x = X + (<usize>begin) * pitch;
  let i = begin;
  let o = out;
  for (; i + 8 <= end; i += 8) {
    dot8<T>(x, pitch, w, d, o);
    for (let r: usize = 0; r < 8; r++) store<T>(o + r * sizeof<T>(), load<T>(o + r * sizeof<T>()) + bias);
    x += 8 * pitch;
    o += 8 * sizeof<T>();
  }
  for (; i < end; i++) {
    store<T>(o, dot<T>(x, w, d) + bias);
    x += pitch;
    o += sizeof<T>();
  }
}

/**
 * The z of the next rows from `i`, before `end`, to out: eight by w, or a group of the panel's. Answers how many.
 * What it writes beyond, up to 64 bytes, means nothing.
 */
export function latentGroup<T>(
  X: usize, pitch: usize, i: i32, end: i32, d: i32, w: usize, bias: T,
  panel: usize, groupBytes: usize, offsets: usize, s: i32, out: usize,
): i32 {
  if (panel == 0) {
    const rows = min(8, end - i);
    latent<T>(X, pitch, i, i + rows, d, w, bias, out);
    return rows;
  }
  panelLatent<T>(panel + (<usize>(i / groupRows<T>())) * groupBytes, offsets, w, s, bias, out);
  return min(groupRows<T>(), end - i);
}
