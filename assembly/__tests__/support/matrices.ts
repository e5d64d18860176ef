// Matrices for the projections that stand on a singular value decomposition.

import { array, bytes, copy, difference, distance, get, intact, list, reset, set } from "./memory";
import { integer, real } from "./numbers";

export const MATRICES: i32 = 6;

/** A new matrix, row by row, of one kind: reals, small integers, rank one, equal magnitudes, diagonal, graded columns. */
export function matrix(kind: i32, rows: i32, columns: i32): usize {
  const p = array<f64>(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let x = real();
      if (kind == 1) x = <f64>integer(-2, 2);
      else if (kind == 2) x = <f64>((i + 1) * (j - 1));
      else if (kind == 3) x = integer(0, 1) == 0 ? -1.5 : 1.5;
      else if (kind == 4) x = i == j ? <f64>(i + 1) : 0;
      else if (kind == 5) x *= 10.0 ** <f64>(-2 * j);
      set<f64>(p, i * columns + j, x);
    }
  }
  return p;
}

const filled = (count: i32): i32 => (count + 3) & ~3;

/** As much scratch as the decomposition asks for. */
export function scratchFor(rows: i32, columns: i32): usize {
  const n = min(rows, columns);
  return bytes(<usize>(8 * n * (2 * filled(max(rows, columns)) + filled(n) + 4)), 8);
}

/** As much memory between calls, zeros. */
export function keptFor(rows: i32, columns: i32): usize {
  const n = min(rows, columns);
  const size = <usize>(8 * n * filled(n));
  const p = bytes(size, 8);
  memory.fill(p, 0, size);
  return p;
}

/** ‖A‖ (Frobenius). */
export function frobenius(A: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < count; k++) sum += get<f64>(A, k) * get<f64>(A, k);
  return sqrt(sum);
}

/** ⟨A, B⟩. */
export function product(A: usize, B: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < count; k++) sum += get<f64>(A, k) * get<f64>(B, k);
  return sum;
}

/** σ₁ by power iteration on AᵀA, a lower bound that is near after many steps. */
export function spectral(A: usize, rows: i32, columns: i32): f64 {
  const x = new Float64Array(columns);
  const y = new Float64Array(rows);
  for (let j = 0; j < columns; j++) x[j] = real();
  let size: f64 = 0;
  for (let step = 0; step < 3000; step++) {
    let squares: f64 = 0;
    for (let j = 0; j < columns; j++) squares += x[j] * x[j];
    const length = sqrt(squares);
    if (length == 0) return 0;
    squares = 0;
    for (let i = 0; i < rows; i++) {
      let sum: f64 = 0;
      for (let j = 0; j < columns; j++) sum += get<f64>(A, i * columns + j) * x[j];
      y[i] = sum / length;
      squares += y[i] * y[i];
    }
    size = sqrt(squares);
    for (let j = 0; j < columns; j++) {
      let sum: f64 = 0;
      for (let i = 0; i < rows; i++) sum += get<f64>(A, i * columns + j) * y[i];
      x[j] = sum;
    }
  }
  return size;
}

/** A projection of matrices onto a ball of singular values: (v, d, scratch, memory, rows, columns, radius). */
export type MatrixProjection = (v: usize, d: i32, scratch: usize, kept: usize, rows: i32, columns: i32, radius: f64) => void;

/** The projection of the values is that wanted. */
export function byHand(
  project: MatrixProjection, rows: i32, columns: i32, radius: f64, values: StaticArray<f64>, want: StaticArray<f64>,
): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, scratchFor(rows, columns), keptFor(rows, columns), rows, columns, radius);
  expect(distance<f64>(v, list<f64>(want), values.length)).toBeLessThan(1e-15, `${rows} × ${columns}`);
  expect(intact()).toBe(true);
}

/** Along matrices that change a little, a start from the last call ends where a start from nothing does. */
export function warmAsCold(project: MatrixProjection, radius: f64): void {
  reset();
  const base = matrix(0, 7, 9);
  const v = array<f64>(63);
  const cold = array<f64>(63);
  const scratch = scratchFor(7, 9);
  const kept = keptFor(7, 9);
  const none = keptFor(7, 9);
  for (let call = 0; call < 15; call++) {
    for (let k = 0; k < 63; k++) set<f64>(v, k, get<f64>(base, k) + 0.01 * real());
    memory.copy(cold, v, 63 * 8);
    memory.fill(none, 0, 7 * 8 * 8);
    project(v, 63, scratch, kept, 7, 9, radius);
    project(cold, 63, scratch, none, 7, 9, radius);
    expect(distance<f64>(v, cold, 63)).toBeLessThan(1e-13, `call ${call}`);
    expect(intact()).toBe(true, `call ${call}`);
  }
}

/** Inside the ball no bit changes. */
export function insideUnchanged(project: MatrixProjection): void {
  reset();
  const v = list<f64>([0.1, -0.0, 0.3, -0.2]);
  const before = copy<f64>(v, 4);
  project(v, 4, scratchFor(2, 2), keptFor(2, 2), 2, 2, 1);
  expect(difference<f64>(v, before, 4)).toBe(-1);
}
