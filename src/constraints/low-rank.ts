import { recompose, type SingularTriplets, svd, svdKernelBytes } from '../numerics/svd.js';
import { addMultiple, dot } from '../numerics/vectors.js';
import { builtIn } from '../problem/built-in.js';
import { lowRankCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  type TangentSpace,
} from './constraint.js';
import { checkCount, checkEntries, checkShape, levelThrough, type Shape } from './parameters.js';

/**
 * K = {w : rank W ≤ r}: w is, row by row, a matrix W of low rank.
 *
 * P_K(V) = Σ_{k ≤ r} σ_k u_k v_kᵀ, the r largest singular values and their vectors; V itself where its rank is at
 * most r by the rule of R. Not convex, a cone. R(w) = the numerical rank, the number of
 * σ_k > max(rows, columns) · 2⁻⁵² · σ_1. Equal singular values stand in the order in which the decomposition, always
 * the same for the same V, leaves them; the first of them stay.
 *
 * Algorithm: one-sided Jacobi (Hestenes 1958); the kernel starts from the singular vectors of its last call.
 *
 * Cost O(rows · columns · min(rows, columns)) a sweep, up to about ten sweeps.
 *
 * @param given rows and columns of the matrix, rank r from 1 to min(rows, columns).
 * @throws RelufitError INVALID_CONSTRAINT when one of them is no such integer, or rows · columns is not d when the
 * set meets the data.
 * @see C. Eckart, G. Young, "The approximation of one matrix by another of lower rank" (1936).
 * @example
 * ```ts
 * lowRank({ rows: 2, columns: 2, rank: 1 }).project([3, 0, 0, 1]); // [3, 0, 0, 0]
 * ```
 */
export function lowRank(given: { rows: number; columns: number; rank: number }): Constraint {
  const shape = checkShape(given, 'lowRank', 'rank');
  const { rows, columns, rank } = shape;
  checkCount(rank, 'lowRank rank', { most: Math.min(rows, columns) });
  const checkDimension = (d: number) => checkEntries(shape, d, 'lowRank({ rows, columns, rank })');
  return builtIn({
    name: 'lowRank',
    parameters: { rows, columns, rank },
    convex: false,
    cone: true,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      if (!allFinite(w)) return false;
      const { values } = svd(w, rows, columns);
      return rank >= values.length || values[rank] <= tolerance * values[0];
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      const triplets = svd(w, rows, columns);
      const { values } = triplets;
      if (numericalRank(values, shape) <= rank) return w;
      return recompose(triplets, values.subarray(0, rank), w);
    },
    regularizer: (w) => rankOf(w, shape),
    level: rank,
    checkDimension,
    tangentSpace(w) {
      const triplets = svd(w, rows, columns);
      return tangentSpaceOf(triplets, numericalRank(triplets.values, shape), shape);
    },
    kernel: () => ({
      name: 'LowRank',
      ...svdKernelBytes(rows, columns),
      scalars: [rows, columns, rank],
    }),
    statisticalDimension: () => lowRankCone(rows, columns, rank),
  });
}

/** The smallest rank that the planted weights have, numerically: K = {w : R(w) ≤ R(planted)}. */
lowRank.through = (planted: ArrayLike<number>, given: Shape): Constraint => {
  const shape = checkShape(given, 'lowRank.through');
  const rank = levelThrough((w) => rankOf(w, shape), planted, 'lowRank');
  return lowRank({ ...shape, rank });
};

function rankOf(w: ArrayLike<number>, shape: Shape): number {
  checkEntries(shape, w.length, 'lowRank');
  return numericalRank(svd(w, shape.rows, shape.columns).values, shape);
}

// What rounding alone makes of a singular value 0 counts as 0.
function numericalRank(values: Float64Array, { rows, columns }: Shape): number {
  const zero = Math.max(rows, columns) * 2 ** -52 * values[0];
  return values.filter((value) => value > zero).length;
}

// T = {AVᵀ + UBᵀ} of the matrices of rank r: P_T G = G − (I − UUᵀ) G (I − VVᵀ).
function tangentSpaceOf(
  { left, right }: SingularTriplets,
  rank: number,
  { rows, columns }: Shape,
): TangentSpace {
  const u = Array.from({ length: rank }, (_, k) => left.subarray(k * rows, (k + 1) * rows));
  const v = Array.from({ length: rank }, (_, k) => right.subarray(k * columns, (k + 1) * columns));
  const rest = new Float64Array(rows * columns);
  const along = new Float64Array(columns);
  return {
    dimension: rank * (rows + columns - rank),
    project(g) {
      rest.set(g);
      for (const direction of u) {
        along.fill(0);
        for (let i = 0; i < rows; i++) {
          addMultiple(along, direction[i], rest.subarray(i * columns, (i + 1) * columns));
        }
        for (let i = 0; i < rows; i++) {
          addMultiple(rest.subarray(i * columns, (i + 1) * columns), -direction[i], along);
        }
      }
      for (let i = 0; i < rows; i++) {
        const row = rest.subarray(i * columns, (i + 1) * columns);
        for (const direction of v) addMultiple(row, -dot(direction, row), direction);
      }
      for (let j = 0; j < g.length; j++) g[j] -= rest[j];
    },
  };
}
