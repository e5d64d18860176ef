// `gradient` at several iterates in one trip over X: a few rows are read from memory once and serve all of them from
// the cache. To each iterate its own tree of nodes, whose bits are those of `gradient` at that iterate alone.

import { lanes } from "../micro/lanes";
import { weigh } from "../micro/residual";
import { PSI, QUEUE, RESIDUAL } from "./gradient";
import { GROUP, latentGroup } from "./latent";
import { join, LARGEST, SQUARES, VECTOR, WEIGHTS } from "./nodes";
import { groupRows } from "./panel";
import { drain, enqueue, flush } from "./queue";

// An iterate, as the caller lists it: w (dense, or the weights of its columns in the panel), their offsets and number,
// the fold whose rows are left out, −1 for none, and the bias.
const W: usize = 0;
const OFFSETS: usize = 4;
const SUPPORT: usize = 8;
const LEFT: usize = 12;
const BIAS: usize = 16;
const ITERATE: usize = 32;

// The scratch of one iterate: that of `gradient`, and how many rows wait in the queue.
const SCRATCH: usize = 512;
const COUNT: usize = 504;

// Bytes of rows that go through together: they stay in a second-level cache, w and the sum of one iterate in the first.
const TOGETHER: i32 = 1 << 17;

/**
 * Nodes of iterate k, of `count`, from nodes + k · treeBytes on; answers how many, the same for all. folds: a byte a
 * row, its fold, or 0 where all rows count. With panel ≠ 0 all iterates are sparse. scratch: 512 · count bytes.
 */
export function gradients<T>(
  X: usize, pitch: usize, y: usize, folds: usize, begin: i32, end: i32, blockRows: i32, d: i32, alpha: T,
  iterates: usize, count: i32, panel: usize, groupBytes: usize,
  nodes: usize, treeBytes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  const whole = panel != 0 ? groupRows<T>() : GROUP;
  const step = whole * max(1, TOGETHER / max(<i32>pitch, 1) / whole);
  let blocks = 0;
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    const place = nodes + (<usize>blocks) * nodeBytes;
    for (let k: usize = 0; k < <usize>count; k++) {
      memory.fill(place + k * treeBytes, 0, VECTOR + (<usize>d) * sizeof<T>());
      store<i32>(scratch + k * SCRATCH, 0, COUNT);
    }
    for (let from = first; from < last; from += step) {
      const to = min(from + step, last);
      for (let k: usize = 0; k < <usize>count; k++) {
        const iterate = iterates + k * ITERATE;
        const own = scratch + k * SCRATCH;
        let group = 0;
        for (let i = from; i < to; i += group) {
          group = latentGroup<T>(
            X, pitch, i, to, d, load<u32>(iterate, W), <T>load<f64>(iterate, BIAS),
            panel, groupBytes, load<u32>(iterate, OFFSETS), load<i32>(iterate, SUPPORT), own,
          );
          addGroup<T>(X, pitch, y, folds, i, group, d, alpha, load<i32>(iterate, LEFT), place + k * treeBytes, own);
        }
      }
    }
    for (let k: usize = 0; k < <usize>count; k++) {
      const own = scratch + k * SCRATCH;
      flush<T>(own + QUEUE, load<i32>(own, COUNT), place + k * treeBytes + VECTOR, d);
    }
    const before = blocks + 1;
    for (let k: usize = 0; k < <usize>count; k++) {
      blocks = join<T>(nodes + k * treeBytes, before, nodeBytes, d, first / blockRows);
    }
  }
  return blocks;
}

/** node += the part of rows i … i + group − 1 at one iterate, given their z. */
function addGroup<T>(
  X: usize, pitch: usize, y: usize, folds: usize, i: i32, group: i32, d: i32, alpha: T, left: i32,
  node: usize, own: usize,
): void {
  let count = load<i32>(own, COUNT);
  let squares = load<f64>(node, SQUARES);
  let weights = load<f64>(node, WEIGHTS);
  let largest = load<f64>(node, LARGEST);
  for (let r = 0; r < group; r += lanes<T>()) {
    const at = (<usize>r) * sizeof<T>();
    weigh<T>(own + at, y + (<usize>i) * sizeof<T>() + at, group - r, alpha, own + RESIDUAL + at, own + PSI + at);
  }
  for (let r = 0; r < group; r++) {
    if (folds != 0 && <i32>load<u8>(folds + <usize>(i + r)) == left) continue;
    const at = own + (<usize>r) * sizeof<T>();
    const e = <f64>load<T>(at, RESIDUAL);
    const psi = load<T>(at, PSI);
    count = enqueue<T>(own + QUEUE, count, X + (<usize>(i + r)) * pitch, psi);
    squares += e * e;
    weights += <f64>psi;
    largest = max(largest, abs(<f64>psi));
  }
  store<i32>(own, drain<T>(own + QUEUE, count, node + VECTOR, d), COUNT);
  store<f64>(node, squares, SQUARES);
  store<f64>(node, weights, WEIGHTS);
  store<f64>(node, largest, LARGEST);
}
