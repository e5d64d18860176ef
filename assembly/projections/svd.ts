// A = Σ σ_k u_k v_kᵀ of a row-major matrix, by one-sided Jacobi (Hestenes 1958): columns are turned in pairs until all
// are orthogonal to rounding. src/numerics/svd.ts does the same sums in the same order.
//
// A cold start turns the columns of A itself; a warm one those of A V, with the V of the last call, which are nearly
// orthogonal where A has changed little. Where there are fewer rows than columns, Aᵀ stands for A.
//
//   scratch   n columns of m + n entries: σ_k u_k, below it v_k, each filled with zeros up to fours
//             n squares σ_k² of the scaled columns, n values σ_k, 2n entries for the caller
//             n columns of m entries: A
//   kept      n columns of n entries: V; zeros where there is none yet

import { axpy } from "../micro/axpy";
import { sumLanes } from "../micro/lanes";

// Far more than it ever takes; so that it ends.
const SWEEPS: i32 = 60;
// Columns whose square is below this, where the largest entry is about 1, count as 0: their products would underflow.
const NEGLIGIBLE: f64 = reinterpret<f64>((1023 - 450) << 52);

/** Bytes of `count` numbers, filled up to fours. */
// @ts-ignore: decorator
@inline
function bytesOf(count: i32): usize {
  return (<usize>((count + 3) & ~3)) << 3;
}

// @ts-ignore: decorator
@inline
function squaresOf(scratch: usize, rows: i32, columns: i32): usize {
  return scratch + (<usize>min(rows, columns)) * (bytesOf(rows) + bytesOf(columns));
}

/** Where `decompose` leaves σ: min(rows, columns) f64, descending; the twice as many behind them are free after it. */
export function valuesOf(scratch: usize, rows: i32, columns: i32): usize {
  return squaresOf(scratch, rows, columns) + ((<usize>min(rows, columns)) << 3);
}

/**
 * Leaves the decomposition of A in scratch and V in `kept`; false, and nothing changed, where A is 0 or not finite.
 *
 * A warm start gives the first `front` triplets, and leaves the others undone where they stand apart.
 */
export function decompose(A: usize, rows: i32, columns: i32, front: i32, scratch: usize, kept: usize): bool {
  const scale = scaleOf(A, rows * columns);
  if (scale == 0) return false;
  const n = min(rows, columns);
  const tall = max(rows, columns);
  const m = bytesOf(tall);
  const side = bytesOf(n);
  const pitch = m + side;
  const squares = squaresOf(scratch, rows, columns);
  const values = valuesOf(scratch, rows, columns);
  const packed = values + 3 * ((<usize>n) << 3);
  pack(A, rows, columns, scale, packed, m);
  if (recall(kept, n, side, scratch + m, pitch)) {
    for (let j: usize = 0; j < <usize>n; j++) {
      const column = scratch + j * pitch;
      memory.fill(column, 0, m);
      for (let i: usize = 0; i < <usize>n; i++) {
        axpy<f64>(load<f64>(column + m + (i << 3)), packed + i * m, column, <i32>(m >> 3));
      }
    }
    orthogonalize(scratch, m, n, pitch, front, squares);
    if (!standsApart(squares, n, front, <f64>tall)) orthogonalize(scratch, m, n, pitch, n, squares);
  } else {
    for (let j: usize = 0; j < <usize>n; j++) {
      const column = scratch + j * pitch;
      memory.copy(column, packed + j * m, m);
      memory.fill(column + m, 0, side);
      store<f64>(column + m + (j << 3), 1);
    }
    orthogonalize(scratch, m, n, pitch, n, squares);
  }
  for (let k: usize = 0; k < <usize>n; k++) {
    const square = load<f64>(squares + (k << 3));
    store<f64>(values + (k << 3), square < NEGLIGIBLE ? 0 : sqrt(square) / scale);
    memory.copy(kept + k * side, scratch + k * pitch + m, side);
  }
  return true;
}

/** A = Σ_k σ_k u_k v_kᵀ over k < count, with the σ that stand at `valuesOf` now. */
export function recompose(A: usize, rows: i32, columns: i32, count: i32, scratch: usize): void {
  const m = bytesOf(max(rows, columns));
  const pitch = m + bytesOf(min(rows, columns));
  const squares = squaresOf(scratch, rows, columns);
  const values = valuesOf(scratch, rows, columns);
  const bytes = (<usize>columns) << 3;
  memory.fill(A, 0, (<usize>rows) * bytes);
  for (let k: usize = 0; k < <usize>count; k++) {
    const value = load<f64>(values + (k << 3));
    if (value == 0) continue;
    const factor = value / sqrt(load<f64>(squares + (k << 3)));
    const column = scratch + k * pitch;
    const left = rows < columns ? column + m : column;
    const right = rows < columns ? column : column + m;
    for (let i: usize = 0; i < <usize>rows; i++) {
      axpy<f64>(factor * load<f64>(left + (i << 3)), right, A + i * bytes, columns);
    }
  }
}

// The power of two that brings the largest entry to about 1; 0 where that is 0 or not finite.
function scaleOf(A: usize, count: i32): f64 {
  let largest: f64 = 0;
  for (let i: usize = 0; i < <usize>count; i++) largest = max(largest, abs(load<f64>(A + (i << 3))));
  if (!(largest > 0 && largest < Infinity)) return 0;
  const exponent = <i64>(reinterpret<u64>(largest) >> 52) - 1023;
  return reinterpret<f64>(<u64>(1023 - max(<i64>-1022, min(<i64>1022, exponent))) << 52);
}

