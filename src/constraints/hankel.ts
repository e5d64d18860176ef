import { builtIn } from '../problem/built-in.js';
import { subspaceCone } from './closed-form.js';
import { constantOnLines } from './constant-on-lines.js';
import type { Constraint } from './constraint.js';
import { checkShape } from './parameters.js';

/**
 * K = {w : w = vec(W), W_{i,j} = h_{i+j}}: the weights are a Hankel matrix, row by row, constant along its
 * antidiagonals.
 *
 * P_K(v) has the means of v along the antidiagonals. Convex, a cone (a subspace of dimension rows + columns −
 * 1).
 * Algorithm: means, compensated. Cost O(d).
 *
 * @param given rows and columns of W, integers of at least 1; d is their product.
 * @throws RelufitError INVALID_CONSTRAINT for any other shape, or when d is not rows · columns.
 * @see J. A. Cadzow, "Signal enhancement: a composite property mapping algorithm" (1988).
 * @example
 * ```ts
 * hankel({ rows: 2, columns: 2 }).project([1, 2, 4, 5]); // [1, 3, 3, 5]
 * ```
 */
export function hankel(given: { rows: number; columns: number }): Constraint {
  const { rows, columns } = checkShape(given, 'hankel');
  return builtIn({
    name: 'hankel',
    parameters: { rows, columns },
    convex: true,
    cone: true,
    ...constantOnLines('hankel', { rows, columns }, 1),
    statisticalDimension: () => subspaceCone(rows + columns - 1),
  });
}
