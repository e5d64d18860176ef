// The kernels that every fit needs, and the projections that are made in both precisions.

import { adjoint } from "./macro/adjoint";
import { gradient } from "./macro/gradient";
import { gradients } from "./macro/gradients";
import { gram } from "./macro/gram";
import { latents } from "./macro/latent";
import { moments } from "./macro/moments";
import { collapse, join } from "./macro/nodes";
import { pack, support } from "./macro/panel";
import { step, scale, inner, squaredDistance } from "./macro/vectors";
import { projectSparse } from "./projections/sparse";
import { projectL1Ball } from "./projections/l1-ball";
import { projectL2Ball } from "./projections/l2-ball";
import { projectLinfBall } from "./projections/linf-ball";
import { projectBox } from "./projections/box";
import { projectNonnegative } from "./projections/nonnegative";

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
