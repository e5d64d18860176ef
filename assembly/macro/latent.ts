// zᵢ = ⟨xᵢ, w⟩ + b over a range of rows, six at a time.
//
// Not inlined: gradient and objective call it once for six rows, which costs nothing beside reading them and keeps one
// copy of the widest loop in the module.

import { dot, dot6 } from "../micro/dot";
import { groupRows, panelLatent } from "./panel";

/** Rows that share the loads of w. */
export const GROUP: i32 = 6;

/** out[i − begin] = zᵢ, T. X: row-major, `pitch` bytes a row. */
export function latent<T>(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, w: usize, bias: T, out: usize,
): void {
  let x = X + (<usize>begin) * pitch;
  let i = begin;
  let o = out;
  for (; i + GROUP <= end; i += GROUP) {
    dot6<T>(x, pitch, w, d, o);
    for (let r = 0; r < GROUP; r++) {
      store<T>(o, load<T>(o) + bias);
      o += sizeof<T>();
    }
    x += <usize>GROUP * pitch;
  }
  for (; i < end; i++) {
    store<T>(o, dot<T>(x, w, d) + bias);
    x += pitch;
    o += sizeof<T>();
  }
}

/**
 * The same, of a sparse w by its panel: w is then the s weights of its `offsets`, and begin a multiple of its groups; 0
 * for a dense w. What is written beyond the last, up to 64 bytes, means nothing.
 */
export function latents<T>(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, w: usize, bias: T,
  panel: usize, groupBytes: usize, offsets: usize, s: i32, out: usize,
): void {
  if (panel == 0) {
    latent<T>(X, pitch, begin, end, d, w, bias, out);
    return;
  }
  let group = panel + (<usize>(begin / groupRows<T>())) * groupBytes;
  for (let i = begin; i < end; i += groupRows<T>()) {
    panelLatent<T>(group, offsets, w, s, bias, out);
    group += groupBytes;
    out += 64;
  }
}

/**
 * The z of the next rows from `i`, before `end`, to out: six by w, or a group of the panel's. Answers how many. What it
 * writes beyond, up to 64 bytes, means nothing.
 */
export function latentGroup<T>(
  X: usize, pitch: usize, i: i32, end: i32, d: i32, w: usize, bias: T,
  panel: usize, groupBytes: usize, offsets: usize, s: i32, out: usize,
): i32 {
  if (panel == 0) {
    const rows = min(GROUP, end - i);
    latent<T>(X, pitch, i, i + rows, d, w, bias, out);
    return rows;
  }
  panelLatent<T>(panel + (<usize>(i / groupRows<T>())) * groupBytes, offsets, w, s, bias, out);
  return min(groupRows<T>(), end - i);
}
