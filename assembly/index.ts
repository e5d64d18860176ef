// The ABI: every kernel of the hot loop in both precisions, f32 and f64. Pointers are byte offsets into the exported
// memory, which belongs to the caller from `heapBase` on. docs/kernels.md holds the contract of each.
//
// A projection has one shape: project…(v, d, scratch, then the set's vectors, then its numbers), in place.

import { adjoint } from "./macro/adjoint";
import { gradient } from "./macro/gradient";
import { gradients } from "./macro/gradients";
import { gram } from "./macro/gram";
import { latents } from "./macro/latent";
import { addProducts } from "./macro/products";
import { correlateRows, shiftRows, toSigns } from "./random/laws";
import { moments } from "./macro/moments";
import { collapse, join } from "./macro/nodes";
import { pack, support } from "./macro/panel";
import { step, scale, inner, squaredDistance } from "./macro/vectors";
import { projectSparse } from "./projections/sparse";
import { projectL1Ball } from "./projections/l1-ball";
import { projectL2Ball } from "./projections/l2-ball";
import { projectLinfBall } from "./projections/linf-ball";
import { projectBox } from "./projections/box";
import { projectLowRank } from "./projections/low-rank";
import { projectNuclearBall } from "./projections/nuclear-ball";
import { projectSpectralBall } from "./projections/spectral-ball";
import { projectNonnegative } from "./projections/nonnegative";

export { projectAnnulusF64 } from "./projections/annulus";
export { projectBinaryF64 } from "./projections/binary";
export { projectBlockSparseF64 } from "./projections/block-sparse";
export { projectCappedSimplexF64 } from "./projections/capped-simplex";
export { projectElasticNetBallF64 } from "./projections/elastic-net-ball";
export { projectGroupL2BallF64 } from "./projections/group-l2-ball";
export { projectGroupSparseF64 } from "./projections/group-sparse";
export { projectL1InfBallF64 } from "./projections/l1-inf-ball";
export { projectMonotoneConeF64 } from "./projections/monotone-cone";
export { projectNonnegativeL1BallF64 } from "./projections/nonnegative-l1-ball";
export { projectSimplexF64 } from "./projections/simplex";
export { projectSortedL1BallF64 } from "./projections/sorted-l1-ball";
export { projectSparseBallF64 } from "./projections/sparse-ball";
export { projectSparseNonnegativeF64 } from "./projections/sparse-nonnegative";
export { projectSparsePerGroupF64 } from "./projections/sparse-per-group";
export { projectSparseSimplexF64 } from "./projections/sparse-simplex";
export { projectTotalVariationBallF64 } from "./projections/total-variation-ball";
export { projectTreeSparseF64 } from "./projections/tree-sparse";
export { projectWeightedL1BallF64 } from "./projections/weighted-l1-ball";
export { philox } from "./random/philox";
export { fillNormalF32, fillNormalF64 } from "./random/normal";

/** The first byte that no kernel claims. */
export const heapBase: usize = __heap_base;

export function gradientF32(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: f32, alpha: f32, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gradient<f32>(
    X, pitch, y, begin, end, blockRows, d, w, bias, alpha, panel, groupBytes, offsets, s, nodes, nodeBytes, scratch,
    true,
  );
}

export function gradientF64(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: f64, alpha: f64, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gradient<f64>(
    X, pitch, y, begin, end, blockRows, d, w, bias, alpha, panel, groupBytes, offsets, s, nodes, nodeBytes, scratch,
    true,
  );
}

export function objectiveF32(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: f32, alpha: f32, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gradient<f32>(
    X, pitch, y, begin, end, blockRows, d, w, bias, alpha, panel, groupBytes, offsets, s, nodes, nodeBytes, scratch,
    false,
  );
}

export function objectiveF64(
  X: usize, pitch: usize, y: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  w: usize, bias: f64, alpha: f64, panel: usize, groupBytes: usize, offsets: usize, s: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gradient<f64>(
    X, pitch, y, begin, end, blockRows, d, w, bias, alpha, panel, groupBytes, offsets, s, nodes, nodeBytes, scratch,
    false,
  );
}

export function gradientsF32(
  X: usize, pitch: usize, y: usize, folds: usize, begin: i32, end: i32, blockRows: i32, d: i32, alpha: f32,
  iterates: usize, count: i32, panel: usize, groupBytes: usize,
  nodes: usize, treeBytes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gradients<f32>(
    X, pitch, y, folds, begin, end, blockRows, d, alpha, iterates, count, panel, groupBytes,
    nodes, treeBytes, nodeBytes, scratch,
  );
}

