// Σ_{i in [begin, end)} ψ(zᵢ, yᵢ) xᵢ, zᵢ = ⟨xᵢ, w⟩ + b, in one trip over X.
//
// Rows go through in groups: their z come from one pass over w (eight rows) or over the panel of a sparse w, the rows
// with ψ ≠ 0 join a queue, and the queue leaves it four at a time for one pass over the sum, while the rows are still
// in the cache. A row with ψ = 0 is not read again, or not at all. Sums run over blocks of `blockRows` rows, each from
// zero, and blocks are added along a tree (nodes.ts): the bits depend on the blocks, not on who computes them.

import { axpy, axpy4 } from "../micro/axpy";
import { residual, rowWeight } from "../micro/residual";
import { latentGroup } from "./latent";
import { join, LARGEST, LEVEL, SQUARES, VECTOR, WEIGHTS } from "./nodes";

// The layout of the scratch: z of a group, then the queue, which holds at most three rows from before and a group.
export const Z: usize = 0;
export const ROWS: usize = 64;
export const QUEUED_WEIGHTS: usize = 192;

// Takes the row into the queue where ψ is not exactly 0, without a branch that half of the rows would mispredict.
// @ts-ignore: decorator
@inline
export function enqueue<T>(scratch: usize, count: i32, x: usize, psi: T): i32 {
  store<usize>(scratch + ROWS + (<usize>count) * sizeof<usize>(), x);
  store<T>(scratch + QUEUED_WEIGHTS + (<usize>count) * sizeof<T>(), psi);
  return count + i32(psi != <T>0);
}

// @ts-ignore: decorator
@inline
export function drain<T>(scratch: usize, count: i32, g: usize, d: i32): i32 {
  let head: usize = 0;
  for (; count >= 4; count -= 4) {
    const rows = scratch + ROWS + head * sizeof<usize>();
    const weights = scratch + QUEUED_WEIGHTS + head * sizeof<T>();
    axpy4<T>(
      load<T>(weights), load<usize>(rows),
      load<T>(weights + sizeof<T>()), load<usize>(rows + sizeof<usize>()),
      load<T>(weights + 2 * sizeof<T>()), load<usize>(rows + 2 * sizeof<usize>()),
      load<T>(weights + 3 * sizeof<T>()), load<usize>(rows + 3 * sizeof<usize>()),
      g, d,
    );
    head += 4;
  }
  for (let i: usize = 0; i < <usize>count; i++) {
    store<usize>(scratch + ROWS + i * sizeof<usize>(), load<usize>(scratch + ROWS + (head + i) * sizeof<usize>()));
    store<T>(scratch + QUEUED_WEIGHTS + i * sizeof<T>(), load<T>(scratch + QUEUED_WEIGHTS + (head + i) * sizeof<T>()));
  }
  return count;
}

/**
 * The nodes of blocks begin/blockRows … from `nodes` on; answers how many. begin is a multiple of blockRows.
 * X: row-major, `pitch` bytes a row. scratch: 512 bytes. With a panel w is the s weights of its `offsets`, and
 * blockRows is a multiple of its groups; panel = 0 for a dense w.
 */
export function gradient<T>(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: T, alpha: T, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  let blocks = 0;
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    const node = nodes + (<usize>blocks) * nodeBytes;
    const sum = node + VECTOR;
    memory.fill(sum, 0, (<usize>d) * sizeof<T>());
    let count = 0;
    let squares: f64 = 0;
    let weights: f64 = 0;
    let largest: f64 = 0;
    let i = first;
    let x = X + (<usize>first) * pitch;
    while (i < last) {
      const group = latentGroup<T>(X, pitch, i, last, d, w, bias, panel, groupBytes, offsets, s, scratch + Z);
      for (let r = 0; r < group; r++) {
        const z = load<T>(scratch + Z + (<usize>r) * sizeof<T>());
        const e = residual<T>(z, load<T>(y + (<usize>(i + r)) * sizeof<T>()), alpha);
        const psi = rowWeight<T>(z, e, alpha);
        count = enqueue<T>(scratch, count, x + (<usize>r) * pitch, psi);
        squares += <f64>e * <f64>e;
        weights += <f64>psi;
        largest = max(largest, abs(<f64>psi));
      }
      count = drain<T>(scratch, count, sum, d);
      i += group;
      x += (<usize>group) * pitch;
    }
    for (let q: usize = 0; q < <usize>count; q++) {
      axpy<T>(
        load<T>(scratch + QUEUED_WEIGHTS + q * sizeof<T>()),
        load<usize>(scratch + ROWS + q * sizeof<usize>()),
        sum, d,
      );
    }
    store<f64>(node + SQUARES, squares);
    store<f64>(node + WEIGHTS, weights);
    store<f64>(node + LARGEST, largest);
    store<i32>(node + LEVEL, 0);
    blocks = join<T>(nodes, blocks + 1, nodeBytes, d, first / blockRows);
  }
  return blocks;
}
