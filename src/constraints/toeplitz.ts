import { builtIn } from '../problem/built-in.js';
import { subspaceCone } from './closed-form.js';
import { constantOnLines } from './constant-on-lines.js';
import type { Constraint } from './constraint.js';
import { checkShape } from './parameters.js';

/**
 * K = {w : w = vec(W), W_{i,j} = t_{j−i}}: the weights are a Toeplitz matrix, row by row, constant along its
 * diagonals.
 *
 * P_K(v) has the means of v along the diagonals. Convex, a cone (a subspace of dimension rows + columns − 1).
 * Algorithm: means, compensated. Cost O(d).
 *
 * @param given rows and columns of W, integers of at least 1; d is their product.
 * @throws RelufitError INVALID_CONSTRAINT for any other shape, or when d is not rows · columns.
 * @see R. M. Gray, "Toeplitz and circulant matrices: a review" (2006).
 * @example
 * ```ts
 * toeplitz({ rows: 2, columns: 2 }).project([1, 2, 4, 5]); // [3, 2, 4, 3]
 * ```
 */
export function toeplitz(given: { rows: number; columns: number }): Constraint {
  const { rows, columns } = checkShape(given, 'toeplitz');
  return builtIn({
    name: 'toeplitz',
    parameters: { rows, columns },
    convex: true,
    cone: true,
    ...constantOnLines('toeplitz', { rows, columns }, -1),
    statisticalDimension: () => subspaceCone(rows + columns - 1),
  });
}