export function gradientsF64(
  X: usize, pitch: usize, y: usize, folds: usize, begin: i32, end: i32, blockRows: i32, d: i32, alpha: f64,
  iterates: usize, count: i32, panel: usize, groupBytes: usize,
  nodes: usize, treeBytes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gradients<f64>(
    X, pitch, y, folds, begin, end, blockRows, d, alpha, iterates, count, panel, groupBytes,
    nodes, treeBytes, nodeBytes, scratch,
  );
}

export function adjointF32(
  X: usize, pitch: usize, weights: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return adjoint<f32>(X, pitch, weights, begin, end, blockRows, d, nodes, nodeBytes, scratch);
}

export function adjointF64(
  X: usize, pitch: usize, weights: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return adjoint<f64>(X, pitch, weights, begin, end, blockRows, d, nodes, nodeBytes, scratch);
}

export function gramF32(
  X: usize, pitch: usize, weights: usize, target: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  columns: usize, k: i32, nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gram<f32>(
    X, pitch, weights, target, begin, end, blockRows, d, columns, k, nodes, nodeBytes, scratch,
  );
}

export function gramF64(
  X: usize, pitch: usize, weights: usize, target: usize, begin: i32, end: i32, blockRows: i32, d: i32,
  columns: usize, k: i32, nodes: usize, nodeBytes: usize, scratch: usize,
): i32 {
  return gram<f64>(
    X, pitch, weights, target, begin, end, blockRows, d, columns, k, nodes, nodeBytes, scratch,
  );
}

export function latentF32(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32,
  w: usize, bias: f32, panel: usize, groupBytes: usize, offsets: usize, s: i32, out: usize,
): void {
  latents<f32>(X, pitch, begin, end, d, w, bias, panel, groupBytes, offsets, s, out);
}

export function latentF64(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32,
  w: usize, bias: f64, panel: usize, groupBytes: usize, offsets: usize, s: i32, out: usize,
): void {
  latents<f64>(X, pitch, begin, end, d, w, bias, panel, groupBytes, offsets, s, out);
}

export function addProductsF32(
  X: usize, pitch: usize, begin: i32, end: i32, support: usize, weights: usize, s: i32, z: usize,
): void {
  addProducts<f32>(X, pitch, begin, end, support, weights, s, z);
}

export function addProductsF64(
  X: usize, pitch: usize, begin: i32, end: i32, support: usize, weights: usize, s: i32, z: usize,
): void {
  addProducts<f64>(X, pitch, begin, end, support, weights, s, z);
}

export function toSignsF32(X: usize, pitch: usize, begin: i32, end: i32, d: i32): void {
  toSigns<f32>(X, pitch, begin, end, d);
}

export function shiftRowsF32(X: usize, pitch: usize, begin: i32, end: i32, d: i32, shift: f64): void {
  shiftRows<f32>(X, pitch, begin, end, d, shift);
}

export function correlateRowsF32(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, rho: f64, fresh: f64,
): void {
  correlateRows<f32>(X, pitch, begin, end, d, rho, fresh);
}

export function toSignsF64(X: usize, pitch: usize, begin: i32, end: i32, d: i32): void {
  toSigns<f64>(X, pitch, begin, end, d);
}

export function shiftRowsF64(X: usize, pitch: usize, begin: i32, end: i32, d: i32, shift: f64): void {
  shiftRows<f64>(X, pitch, begin, end, d, shift);
}

export function correlateRowsF64(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, rho: f64, fresh: f64,
): void {
  correlateRows<f64>(X, pitch, begin, end, d, rho, fresh);
}

export function joinF32(nodes: usize, count: i32, nodeBytes: usize, d: i32, block: i32): i32 {
  return join<f32>(nodes, count, nodeBytes, d, block);
}

export function joinF64(nodes: usize, count: i32, nodeBytes: usize, d: i32, block: i32): i32 {
  return join<f64>(nodes, count, nodeBytes, d, block);
}

export function collapseF32(nodes: usize, count: i32, nodeBytes: usize, d: i32): void {
  collapse<f32>(nodes, count, nodeBytes, d);
}

export function collapseF64(nodes: usize, count: i32, nodeBytes: usize, d: i32): void {
  collapse<f64>(nodes, count, nodeBytes, d);
}

export function packF32(
  X: usize, pitch: usize, begin: i32, end: i32,
  columns: usize, slots: usize, count: i32, panel: usize, groupBytes: usize,
): void {
  pack<f32>(X, pitch, begin, end, columns, slots, count, panel, groupBytes);
}

