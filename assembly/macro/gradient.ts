// Σ_{i in [begin, end)} ψ(zᵢ, yᵢ) xᵢ, zᵢ = ⟨xᵢ, w⟩ + b, in one trip over X.
//
// Rows go through in groups: their z come from one pass over w (six rows) or over the panel of a sparse w, the rows
// with ψ ≠ 0 join a queue, and the queue leaves it four at a time for one pass over the sum, while the rows are still
// in the cache. A row with ψ = 0 is not read again, or not at all. Sums run over blocks of `blockRows` rows, each from
// zero, and blocks are added along a tree (nodes.ts): the bits depend on the blocks, not on who computes them.

import { lanes, largestLane } from "../micro/lanes";
import { weigh } from "../micro/residual";
import { latentGroup } from "./latent";
import { drain, enqueue, flush } from "./queue";
import { join, LARGEST, LEVEL, SQUARES, VECTOR, WEIGHTS } from "./nodes";

// The layout of the scratch: z of a group, of which the last may be left for the next block, φ(z) − y, ψ, the queue.
export const RESIDUAL: usize = 64;
export const PSI: usize = 128;
export const QUEUE: usize = 192;

/**
 * The nodes of blocks begin/blockRows … from `nodes` on, without `backwards` all but their vectors; answers how many.
 * begin is a multiple of blockRows.
 * X: row-major, `pitch` bytes a row. scratch: 512 bytes. With a panel w is the s weights of its `offsets`, and
 * blockRows is a multiple of its groups; panel = 0 for a dense w.
 */
export function gradient<T>(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: T, alpha: T, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  nodes: usize, nodeBytes: usize, scratch: usize, backwards: bool,
): i32 {
  let blocks = 0;
  // z that are computed and not used yet: how many, and where.
  let known = 0;
  let zs = scratch;
  let x = X + (<usize>begin) * pitch;
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    const node = nodes + (<usize>blocks) * nodeBytes;
    const sum = node + VECTOR;
    if (backwards) memory.fill(sum, 0, (<usize>d) * sizeof<T>());
    let count = 0;
    let squares: f64 = 0;
    let weights: f64 = 0;
    let largest = v128.splat<T>(<T>0);
    let i = first;
    while (i < last) {
      if (known == 0) {
        known = latentGroup<T>(X, pitch, i, end, d, w, bias, panel, groupBytes, offsets, s, scratch);
        zs = scratch;
      }
      const group = min(known, last - i);
      for (let r = 0; r < group; r += lanes<T>()) {
        const at = (<usize>r) * sizeof<T>();
        const psi = weigh<T>(
          zs + at, y + (<usize>i) * sizeof<T>() + at, group - r, alpha, scratch + RESIDUAL + at, scratch + PSI + at,
        );
        largest = v128.max<T>(largest, v128.abs<T>(psi));
      }
      // Row after row, not in lanes: which rows share a vector depends on where a thread begins.
      for (let r: usize = 0; r < (<usize>group) * sizeof<T>(); r += sizeof<T>()) {
        const e = <f64>load<T>(scratch + r, RESIDUAL);
        const psi = load<T>(scratch + r, PSI);
        squares += e * e;
        weights += <f64>psi;
        count = enqueue<T>(scratch + QUEUE, count, x, psi);
        x += pitch;
      }
      count = backwards ? drain<T>(scratch + QUEUE, count, sum, d) : 0;
      i += group;
      known -= group;
      zs += (<usize>group) * sizeof<T>();
    }
    flush<T>(scratch + QUEUE, count, sum, d);
    store<f64>(node + SQUARES, squares);
    store<f64>(node + WEIGHTS, weights);
    store<f64>(node + LARGEST, largestLane<T>(largest));
    store<i32>(node + LEVEL, 0);
    blocks = join<T>(nodes, blocks + 1, nodeBytes, backwards ? d : 0, first / blockRows);
  }
  return blocks;
}
