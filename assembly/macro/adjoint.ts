// Σ_{i in [begin, end)} ωᵢ xᵢ for weights that the caller computed: the half of the gradient's trip that reads X
// backwards. Sums run over the blocks of `gradient` and along the same tree.

import { join, LARGEST, LEVEL, SQUARES, VECTOR, WEIGHTS } from "./nodes";
import { drain, enqueue, flush } from "./queue";

/** The nodes of blocks begin/blockRows … from `nodes` on; answers how many. weights: f64, indexed by i. scratch: 256 bytes. */
export function adjoint<T>(
  X: usize, pitch: usize, weights: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  let blocks = 0;
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    const node = nodes + (<usize>blocks) * nodeBytes;
    const sum = node + VECTOR;
    memory.fill(sum, 0, (<usize>d) * sizeof<T>());
    let total: f64 = 0;
    let count = 0;
    for (let i = first; i < last; i++) {
      const weight = <T>load<f64>(weights + ((<usize>i) << 3));
      total += <f64>weight;
      count = enqueue<T>(scratch, count, X + (<usize>i) * pitch, weight);
      if (count == 4) count = drain<T>(scratch, count, sum, d);
    }
    flush<T>(scratch, count, sum, d);
    store<f64>(node + SQUARES, 0);
    store<f64>(node + WEIGHTS, total);
    store<f64>(node + LARGEST, 0);
    store<i32>(node + LEVEL, 0);
    blocks = join<T>(nodes, blocks + 1, nodeBytes, d, first / blockRows);
  }
  return blocks;
}
