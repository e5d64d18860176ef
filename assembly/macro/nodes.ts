// Sums over blocks of rows, added in pairs along a fixed binary tree, so that their bits depend on the blocks and not
// on who computes which of them.
//
// Block b is leaf b of the tree. A range of blocks leaves the fewest nodes that cover it, from left to right; nodes of
// ranges side by side go on as if one had summed both. In memory a node is
//
//     0  Σ(φ(z) − y)², f64      8  Σψ, f64      16  max|ψ|, f64      24  level, i32      64  Σ ψ x, d elements of T
//
// and nodes lie `nodeBytes` apart. 64 blocks leave at most 12 nodes and one more while a block is summed.

import { lanes } from "../micro/lanes";

export const SQUARES: usize = 0;
export const WEIGHTS: usize = 8;
export const LARGEST: usize = 16;
export const LEVEL: usize = 24;
export const VECTOR: usize = 64;

/** The last of `count` nodes ends with this block: it joins the node before it while that is its sibling. Answers how many are left. */
export function join<T>(nodes: usize, count: i32, nodeBytes: usize, d: i32, block: i32): i32 {
  while (count > 1) {
    const right = nodes + (<usize>(count - 1)) * nodeBytes;
    const left = right - nodeBytes;
    const level = load<i32>(right + LEVEL);
    // Two nodes of one level are siblings where the right one has an odd place in it.
    if (load<i32>(left + LEVEL) != level || ((block >> level) & 1) == 0) break;
    add<T>(left, right, d);
    store<i32>(left + LEVEL, level + 1);
    count--;
  }
  return count;
}

/** The sum of all nodes, from the right, in the first one. */
export function collapse<T>(nodes: usize, count: i32, nodeBytes: usize, d: i32): void {
  for (; count > 1; count--) {
    const right = nodes + (<usize>(count - 1)) * nodeBytes;
    add<T>(right - nodeBytes, right, d);
  }
}

/** left ← left + right. */
function add<T>(left: usize, right: usize, d: i32): void {
  store<f64>(left + SQUARES, load<f64>(left + SQUARES) + load<f64>(right + SQUARES));
  store<f64>(left + WEIGHTS, load<f64>(left + WEIGHTS) + load<f64>(right + WEIGHTS));
  store<f64>(left + LARGEST, max(load<f64>(left + LARGEST), load<f64>(right + LARGEST)));
  left += VECTOR;
  right += VECTOR;
  let j = 0;
  for (; j + lanes<T>() <= d; j += lanes<T>()) {
    v128.store(left, v128.add<T>(v128.load(left), v128.load(right)));
    left += 16;
    right += 16;
  }
  for (; j < d; j++) {
    store<T>(left, load<T>(left) + load<T>(right));
    left += sizeof<T>();
    right += sizeof<T>();
  }
}
