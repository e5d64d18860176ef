// P(v): of all subtrees of s nodes at the root, the one with the least Σ v_j² outside stays; among equals, from the
// root on, the one whose left branches have more nodes. Index 0 is the root, 1 its child, k has children 2k and 2k + 1.
//
// Cartis and Thompson, "An exact tree projection algorithm for wavelets" (2013). From the leaves up, each node gets a
// table: the least that is left behind below and at it where t of these nodes are kept, t = 0 … n, or s − 1. From the
// root down, the split that made an entry is found again in the tables of the children.

import { largestMagnitude } from "../micro/largest";

// min a[i] + b[t − i], of tables of one length.
function least(a: usize, b: usize, length: i32, t: i32): f64 {
  let sum = Infinity;
  const end = a + ((<usize>min(t + 1, length)) << 3);
  const first = <usize>max(0, t + 1 - length) << 3;
  let q = b + ((<usize>t) << 3) - first;
  for (let p = a + first; p < end; p += 8) {
    const other = load<f64>(p) + load<f64>(q);
    if (other < sum) sum = other;
    q -= 8;
  }
  return sum;
}

// The largest i that has it: of t nodes, how many the left branch gets. Sums of the same squares in another order are
// equals.
function split(a: usize, b: usize, length: i32, t: i32, d: i32): i32 {
  const most = least(a, b, length, t) * (1 + f64.EPSILON * <f64>d);
  let i = min(t, length - 1);
  const last = max(0, t + 1 - length);
  while (i > last && load<f64>(a + ((<usize>i) << 3)) + load<f64>(b + ((<usize>(t - i)) << 3)) > most) i--;
  return i;
}

/**
 * d a power of two, 1 ≤ s. scratch: d i32 for the shares; then the tables, 2ˡ of min(s, d/2ˡ) f64 for each level l of
 * the tree below index 0.
 */
export function projectTreeSparseF64(v: usize, d: i32, scratch: usize, s: i32): void {
  const largest = largestMagnitude(v, d);
  if (s >= d || largest == 0) return;
  const share = scratch;
  // The tables of a level of `nodes` nodes begin at `table`; those of the level below end there.
  let table = scratch + ((<usize>d) << 2);
  let below: usize = 0;
  for (let nodes = d >> 1; nodes > 0; nodes >>= 1) {
    const length = min(s, d / nodes);
    const child = min(s, d / nodes / 2);
    const size = (<usize>length) << 3;
    const childSize = (<usize>child) << 3;
    for (let n = 0; n < nodes; n++) {
      const u = load<f64>(v + ((<usize>(nodes + n)) << 3)) / largest;
      const square = u * u;
      const p = table + (<usize>n) * size;
      if (below == 0) {
        store<f64>(p, square);
        if (length > 1) store<f64>(p, 0, 8);
        continue;
      }
      const a = below + (<usize>(2 * n)) * childSize;
      const b = a + childSize;
      store<f64>(p, square + (load<f64>(a) + load<f64>(b)));
      for (let t = 1; t < length; t++) store<f64>(p + ((<usize>t) << 3), least(a, b, child, t - 1));
    }
    below = table;
    table += (<usize>nodes) * size;
  }

  // How many nodes are kept at and below each; parents come before children.
  store<i32>(share, s - 1, 4);
  table = below;
  for (let nodes = 1; nodes < d; nodes <<= 1) {
    const child = min(s, d / nodes / 2);
    const childSize = (<usize>child) << 3;
    below = table - (<usize>(2 * nodes)) * childSize;
    for (let n = 0; n < nodes; n++) {
      const k = nodes + n;
      const kept = load<i32>(share + ((<usize>k) << 2));
      if (kept == 0) store<f64>(v + ((<usize>k) << 3), 0);
      if (2 * k >= d) continue;
      const a = below + (<usize>(2 * n)) * childSize;
      const i = kept == 0 ? 0 : split(a, a + childSize, child, kept - 1, d);
      store<i32>(share + ((<usize>(2 * k)) << 2), i);
      store<i32>(share + ((<usize>(2 * k)) << 2), max(kept - 1, 0) - i, 4);
    }
    table = below;
  }
}
