// g ← g + Σ_{i in [begin, end)} ψ(zᵢ, yᵢ) xᵢ, zᵢ = ⟨xᵢ, w⟩ + b, in one trip over X.
//
// Rows go through in groups: their z come from one pass over w (eight rows) or over the panel of a sparse w, the rows
// with ψ ≠ 0 join a queue, and the queue leaves it four at a time for one pass over g, while the rows are still in the
// cache. A row with ψ = 0 is not read again, or not at all. Sums run over blocks of `blockRows` rows, each from zero and added to g in order: the bits
// depend on the blocks, not on who computes them.

import { axpy, axpy4 } from "../micro/axpy";
import { residual, rowWeight } from "../micro/residual";
import { latentGroup } from "./latent";

// The layout of the scratch: z of a group, then the queue, which holds at most three rows from before and a group.
const Z: usize = 0;
const ROWS: usize = 64;
const WEIGHTS: usize = 192;

// @ts-ignore: decorator
@inline
function zero(g: usize, d: i32, size: usize): void {
  memory.fill(g, 0, (<usize>d) * size);
}

// Takes the row into the queue where ψ is not exactly 0, without a branch that half of the rows would mispredict.
// @ts-ignore: decorator
@inline
function enqueue<T>(scratch: usize, count: i32, x: usize, psi: T): i32 {
  store<usize>(scratch + ROWS + (<usize>count) * sizeof<usize>(), x);
  store<T>(scratch + WEIGHTS + (<usize>count) * sizeof<T>(), psi);
  return count + i32(psi != <T>0);
}

// @ts-ignore: decorator
@inline
function drain<T>(scratch: usize, count: i32, g: usize, d: i32): i32 {
  let head: usize = 0;
  for (; count >= 4; count -= 4) {
    const rows = scratch + ROWS + head * sizeof<usize>();
    const weights = scratch + WEIGHTS + head * sizeof<T>();
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
    store<T>(scratch + WEIGHTS + i * sizeof<T>(), load<T>(scratch + WEIGHTS + (head + i) * sizeof<T>()));
  }
  return count;
}

/**
 * Adds to g (d elements) and to stats, three f64: Σ(φ(z) − y)², Σψ, and the largest |ψ| so far.
 * X: row-major, `pitch` bytes a row. partial: d elements. scratch: 512 bytes. With a panel w is the s weights of its
 * `offsets`, and begin and blockRows are multiples of its groups; panel = 0 for a dense w.
 */
export function gradient<T>(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: T, alpha: T, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  g: usize, partial: usize, stats: usize, scratch: usize,
): void {
  let squares: f64 = load<f64>(stats);
  let weights: f64 = load<f64>(stats, 8);
  let largest: f64 = load<f64>(stats, 16);
  const step: i32 = 16 / sizeof<T>();
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    zero(partial, d, sizeof<T>());
    let count = 0;
    let blockSquares: f64 = 0;
    let blockWeights: f64 = 0;
    let i = first;
    let x = X + (<usize>first) * pitch;
    while (i < last) {
      const group = latentGroup<T>(X, pitch, i, last, d, w, bias, panel, groupBytes, offsets, s, scratch + Z);
      for (let r = 0; r < group; r++) {
        const z = load<T>(scratch + Z + (<usize>r) * sizeof<T>());
        const e = residual<T>(z, load<T>(y + (<usize>(i + r)) * sizeof<T>()), alpha);
        const psi = rowWeight<T>(z, e, alpha);
        count = enqueue<T>(scratch, count, x + (<usize>r) * pitch, psi);
        blockSquares += <f64>e * <f64>e;
        blockWeights += <f64>psi;
        largest = max(largest, abs(<f64>psi));
      }
      count = drain<T>(scratch, count, partial, d);
      i += group;
      x += (<usize>group) * pitch;
    }
    for (let q: usize = 0; q < <usize>count; q++) {
      axpy<T>(
        load<T>(scratch + WEIGHTS + q * sizeof<T>()),
        load<usize>(scratch + ROWS + q * sizeof<usize>()),
        partial, d,
      );
    }
    squares += blockSquares;
    weights += blockWeights;
    let j = 0;
    for (; j + step <= d; j += step) {
      const k = (<usize>j) * sizeof<T>();
      v128.store(g + k, v128.add<T>(v128.load(g + k), v128.load(partial + k)));
    }
    for (; j < d; j++) {
      const k = (<usize>j) * sizeof<T>();
      store<T>(g + k, load<T>(g + k) + load<T>(partial + k));
    }
  }
  store<f64>(stats, squares);
  store<f64>(stats, weights, 8);
  store<f64>(stats, largest, 16);
}
