import { recompose, svd } from '../numerics/svd.js';
import { builtIn } from '../problem/built-in.js';
import { allFinite, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkEntries, checkShape, invalid } from './parameters.js';

/**
 * K = {w : WᵀW = I}: w is, row by row, a matrix W of orthonormal columns, a point of the Stiefel manifold.
 *
 * P_K(V) = U Vᵀ of the singular value decomposition V = U Σ Vᵀ, the polar factor; V itself where WᵀW = I to
 * rounding. Not convex. Where a singular value is 0 several points are equally near: its u is the first unit vector
 * e_0, e_1, … that is far enough from the other columns of U, made orthogonal to them.
 *
 * Algorithm: one-sided Jacobi (Hestenes 1958).
 *
 * Cost O(rows · columns²) a sweep, up to about ten sweeps.
 *
 * @param given rows and columns of the matrix, rows ≥ columns.
 * @throws RelufitError INVALID_CONSTRAINT when they are not two positive integers, rows < columns, or rows · columns
 * is not d when the set meets the data.
 * @see N. J. Higham, "Computing the polar decomposition, with applications" (1986).
 * @example
 * ```ts
 * orthonormal({ rows: 2, columns: 2 }).project([0, 3, -2, 0]); // [0, 1, -1, 0]
 * ```
 */
export function orthonormal(given: { rows: number; columns: number }): Constraint {
  const shape = checkShape(given, 'orthonormal');
  const { rows, columns } = shape;
  if (rows < columns) {
    throw invalid(
      'orthonormal({ rows, columns })',
      `${rows} × ${columns}`,
      'at least as many rows as columns',
      'Transpose the matrix.',
    );
  }
  const checkDimension = (d: number) => checkEntries(shape, d, 'orthonormal({ rows, columns })');
  return builtIn({
    name: 'orthonormal',
    parameters: { rows, columns },
    convex: false,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      return allFinite(w) && obliqueness(w, columns) <= tolerance;
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      if (obliqueness(w, columns) <= rows * 2 ** -52) return w;
      const triplets = svd(w, rows, columns);
      complete(triplets.left, triplets.values, rows);
      return recompose(triplets, triplets.values.fill(1), w);
    },
    checkDimension,
  });
}

/** max |(WᵀW − I)_ij|. */
function obliqueness(w: ArrayLike<number>, columns: number): number {
  let most = 0;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? -1 : 0;
      for (let row = 0; row < w.length; row += columns) sum += w[row + i] * w[row + j];
      most = Math.max(most, Math.abs(sum));
    }
  }
  return most;
}

// Rows k of `left` with σ_k = 0, the last ones, become orthonormal to those before.
function complete(left: Float64Array, values: Float64Array, rows: number): void {
  for (let k = 0; k < values.length; k++) {
    if (values[k] > 0) continue;
    const row = left.subarray(k * rows, (k + 1) * rows);
    // What k columns leave of the squares of all unit vectors is rows − k: one of them keeps its share.
    const enough = (rows - k) / rows / 2;
    for (let e = 0, square = 0; square < enough && e < rows; e++) {
      row.fill(0)[e] = 1;
      // Twice, because once leaves rounding.
      for (let pass = 0; pass < 2; pass++) {
        for (let j = 0; j < k; j++) subtractPart(row, left.subarray(j * rows, (j + 1) * rows));
        square = row.reduce((sum, x) => sum + x * x, 0);
        if (square < enough) break;
      }
      if (square >= enough) for (let i = 0; i < rows; i++) row[i] /= Math.sqrt(square);
    }
  }
}

function subtractPart(x: Float64Array, unit: Float64Array): void {
  const part = x.reduce((sum, value, i) => sum + value * unit[i], 0);
  for (let i = 0; i < x.length; i++) x[i] -= part * unit[i];
}
