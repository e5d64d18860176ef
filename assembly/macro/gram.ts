// Σ ωᵢ uᵢ uᵢᵀ of the rows' entries in a support and their target, uᵢ = (x_{iS}, tᵢ): the normal equations of least
// squares on a support, in f64 whatever T is.
//
// Active rows are packed, a chunk at a time, into strips of four entries, once as they are and once weighted; then every
// 4 × 4 tile on or below the diagonal is the product of two strips, which stay in the cache. Sums run over the blocks of
// `gradient` and along the same tree: a node's vector is the tiles, row by row.

import { outer } from "../micro/outer";
import { join, LARGEST, LEVEL, SQUARES, VECTOR, WEIGHTS } from "./nodes";

/** Rows of a chunk. */
const CHUNK: i32 = 64;

/** Bytes of a strip: four f64 a row. A line more than they take, so that strips do not meet in one set of the cache. */
const STRIP: usize = 32 * 64 + 64;

const TILE: usize = 128;

// Entry `index` of row r of the chunk, in the strips from `strips` on.
// @ts-ignore: decorator
@inline
function place(strips: usize, index: i32, r: i32): usize {
  return strips + (<usize>(index >> 2)) * STRIP + ((<usize>r) << 5) + ((<usize>(index & 3)) << 3);
}

/** A row into both strips; entries beyond the target are 0. */
function packRow<T>(
  x: usize, d: i32, weight: f64, target: f64, columns: usize, k: i32, r: i32, plain: usize, weighted: usize,
): void {
  for (let a = 0; a < k; a++) {
    const j = load<i32>(columns + ((<usize>a) << 2));
    const value: f64 = j < d ? <f64>load<T>(x + (<usize>j) * sizeof<T>()) : 1;
    store<f64>(place(plain, a, r), value);
    store<f64>(place(weighted, a, r), weight * value);
  }
  store<f64>(place(plain, k, r), target);
  store<f64>(place(weighted, k, r), 0);
  for (let a = k + 1; (a & 3) != 0; a++) {
    store<f64>(place(plain, a, r), 0);
    store<f64>(place(weighted, a, r), 0);
  }
}

/** tiles += the products of all strips of the chunk. */
function addChunk(plain: usize, weighted: usize, strips: i32, rows: i32, tiles: usize): void {
  let tile = tiles;
  for (let p = 0; p < strips; p++) {
    for (let q = 0; q <= p; q++) {
      outer(plain + (<usize>p) * STRIP, weighted + (<usize>q) * STRIP, rows, tile);
      tile += TILE;
    }
  }
}

/**
 * The nodes of blocks begin/blockRows … from `nodes` on; answers how many. weights, target: f64, indexed by i; a row of
 * weight 0 is not read. columns: k i32; index d is a column of ones. With m = ⌊k/4⌋ + 1 strips, a node has room for
 * 8m(m + 1) f64, scratch for 2m strips of 2112 bytes.
 */
export function gram<T>(
  X: usize, pitch: usize, weights: usize, target: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  columns: usize, k: i32, nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  const strips = (k >> 2) + 1;
  const length = 8 * strips * (strips + 1);
  const plain = scratch;
  const weighted = scratch + (<usize>strips) * STRIP;
  let blocks = 0;
  for (let first = begin; first < end; first += blockRows) {
    const last = min(first + blockRows, end);
    const node = nodes + (<usize>blocks) * nodeBytes;
    memory.fill(node + VECTOR, 0, (<usize>length) << 3);
    let rows = 0;
    for (let i = first; i < last; i++) {
      const at = (<usize>i) << 3;
      const weight = load<f64>(weights + at);
      if (weight == 0) continue;
      packRow<T>(X + (<usize>i) * pitch, d, weight, load<f64>(target + at), columns, k, rows, plain, weighted);
      if (++rows < CHUNK) continue;
      addChunk(plain, weighted, strips, rows, node + VECTOR);
      rows = 0;
    }
    addChunk(plain, weighted, strips, rows, node + VECTOR);
    store<f64>(node + SQUARES, 0);
    store<f64>(node + WEIGHTS, 0);
    store<f64>(node + LARGEST, 0);
    store<i32>(node + LEVEL, 0);
    blocks = join<f64>(nodes, blocks + 1, nodeBytes, length, first / blockRows);
  }
  return blocks;
}