export function packF64(
  X: usize, pitch: usize, begin: i32, end: i32,
  columns: usize, slots: usize, count: i32, panel: usize, groupBytes: usize,
): void {
  pack<f64>(X, pitch, begin, end, columns, slots, count, panel, groupBytes);
}

export function supportF32(w: usize, d: i32, limit: i32, indices: usize, values: usize): i32 {
  return support<f32>(w, d, limit, indices, values);
}

export function supportF64(w: usize, d: i32, limit: i32, indices: usize, values: usize): i32 {
  return support<f64>(w, d, limit, indices, values);
}

export function momentsF32(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, shift: usize, sums: usize, squares: usize,
): void {
  moments<f32>(X, pitch, begin, end, d, shift, sums, squares);
}

export function momentsF64(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, shift: usize, sums: usize, squares: usize,
): void {
  moments<f64>(X, pitch, begin, end, d, shift, sums, squares);
}

export function stepF32(w: usize, g: usize, mu: f32, out: usize, d: i32): void {
  step<f32>(w, g, mu, out, d);
}

export function stepF64(w: usize, g: usize, mu: f64, out: usize, d: i32): void {
  step<f64>(w, g, mu, out, d);
}

export function scaleF32(a: usize, c: f32, out: usize, d: i32): f64 {
  return scale<f32>(a, c, out, d);
}

export function scaleF64(a: usize, c: f64, out: usize, d: i32): f64 {
  return scale<f64>(a, c, out, d);
}

export function innerF32(a: usize, b: usize, d: i32): f64 {
  return inner<f32>(a, b, d);
}

export function innerF64(a: usize, b: usize, d: i32): f64 {
  return inner<f64>(a, b, d);
}

export function squaredDistanceF32(a: usize, b: usize, d: i32): f64 {
  return squaredDistance<f32>(a, b, d);
}

export function squaredDistanceF64(a: usize, b: usize, d: i32): f64 {
  return squaredDistance<f64>(a, b, d);
}

export function projectSparseF32(v: usize, d: i32, scratch: usize, s: i32): void {
  projectSparse<f32>(v, d, scratch, s);
}

export function projectSparseF64(v: usize, d: i32, scratch: usize, s: i32): void {
  projectSparse<f64>(v, d, scratch, s);
}

export function projectL1BallF32(v: usize, d: i32, scratch: usize, radius: f64): void {
  projectL1Ball<f32>(v, d, scratch, radius);
}

export function projectL1BallF64(v: usize, d: i32, scratch: usize, radius: f64): void {
  projectL1Ball<f64>(v, d, scratch, radius);
}

export function projectL2BallF32(v: usize, d: i32, scratch: usize, radius: f64): void {
  projectL2Ball<f32>(v, d, scratch, radius);
}

export function projectL2BallF64(v: usize, d: i32, scratch: usize, radius: f64): void {
  projectL2Ball<f64>(v, d, scratch, radius);
}

export function projectLinfBallF32(v: usize, d: i32, scratch: usize, radius: f32): void {
  projectLinfBall<f32>(v, d, scratch, radius);
}

export function projectLinfBallF64(v: usize, d: i32, scratch: usize, radius: f64): void {
  projectLinfBall<f64>(v, d, scratch, radius);
}

export function projectBoxF32(v: usize, d: i32, scratch: usize, lower: usize, upper: usize): void {
  projectBox<f32>(v, d, scratch, lower, upper);
}

export function projectBoxF64(v: usize, d: i32, scratch: usize, lower: usize, upper: usize): void {
  projectBox<f64>(v, d, scratch, lower, upper);
}

export function projectNonnegativeF32(v: usize, d: i32, scratch: usize): void {
  projectNonnegative<f32>(v, d, scratch);
}

export function projectNonnegativeF64(v: usize, d: i32, scratch: usize): void {
  projectNonnegative<f64>(v, d, scratch);
}

export function projectLowRankF64(
  v: usize, d: i32, scratch: usize, kept: usize, rows: i32, columns: i32, rank: i32,
): void {
  projectLowRank(v, d, scratch, kept, rows, columns, rank);
}

export function projectNuclearBallF64(
  v: usize, d: i32, scratch: usize, kept: usize, rows: i32, columns: i32, radius: f64,
): void {
  projectNuclearBall(v, d, scratch, kept, rows, columns, radius);
}

export function projectSpectralBallF64(
  v: usize, d: i32, scratch: usize, kept: usize, rows: i32, columns: i32, radius: f64,
): void {
  projectSpectralBall(v, d, scratch, kept, rows, columns, radius);
}
