import { notConverged } from '../errors.js';

/** A = Σ_k σ_k u_k v_kᵀ for k < min(rows, columns): σ descending, u_k and v_k row k of `left` and of `right`. */
export interface SingularTriplets {
  values: Float64Array;
  /** u_k, each `rows` long: orthonormal, and 0 where σ_k = 0. */
  left: Float64Array;
  /** v_k, each `columns` long: orthonormal, and 0 where σ_k = 0 in a matrix of fewer rows than columns. */
  right: Float64Array;
}

// About 15 as a rule: no proof bounds it, but no matrix of up to 300 was seen to take more than 30.
const SWEEPS = 60;
// Columns whose square is below this, where the largest entry is about 1, count as 0: their products would underflow.
const NEGLIGIBLE = 2 ** -450;

/**
 * The singular value decomposition of a row-major matrix, by one-sided Jacobi (Hestenes 1958): columns are turned in
 * pairs until all are orthogonal to rounding. Small singular values are as accurate as the columns' directions allow,
 * not only beside the largest (Demmel, Veselić 1992). Those below 1e-67 of it come out as 0.
 */
export function svd(matrix: ArrayLike<number>, rows: number, columns: number): SingularTriplets {
  const transposed = rows < columns;
  const [tall, n] = transposed ? [columns, rows] : [rows, columns];
  // A column of the tall matrix, filled up to four, and below it one of the turns V, so that one loop turns both.
  const m = (tall + 3) & ~3;
  const pitch = m + ((n + 3) & ~3);
  const work = new Float64Array(n * pitch);
  const scale = scaleOf(matrix);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < tall; i++) {
      work[j * pitch + i] = scale * matrix[transposed ? j * columns + i : i * columns + j];
    }
    work[j * pitch + m + j] = 1;
  }
  const squares = orthogonalize(work, m, n, pitch);
  const values = new Float64Array(n);
  const turned = new Float64Array(n * tall);
  const turns = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const at = k * pitch;
    const size = squares[k] < NEGLIGIBLE ? 0 : Math.sqrt(squares[k]);
    values[k] = size / scale;
    for (let i = 0; i < tall && size > 0; i++) turned[k * tall + i] = work[at + i] / size;
    turns.set(work.subarray(at + m, at + m + n), k * n);
  }
  return transposed
    ? { values, left: turns, right: turned }
    : { values, left: turned, right: turns };
}

/** Σ_k weights_k u_k v_kᵀ over the weights there are, row-major, to `out`. */
export function recompose(
  { left, right, values }: SingularTriplets,
  weights: ArrayLike<number>,
  out: Float64Array,
): Float64Array {
  const rows = left.length / values.length;
  const columns = right.length / values.length;
  out.fill(0);
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue;
    for (let i = 0; i < rows; i++) {
      const factor = weights[k] * left[k * rows + i];
      for (let j = 0; j < columns; j++) out[i * columns + j] += factor * right[k * columns + j];
    }
  }
  return out;
}

/** What the kernel of the same algorithm needs: two matrices, V and the squares; and V between its calls. */
export function svdKernelBytes(rows: number, columns: number): { scratch: number; memory: number } {
  const n = Math.min(rows, columns);
  const [m, turns] = [(Math.max(rows, columns) + 3) & ~3, (n + 3) & ~3];
  return { scratch: 8 * n * (2 * m + turns + 4), memory: 8 * n * turns };
}

/** The power of two that brings the largest entry to about 1. */
function scaleOf(matrix: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < matrix.length; i++) largest = Math.max(largest, Math.abs(matrix[i]));
  if (largest === 0) return 1;
  return 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
}

// Turns pairs of columns until the first m entries of all are orthogonal, the longer of a pair first; answers their
// squares, descending. The kernel assembly/projections/svd.ts does the same sums in the same order: among equal
// singular values both end with the same vectors.
function orthogonalize(work: Float64Array, m: number, n: number, pitch: number): Float64Array {
  // What the rounding of a product in four sums of m / 4 terms, and of the last turn, can come to.
  const tolerance = (m / 4 + 8) * 2 ** -53;
  const squares = new Float64Array(n);
  for (let sweep = 0, turned = true; turned; sweep++) {
    if (sweep === SWEEPS) throw unsettled(n);
    turned = false;
    for (let j = 0; j < n; j++) squares[j] = dot(work, j * pitch, j * pitch, m);
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (squares[q] > squares[p]) swap(work, squares, p, q, pitch);
        if (!(squares[q] >= NEGLIGIBLE)) continue;
        const product = dot(work, p * pitch, q * pitch, m);
        if (!(Math.abs(product) > tolerance * Math.sqrt(squares[p] * squares[q]))) continue;
        const half = (squares[p] - squares[q]) / 2;
        const tangent = product / (half + Math.sqrt(half * half + product * product));
        turn(work, p * pitch, q * pitch, pitch, tangent);
        // Exact again at the next sweep, which follows for sure.
        squares[p] += tangent * product;
        squares[q] -= tangent * product;
        turned = true;
      }
    }
  }
  return squares;
}

const unsettled = (n: number) =>
  notConverged(
    'svd',
    `${n} columns that are not orthogonal after ${SWEEPS} sweeps`,
    'all orthogonal to rounding',
    'Report this matrix: it should not happen.',
  );

function dot(work: Float64Array, x: number, y: number, m: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < m; i += 4) {
    s0 += work[x + i] * work[y + i];
    s1 += work[x + i + 1] * work[y + i + 1];
    s2 += work[x + i + 2] * work[y + i + 2];
    s3 += work[x + i + 3] * work[y + i + 3];
  }
  return s0 + s2 + (s1 + s3);
}

// As what is added to the columns, which a small turn rounds less than products with its cosine (Rutishauser 1966).
function turn(work: Float64Array, x: number, y: number, length: number, tangent: number): void {
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  const half = sine / (1 + cosine);
  for (let i = 0; i < length; i++) {
    const [a, b] = [work[x + i], work[y + i]];
    work[x + i] = a + sine * (b - half * a);
    work[y + i] = b - sine * (a + half * b);
  }
}

function swap(work: Float64Array, squares: Float64Array, p: number, q: number, pitch: number) {
  [squares[p], squares[q]] = [squares[q], squares[p]];
  const column = work.slice(p * pitch, (p + 1) * pitch);
  work.copyWithin(p * pitch, q * pitch, (q + 1) * pitch);
  work.set(column, q * pitch);
}
