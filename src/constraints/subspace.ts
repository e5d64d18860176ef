import { orthonormalised, roundingOf } from '../numerics/qr.js';
import { addMultiple, dot } from '../numerics/vectors.js';
import { builtIn } from '../problem/built-in.js';
import { subspaceCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { checkLength, type DenseMatrix, finiteRows, invalid } from './parameters.js';

/**
 * K = span{b_1, …, b_m}: the combinations of given vectors.
 *
 * P_K(v) = Qᵀ(Qv), the rows of Q an orthonormal basis. Convex, a cone.
 *
 * Algorithm: Householder's QR once, with column pivoting (Businger, Golub 1965): Q, which leaves out
 * vectors that follow from others.
 *
 * Cost O(d · dim K), once O(md · dim K).
 *
 * @param basis m vectors that span K, independent or not: an array of rows or { data, rows, columns }
 * row-major.
 * @throws RelufitError INVALID_CONSTRAINT when the vectors are not of one length, a number is not finite, or
 * all are 0.
 * @see G. H. Golub, C. F. Van Loan, "Matrix Computations" (2013), section 5.4.
 * @example
 * ```ts
 * subspace([[1, 1, 0], [0, 0, 2]]).project([3, 1, 5]); // [2, 2, 5]
 * ```
 */
export function subspace(basis: DenseMatrix): Constraint {
  const vectors = finiteRows(basis, 'subspace basis');
  const units = vectors.map((row) => {
    const length = euclideanNorm(row) || 1;
    return row.map((x) => x / length);
  });
  const { q } = orthonormalised(units);
  if (q.length === 0) {
    throw invalid('subspace basis', 'only zeros', 'a vector that is not 0', 'Replace one.');
  }
  const checkDimension = (d: number) => checkLength(q[0].length, d, 'subspace', 'a basis');
  const nearest = new Float64Array(q[0].length);
  const project: Constraint['project'] = (v, out) => {
    checkDimension(v.length);
    const w = copied(v, out);
    nearest.fill(0);
    for (const direction of q) addMultiple(nearest, dot(direction, w), direction);
    // A point of K stays as it is: what would move it is rounding.
    const slack = (roundingOf(w.length) / 2) * euclideanNorm(w);
    if (w.some((x, j) => Math.abs(x - nearest[j]) > slack)) w.set(nearest);
    return w;
  };
  return builtIn({
    name: 'subspace',
    parameters: { basis: vectors.map((row) => Array.from(row)) },
    convex: true,
    cone: true,
    checkDimension,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      if (!allFinite(w)) return false;
      const away = project(w).map((x, j) => x - w[j]);
      return euclideanNorm(away) <= tolerance * euclideanNorm(w);
    },
    project,
    tangentSpace: () => ({ project: (v) => void project(v, v), dimension: q.length }),
    rescaled: (scales) => subspace(q.map((row) => row.map((x, j) => x * scales[j]))),
    statisticalDimension: () => subspaceCone(q.length),
  });
}
