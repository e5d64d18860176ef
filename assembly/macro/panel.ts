// The panel: the columns of X in the support of a sparse iterate, packed so that z = Xw reads them alone.
//
// Rows go in groups of R = 64 / size (16 of f32, 8 of f64). A group has a slot of 64 bytes for each column:
//
//     panel + q · groupBytes + slot · 64:   x_{qR, j}  x_{qR+1, j}  …  x_{qR+R−1, j}        j the slot's column
//
// so that four vectors hold one column's part of R sums, and no sum is across lanes.

import { lanes } from "../micro/lanes";

/** Bytes of a slot: four vectors. */
const SLOT: usize = 64;

/** The rows of a group. */
// @ts-ignore: decorator
@inline
export function groupRows<T>(): i32 {
  return 4 * lanes<T>();
}

/** Copies `count` columns of rows begin … end − 1 into their slots. columns, slots: i32. begin: the first of a group. */
export function pack<T>(
  X: usize, pitch: usize, begin: i32, end: i32,
  columns: usize, slots: usize, count: i32, panel: usize, groupBytes: usize,
): void {
  for (let i = begin; i < end; i += groupRows<T>()) {
    const x = X + (<usize>i) * pitch;
    const group = panel + (<usize>(i / groupRows<T>())) * groupBytes;
    const rows = min(groupRows<T>(), end - i);
    // Every element is in a cache line of its own, far from the next: with few instructions for each, many are awaited
    // at once.
    for (let k: usize = 0; k < (<usize>count) << 2; k += 4) {
      const from = x + (<usize>load<i32>(columns + k)) * sizeof<T>();
      const to = group + (<usize>load<i32>(slots + k)) * SLOT;
      if (rows == groupRows<T>()) copySlot<T>(from, pitch, to);
      else for (let r: usize = 0; r < <usize>rows; r++) store<T>(to + r * sizeof<T>(), load<T>(from + r * pitch));
    }
  }
}

/** One column's part of a whole group. */
// @ts-ignore: decorator
@inline
function copySlot<T>(x: usize, pitch: usize, to: usize): void {
  for (const end = to + SLOT; to < end; to += 4 * sizeof<T>()) {
    const x1 = x + pitch;
    const x2 = x + 2 * pitch;
    const a = load<T>(x);
    const b = load<T>(x1);
    const c = load<T>(x2);
    const d = load<T>(x1 + 2 * pitch);
    store<T>(to, a);
    store<T>(to, b, sizeof<T>());
    store<T>(to, c, 2 * sizeof<T>());
    store<T>(to, d, 3 * sizeof<T>());
    x += 4 * pitch;
  }
}

/**
 * out[r] = Σ_k w_k x_{r, k} + b for the R rows of a group, in the order of `offsets`: s of them, i32, bytes from the
 * group to a slot. w: the s weights.
 */
// @ts-ignore: decorator
@inline
export function panelLatent<T>(group: usize, offsets: usize, w: usize, s: i32, bias: T, out: usize): void {
  let a0 = v128.splat<T>(<T>0);
  let a1 = v128.splat<T>(<T>0);
  let a2 = v128.splat<T>(<T>0);
  let a3 = v128.splat<T>(<T>0);
  for (let k = 0; k < s; k++) {
    const p = group + <usize>load<i32>(offsets);
    const u = v128.splat<T>(load<T>(w));
    a0 = v128.add<T>(a0, v128.mul<T>(u, v128.load(p)));
    a1 = v128.add<T>(a1, v128.mul<T>(u, v128.load(p, 16)));
    a2 = v128.add<T>(a2, v128.mul<T>(u, v128.load(p, 32)));
    a3 = v128.add<T>(a3, v128.mul<T>(u, v128.load(p, 48)));
    offsets += 4;
    w += sizeof<T>();
  }
  const b = v128.splat<T>(bias);
  v128.store(out, v128.add<T>(a0, b));
  v128.store(out, v128.add<T>(a1, b), 16);
  v128.store(out, v128.add<T>(a2, b), 32);
  v128.store(out, v128.add<T>(a3, b), 48);
}

/** The nonzeros of w: their indices, i32, and values; answers their number, or limit + 1 where they are more. */
export function support<T>(w: usize, d: i32, limit: i32, indices: usize, values: usize): i32 {
  const few = 4 * lanes<T>();
  let count = 0;
  for (let begin = 0; begin < d; begin += few) {
    const end = min(begin + few, d);
    // Most of a sparse iterate is zeros: four vectors of them are passed over at once.
    if (begin + few <= d && !v128.any_true(nonzeros(w + (<usize>begin) * sizeof<T>()))) continue;
    for (let j = begin; j < end; j++) {
      const value = load<T>(w + (<usize>j) * sizeof<T>());
      if (value == <T>0) continue;
      if (count == limit) return limit + 1;
      store<i32>(indices + ((<usize>count) << 2), j);
      store<T>(values + (<usize>count) * sizeof<T>(), value);
      count++;
    }
  }
  return count;
}

// Not 0 where one of 64 bytes is not; −0 counts, as what follows looks again.
// @ts-ignore: decorator
@inline
function nonzeros(w: usize): v128 {
  return v128.or(v128.or(v128.load(w), v128.load(w, 16)), v128.or(v128.load(w, 32), v128.load(w, 48)));
}
