import { show } from '../errors.js';
import { dct } from '../numerics/dct.js';
import { haar } from '../numerics/haar.js';
import type { Orthonormal } from '../numerics/orthonormal.js';
import { builtFrom } from '../problem/built-in.js';
import {
  byProjection,
  type Constraint,
  copied,
  euclideanNorm,
  type TangentSpace,
} from './constraint.js';
import {
  caveatsOf,
  checkConstraint,
  checkKeys,
  checkLength,
  type DenseMatrix,
  described,
  finiteRows,
  invalid,
} from './parameters.js';

/** Rows of numbers, or { data, rows, columns } row-major. */
export type BasisMatrix = DenseMatrix;

/** What `inBasis` makes a set from. */
export interface InBasisOptions {
  /** 'dct', the orthonormal DCT-II; 'haar', the orthonormal Haar wavelets; or B, d×d with BBᵀ = I. */
  readonly basis: 'dct' | 'haar' | BasisMatrix;
  /** The set that the coefficients Bw are in. */
  readonly constraint: Constraint;
}

/**
 * K = {w : Bw ∈ C}: the coefficients of w in an orthonormal basis, the rows of B, are in a set C.
 *
 * P_K(v) = Bᵀ P_C(Bv). Convex, or a cone, where C is. R(w) = R_C(Bw), where C has one.
 * Algorithm: fast transforms: Makhoul's of cosines for 'dct' (c_0 the mean times √d, then rising frequency), Mallat's
 * pyramid for 'haar' (c_0 the mean times √d, then coarse to fine; c_k has the children c_2k and c_2k+1, as a tree has).
 *
 * Exact to O(log d) roundings of ‖v‖₂, O(d) for a matrix: where coefficients are equal up to that, rounding decides.
 *
 * Cost that of C and O(d log d) for 'dct', any d; O(d) for 'haar'; O(d²) for a matrix, checked once in O(d³).
 *
 * @throws RelufitError INVALID_CONSTRAINT when constraint is none, the basis is no such name or matrix, a matrix is not
 * square or its rows are not orthonormal to 1e-10 (it says where and by how much), d is another than the matrix has, or,
 * for 'haar', not a power of two.
 * @see J. Makhoul, "A fast cosine transform in one and two dimensions" (1980).
 * @see S. Mallat, "A Wavelet Tour of Signal Processing" (2009), section 7.2.
 * @example
 * ```ts
 * inBasis({ basis: 'haar', constraint: sparse(1) }).project([4, 2, 3, 3]); // [3, 3, 3, 3]
 * ```
 */
export function inBasis(given: InBasisOptions): Constraint {
  const { basis, constraint } = checkKeys(given, 'inBasis', 'basis', 'constraint');
  checkConstraint(constraint, 'inBasis constraint');
  if (basis === null || (typeof basis !== 'object' && basis !== 'dct' && basis !== 'haar')) {
    throw invalidBasis(show(basis));
  }
  const matrix = typeof basis === 'string' ? undefined : rowsOf(basis);
  const dimension = matrix?.length ?? constraint.dimension;
  if (matrix) checkOrthonormal(matrix);
  function checkDimension(d: number) {
    if (matrix) checkLength(matrix.length, d, 'inBasis basis', 'a matrix');
    if (basis === 'haar' && !Number.isInteger(Math.log2(d))) {
      throw invalid("inBasis basis 'haar'", `${d} weights`, 'a power of two', "Use 'dct'.");
    }
    constraint.checkDimension?.(d);
  }
  if (dimension !== undefined) checkDimension(dimension);
  // Made once for the d in use.
  let made: { d: number; transform: Orthonormal } | undefined;
  const transformFor = (d: number) => {
    if (made?.d !== d) {
      checkDimension(d);
      const transform = matrix ? dense(matrix) : basis === 'dct' ? dct(d) : haar(d);
      made = { d, transform };
    }
    return made.transform;
  };
  const coefficients = (w: ArrayLike<number>) => transformFor(w.length).forward(w);
  const regularizer = constraint.regularizer?.bind(constraint);
  const tangentSpace = constraint.tangentSpace?.bind(constraint);
  return builtFrom([constraint], {
    name: 'inBasis',
    parameters: {
      basis: matrix ? matrix.map((row) => Array.from(row)) : basis,
      constraint: described(constraint),
    },
    convex: constraint.convex,
    cone: constraint.cone,
    caveats: caveatsOf([constraint]),
    dimension,
    contains: (w, tolerance) => constraint.contains(coefficients(w), tolerance),
    project(v, out) {
      const c = coefficients(v);
      const p = constraint.project(c);
      // What is inside stays as it was, to the bit.
      if (p.every((x, k) => x === c[k])) return copied(v, out);
      return copied(transformFor(v.length).inverse(p), out);
    },
    ...(regularizer && {
      regularizer: (w) => regularizer(withoutRounding(coefficients(w))),
      level: constraint.level,
    }),
    checkDimension,
    ...(tangentSpace && {
      tangentSpace: (w) =>
        transformed(tangentSpace(withoutRounding(coefficients(w))), transformFor(w.length)),
    }),
    statisticalDimension: (d, w) => constraint.statisticalDimension?.(d, w && coefficients(w)),
  });
}

// Bᵀ P_T B. That coefficients be nonnegative is left to P_K.
function transformed(space: TangentSpace, { forward, inverse }: Orthonormal): TangentSpace {
  const { project, dimension } = byProjection(space);
  return {
    dimension,
    project(v) {
      const c = forward(v);
      project(c);
      v.set(inverse(c));
    },
  };
}

// An R that counts coefficients would count what the transform leaves of those that are 0.
function withoutRounding(c: Float64Array): Float64Array {
  const zero = 4 * (c.length + 4) * 2 ** -53 * euclideanNorm(c);
  return c.map((x) => (Math.abs(x) > zero ? x : 0));
}

function dense(rows: readonly Float64Array[]): Orthonormal {
  return {
    forward: (x) => Float64Array.from(rows, (row) => inner(row, x)),
    inverse(c) {
      const x = new Float64Array(rows.length);
      rows.forEach((row, k) => {
        for (let j = 0; j < x.length; j++) x[j] += c[k] * row[j];
      });
      return x;
    },
  };
}

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function rowsOf(matrix: BasisMatrix): Float64Array[] {
  const rows = finiteRows(matrix, 'inBasis basis');
  const { length } = rows[0];
  if (length === rows.length) return rows;
  throw invalidBasis(`${rows.length} rows of length ${length}`);
}

function checkOrthonormal(rows: readonly Float64Array[]) {
  let worst = { defect: 0, i: 0, k: 0 };
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k <= i; k++) {
      const defect = Math.abs(inner(rows[i], rows[k]) - (i === k ? 1 : 0));
      if (!(defect <= worst.defect)) worst = { defect, i, k };
    }
  }
  if (worst.defect <= 1e-10) return;
  throw invalid(
    'inBasis basis',
    `|⟨row ${worst.i}, row ${worst.k}⟩ − ${worst.i === worst.k ? 1 : 0}| = ${worst.defect}`,
    'orthonormal rows, to 1e-10',
    'Orthonormalise them, by a QR decomposition say.',
  );
}

const invalidBasis = (got: string) =>
  invalid(
    'inBasis basis',
    got,
    "'dct', 'haar' or an orthonormal matrix of d rows and d columns",
    "Use 'dct' for smooth weights, 'haar' for piecewise constant ones.",
  );
