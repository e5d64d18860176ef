// Σ_{i in [begin, end)} ωᵢ xᵢ for weights that the caller computed: the half of the gradient's trip that reads X
// backwards. Sums run over the blocks of `gradient` and along the same tree.

import { axpy, axpy4 } from "../micro/axpy";
import { join, LARGEST, LEVEL, SQUARES, VECTOR, WEIGHTS } from "./nodes";

// The layout of the scratch: up to four rows that wait for one pass over the sum, and their weights.
const ROWS: usize = 0;
const QUEUED: usize = 32;

/** The nodes of blocks begin/blockRows … from `nodes` on; answers how many. weights: f64, indexed by i. scratch: 64 bytes. */
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
    let count: usize = 0;
    for (let i = first; i < last; i++) {
      const weight = <T>load<f64>(weights + ((<usize>i) << 3));
      store<usize>(scratch + ROWS + count * sizeof<usize>(), X + (<usize>i) * pitch);
      store<T>(scratch + QUEUED + count * sizeof<T>(), weight);
      total += <f64>weight;
      count += usize(weight != <T>0);
      if (count < 4) continue;
      count = 0;
      axpy4<T>(
        load<T>(scratch, QUEUED), load<usize>(scratch, ROWS),
        load<T>(scratch + sizeof<T>(), QUEUED), load<usize>(scratch + sizeof<usize>(), ROWS),
        load<T>(scratch + 2 * sizeof<T>(), QUEUED), load<usize>(scratch + 2 * sizeof<usize>(), ROWS),
        load<T>(scratch + 3 * sizeof<T>(), QUEUED), load<usize>(scratch + 3 * sizeof<usize>(), ROWS),
        sum, d,
      );
    }
    for (let q: usize = 0; q < count; q++) {
      axpy<T>(load<T>(scratch + q * sizeof<T>(), QUEUED), load<usize>(scratch + q * sizeof<usize>(), ROWS), sum, d);
    }
    store<f64>(node + SQUARES, 0);
    store<f64>(node + WEIGHTS, total);
    store<f64>(node + LARGEST, 0);
    store<i32>(node + LEVEL, 0);
    blocks = join<T>(nodes, blocks + 1, nodeBytes, d, first / blockRows);
  }
  return blocks;
}
