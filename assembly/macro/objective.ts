// Σ_{i in [begin, end)} (φ(zᵢ) − yᵢ)²: the half of the gradient's trip that reads X forwards.

import { residual, rowWeight } from "../micro/residual";
import { latentGroup } from "./latent";

/** Adds to stats as `gradient` does; in blocks of `blockRows` rows, so that the two agree to the last bit. */
export function objective<T>(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: T, alpha: T, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  stats: usize, scratch: usize,
): void {
  let squares: f64 = load<f64>(stats);
  let weights: f64 = load<f64>(stats, 8);
  let largest: f64 = load<f64>(stats, 16);
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    let blockSquares: f64 = 0;
    let blockWeights: f64 = 0;
    let i = first;
    while (i < last) {
      const group = latentGroup<T>(X, pitch, i, last, d, w, bias, panel, groupBytes, offsets, s, scratch);
      for (let r = 0; r < group; r++) {
        const z = load<T>(scratch + (<usize>r) * sizeof<T>());
        const e = residual<T>(z, load<T>(y + (<usize>(i + r)) * sizeof<T>()), alpha);
        const psi = rowWeight<T>(z, e, alpha);
        blockSquares += <f64>e * <f64>e;
        blockWeights += <f64>psi;
        largest = max(largest, abs(<f64>psi));
      }
      i += group;
    }
    squares += blockSquares;
    weights += blockWeights;
  }
  store<f64>(stats, squares);
  store<f64>(stats, weights, 8);
  store<f64>(stats, largest, 16);
}
