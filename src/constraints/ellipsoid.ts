import { show } from '../errors.js';
import { symmetricEigen } from '../numerics/symmetric-eigen.js';
import { builtIn } from '../problem/built-in.js';
import { below, halfspaceCone } from './closed-form.js';
import {
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
  largestMagnitude,
} from './constraint.js';
import {
  checkKeys,
  checkLength,
  checkRadius,
  type DenseMatrix,
  finiteRows,
  invalid,
  levelThrough,
  positiveVector,
} from './parameters.js';

/** A symmetric positive definite matrix, or its diagonal where it has nothing else. */
export type EllipsoidMatrix = DenseMatrix | ArrayLike<number>;

/**
 * K = {w : wᵀQw ≤ r²}: an ellipsoid around 0 with the semi-axes r / √q_k, q_k the eigenvalues of Q.
 *
 * P_K(v) = (I + λQ)⁻¹v with the λ ≥ 0 that makes R(P_K(v)) = r, or v where R(v) ≤ r. Convex. R(w) = √(wᵀQw).
 *
 * Algorithm: Newton's method in the axes of Q, on 1 / R((I + λQ)⁻¹v) = 1 / r from λ = 0 (Reinsch 1971): the
 * left side is concave and increases, so that no step goes too far.
 *
 * Cost O(d²), O(d) for a diagonal; the eigenvectors, once, O(d³).
 *
 * @param given matrix: Q, symmetric and positive definite, an array of rows or { data, rows, columns }
 * row-major, or an array of d positive numbers, its diagonal; radius: r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT when Q is not square, symmetric and positive definite (it says
 * where), or the radius is not positive and finite.
 * @see A. R. Conn, N. I. M. Gould, P. L. Toint, "Trust-region methods" (2000), section 7.3.
 * @example
 * ```ts
 * ellipsoid({ matrix: [4, 1], radius: 2 }).project([3, 0]); // [1, 0]
 * ```
 */
export function ellipsoid(given: { matrix: EllipsoidMatrix; radius: number }): Constraint {
  const { matrix, radius } = checkKeys(given, 'ellipsoid', 'matrix', 'radius');
  checkRadius(radius, 'ellipsoid');
  const { rows, values, vectors } = axesOf(matrix);
  const d = values.length;
  // The largest eigenvalue becomes 1, so that no square leaves the range of numbers.
  const unit = largestMagnitude(values);
  const q = values.map((value) => value / unit);
  const level = radius / Math.sqrt(unit);
  const axial = new Float64Array(d);
  const scaled = new Float64Array(d);
  const checkDimension = (columns: number) => checkLength(d, columns, 'ellipsoid', 'a matrix');
  // √(Σ q_k (u_k / (1 + λ q_k))²), and its terms in `scaled`.
  const gauge = (lambda: number) => {
    for (let k = 0; k < d; k++) scaled[k] = Math.sqrt(q[k]) * (axial[k] / (1 + lambda * q[k]));
    return euclideanNorm(scaled);
  };
  const toAxes = (w: ArrayLike<number>) => {
    checkDimension(w.length);
    for (let k = 0; k < d; k++) axial[k] = vectors ? alongColumn(vectors, k, w) : w[k];
  };
  const regularizer = (w: ArrayLike<number>) => {
    toAxes(w);
    return gauge(0) * Math.sqrt(unit);
  };
  return builtIn({
    name: 'ellipsoid',
    parameters: { matrix: rows?.map((row) => Array.from(row)) ?? Array.from(values), radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      toAxes(v);
      const w = copied(v, out);
      const before = gauge(0);
      if (before <= level) return w;
      const lambda = multiplier(before);
      for (let k = 0; k < d; k++) axial[k] /= 1 + lambda * q[k];
      for (let j = 0; j < d; j++) w[j] = vectors ? alongRow(vectors, j, axial) : axial[j];
      return w;
    },
    regularizer,
    level: radius,
    checkDimension,
    // Only along the axes: in others, scales of unlike size leave a matrix whose eigenvalues are rounding.
    ...(!vectors && {
      rescaled: (scales: Float64Array) =>
        ellipsoid({ matrix: values.map((x, j) => x / scales[j] / scales[j]), radius }),
    }),
    statisticalDimension: (d, w) => w && below(d, regularizer(w), radius, () => halfspaceCone(d)),
  });

  function multiplier(before: number): number {
    let lambda = 0;
    let size = before;
    // Of a concave function each step divides what is missing times the slope by 4 or more, so that in the range of
    // numbers it ends; as a rule after a few.
    for (;;) {
      let slope = 0;
      for (let k = 0; k < d; k++) slope += (q[k] * (scaled[k] / size) ** 2) / (1 + lambda * q[k]);
      const step = (size / level - 1) / slope;
      if (!(step > 2 ** -52 * lambda)) return lambda;
      lambda += step;
      size = gauge(lambda);
    }
  }
}

/** The smallest ellipsoid of this shape that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
ellipsoid.through = (
  planted: ArrayLike<number>,
  given: { matrix: EllipsoidMatrix },
): Constraint => {
  const { matrix } = checkKeys(given, 'ellipsoid.through', 'matrix');
  const { regularizer } = ellipsoid({ matrix, radius: 1 }) as Required<Constraint>;
  return ellipsoid({ matrix, radius: levelThrough(regularizer, planted, 'ellipsoid') });
};

// Without rows and vectors where only the diagonal is given.
function axesOf(matrix: EllipsoidMatrix): {
  rows?: Float64Array[];
  values: Float64Array;
  vectors?: Float64Array;
} {
  const isDiagonal =
    ArrayBuffer.isView(matrix) || (Array.isArray(matrix) && !(Object(matrix[0]) === matrix[0]));
  if (isDiagonal)
    return { values: positiveVector(matrix as ArrayLike<number>, 'ellipsoid matrix') };
  const rows = finiteRows(matrix as DenseMatrix, 'ellipsoid matrix');
  const d = rows.length;
  if (rows[0].length !== d) {
    throw invalid(
      'ellipsoid matrix',
      `${d} × ${rows[0].length}`,
      'a square matrix',
      'Give d rows of d.',
    );
  }
  const most = largestMagnitude(rows.map(largestMagnitude));
  rows.forEach((row, i) => {
    const j = row.findIndex((x, j) => Math.abs(x - rows[j][i]) > 1e-12 * most);
    if (j < 0) return;
    const pair = `${show(row[j])} at (${i}, ${j}) and ${show(rows[j][i])} at (${j}, ${i})`;
    throw invalid('ellipsoid matrix', pair, 'a symmetric matrix', 'Use (Q + Qᵀ) / 2.');
  });
  const entries = new Float64Array(d * d);
  rows.forEach((row, i) => {
    entries.set(row, i * d);
  });
  const { values, vectors } = symmetricEigen(entries, d);
  if (values[d - 1] > d * 2 ** -52 * values[0]) return { rows, values, vectors };
  throw invalid(
    'ellipsoid matrix',
    `eigenvalues from ${values[d - 1]} to ${values[0]}`,
    'a positive definite matrix',
    'Add a multiple of the identity.',
  );
}

// (Vᵀw)_k and (Vu)_i.
function alongColumn(vectors: Float64Array, k: number, w: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += vectors[i * w.length + k] * w[i];
  return sum;
}

function alongRow(vectors: Float64Array, i: number, u: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < u.length; k++) sum += vectors[i * u.length + k] * u[k];
  return sum;
}
