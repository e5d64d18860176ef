// Σ_{i in [begin, end)} (φ(zᵢ) − yᵢ)²: the half of the gradient's trip that reads X forwards.

import { residual, rowWeight } from "../micro/residual";
import { latentGroup } from "./latent";
import { join, LARGEST, LEVEL, SQUARES, WEIGHTS } from "./nodes";

/** The nodes that `gradient` makes, to the bit, without their vectors. */
export function objective<T>(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: T, alpha: T, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  let blocks = 0;
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    const node = nodes + (<usize>blocks) * nodeBytes;
    let squares: f64 = 0;
    let weights: f64 = 0;
    let largest: f64 = 0;
    let i = first;
    while (i < last) {
      const group = latentGroup<T>(X, pitch, i, last, d, w, bias, panel, groupBytes, offsets, s, scratch);
      for (let r = 0; r < group; r++) {
        const z = load<T>(scratch + (<usize>r) * sizeof<T>());
        const e = residual<T>(z, load<T>(y + (<usize>(i + r)) * sizeof<T>()), alpha);
        const psi = rowWeight<T>(z, e, alpha);
        squares += <f64>e * <f64>e;
        weights += <f64>psi;
        largest = max(largest, abs(<f64>psi));
      }
      i += group;
    }
    store<f64>(node + SQUARES, squares);
    store<f64>(node + WEIGHTS, weights);
    store<f64>(node + LARGEST, largest);
    store<i32>(node + LEVEL, 0);
    blocks = join<T>(nodes, blocks + 1, nodeBytes, 0, first / blockRows);
  }
  return blocks;
}
