// zᵢ = ⟨xᵢ, w⟩ + b over a range of rows, eight at a time.
//
// Not inlined: gradient and objective call it once for eight rows, which costs nothing beside reading them and keeps
// one copy of the widest loop in the module.

import { dot, dot8 } from "../micro/dot";

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
