import { dot } from '../numerics/vectors.js';
import { builtIn } from '../problem/built-in.js';
import { subspaceCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { projectOntoFlat } from './flat.js';
import { flatOf, linearSystem } from './linear-system.js';
import { checkLength, type DenseMatrix } from './parameters.js';

/**
 * K = {w : Aw = b}: the solutions of linear equations.
 *
 * P_K(v) = v − A⁺(Av − b), A⁺ the pseudoinverse. Convex. A cone (a subspace) where b = 0.
 *
 * Algorithm: Householder's QR of Aᵀ once, with column pivoting (Businger, Golub 1965), which leaves out rows that
 * follow from others; then, with its orthonormal normals Q and Qw = c, P_K(v) = v − Qᵀ(Qv − c).
 *
 * Cost O(d · rank A), once O(md · rank A).
 *
 * @param given A: m × d, an array of rows or { data, rows, columns } row-major; b: m numbers. Rows may be
 * redundant.
 * @throws RelufitError INVALID_CONSTRAINT when shapes do not agree, a number is not finite, or the equations
 * contradict each other: it names the row and by how much.
 * @see G. H. Golub, C. F. Van Loan, "Matrix Computations" (2013), section 5.4.
 * @example
 * ```ts
 * affine({ A: [[1, 0, 0], [0, 1, 1]], b: [1, 2] }).project([5, 3, 1]); // [1, 2, 0]
 * ```
 */
export function affine(given: { A: DenseMatrix; b: ArrayLike<number> }): Constraint {
  const system = linearSystem(given, 'affine');
  const { A, b } = system;
  const { q, c } = flatOf(system, 'affine');
  const checkDimension = (d: number) => checkLength(A[0].length, d, 'affine', 'rows of A');
  return builtIn({
    name: 'affine',
    parameters: { A: A.map((row) => Array.from(row)), b: Array.from(b) },
    convex: true,
    cone: b.every((x) => x === 0),
    checkDimension,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      if (!allFinite(w)) return false;
      const distance = euclideanNorm(q.map((normal, k) => dot(normal, w) - c[k]));
      return distance <= tolerance * (euclideanNorm(w) + euclideanNorm(c));
    },
    project(v, out) {
      checkDimension(v.length);
      return projectOntoFlat(copied(v, out), q, c);
    },
    rescaled: (scales) => affine({ A: A.map((row) => row.map((a, j) => a / scales[j])), b }),
    statisticalDimension: (d) => subspaceCone(d - q.length),
  });
}