function pack(A: usize, rows: i32, columns: i32, scale: f64, to: usize, m: usize): void {
  const n = min(rows, columns);
  const tall = max(rows, columns);
  // From an entry to the next of a column, and from a column to the next.
  const step: usize = rows < columns ? 8 : (<usize>columns) << 3;
  const next: usize = rows < columns ? (<usize>columns) << 3 : 8;
  memory.fill(to, 0, (<usize>n) * m);
  for (let j: usize = 0; j < <usize>n; j++) {
    for (let i: usize = 0; i < <usize>tall; i++) {
      store<f64>(to + j * m + (i << 3), scale * load<f64>(A + j * next + i * step));
    }
  }
}

// V as it was kept, made orthonormal anew, so that the rounding of many calls does not gather; false without a V.
function recall(kept: usize, n: i32, side: usize, V: usize, pitch: usize): bool {
  for (let j: usize = 0; j < <usize>n; j++) {
    const column = V + j * pitch;
    memory.copy(column, kept + j * side, side);
    for (let i: usize = 0; i < j; i++) {
      axpy<f64>(-dot(V + i * pitch, column, side), V + i * pitch, column, n);
    }
    const square = dot(column, column, side);
    if (!(square > 0.5 && square < 2)) return false;
    const length = sqrt(square);
    for (let i: usize = 0; i < <usize>n; i++) {
      store<f64>(column + (i << 3), load<f64>(column + (i << 3)) / length);
    }
  }
  return true;
}

// Turns pairs of columns until the first m bytes of the first `front` are orthogonal to all others, the longer of a
// pair first; leaves the squares, those in front descending.
function orthogonalize(work: usize, m: usize, n: i32, pitch: usize, front: i32, squares: usize): void {
  // What the rounding of a product in four sums of m / 4 terms, and of the last turn, can come to.
  const tolerance = (<f64>(m >> 3) / 4 + 8) * reinterpret<f64>((1023 - 53) << 52);
  let turned = true;
  for (let sweep = 0; turned && sweep < SWEEPS; sweep++) {
    turned = false;
    for (let j: usize = 0; j < <usize>n; j++) {
      store<f64>(squares + (j << 3), dot(work + j * pitch, work + j * pitch, m));
    }
    for (let p: usize = 0; p < <usize>front; p++) {
      const x = work + p * pitch;
      let xx = load<f64>(squares + (p << 3));
      for (let q = p + 1; q < <usize>n; q++) {
        const y = work + q * pitch;
        let yy = load<f64>(squares + (q << 3));
        if (yy > xx) {
          swap(x, y, pitch);
          const square = xx;
          xx = yy;
          yy = square;
          store<f64>(squares + (q << 3), yy);
        }
        if (!(yy >= NEGLIGIBLE)) continue;
        const product = dot(x, y, m);
        if (!(abs(product) > tolerance * sqrt(xx * yy))) continue;
        const half = (xx - yy) / 2;
        const tangent = product / (half + sqrt(half * half + product * product));
        turn(x, y, pitch, tangent);
        // Exact again at the next sweep, which follows for sure.
        xx += tangent * product;
        store<f64>(squares + (q << 3), yy - tangent * product);
        turned = true;
      }
      store<f64>(squares + (p << 3), xx);
    }
  }
}

// Whether the columns from `front` on, not orthogonal to each other, can hold no larger singular value than those
// before, and hold one that is no rounding of 0.
function standsApart(squares: usize, n: i32, front: i32, tall: f64): bool {
  if (front == n) return true;
  let sum: f64 = 0;
  let largest: f64 = 0;
  for (let k: usize = front; k < <usize>n; k++) {
    const square = load<f64>(squares + (k << 3));
    sum += square;
    largest = max(largest, square);
  }
  const zero = tall * reinterpret<f64>((1023 - 52) << 52);
  // Of a set of columns no singular value is above the root of the sum of squares.
  return sum < load<f64>(squares + ((<usize>front - 1) << 3)) && largest > zero * zero * load<f64>(squares);
}

// ⟨x, y⟩ over m bytes, a multiple of four numbers, in four sums.
function dot(x: usize, y: usize, m: usize): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  for (let k: usize = 0; k < m; k += 32) {
    a = f64x2.add(a, f64x2.mul(v128.load(x + k), v128.load(y + k)));
    b = f64x2.add(b, f64x2.mul(v128.load(x + k, 16), v128.load(y + k, 16)));
  }
  return sumLanes<f64>(f64x2.add(a, b));
}

// As what is added to the columns, which a small turn rounds less than products with its cosine (Rutishauser 1966).
function turn(x: usize, y: usize, bytes: usize, tangent: f64): void {
  const cosine = 1 / sqrt(1 + tangent * tangent);
  const s = f64x2.splat(cosine * tangent);
  const t = f64x2.splat((cosine * tangent) / (1 + cosine));
  for (let k: usize = 0; k < bytes; k += 16) {
    const a = v128.load(x + k);
    const b = v128.load(y + k);
    v128.store(x + k, f64x2.add(a, f64x2.mul(s, f64x2.sub(b, f64x2.mul(t, a)))));
    v128.store(y + k, f64x2.sub(b, f64x2.mul(s, f64x2.add(a, f64x2.mul(t, b)))));
  }
}

function swap(x: usize, y: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    const a = v128.load(x + k);
    v128.store(x + k, v128.load(y + k));
    v128.store(y + k, a);
  }
}
