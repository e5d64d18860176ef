// The kernels that most fits do without: projections in f64 alone, rows that are made where they stay. In the library they are
// a module of their own, on the memory of the core's.

import { addProducts } from "./macro/products";
import { correlateRows, shiftRows, toSigns } from "./random/laws";
import { projectLowRank } from "./projections/low-rank";
import { projectNuclearBall } from "./projections/nuclear-ball";
import { projectSpectralBall } from "./projections/spectral-ball";

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
