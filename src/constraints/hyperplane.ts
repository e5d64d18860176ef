import { builtIn } from '../problem/built-in.js';
import type { Constraint } from './constraint.js';
import { linearBounds } from './linear-bounds.js';
import { checkKeys, checkNumber } from './parameters.js';

/**
 * K = {w : ⟨a, w⟩ = b}: one linear equation, a its normal and b its offset.
 *
 * P_K(v) = v − (⟨a, v⟩ − b) a / ‖a‖₂². Convex. A cone (a subspace) where b = 0.
 * Algorithm: one step along the normal. Cost O(d).
 *
 * @param given normal: a, d numbers that are not all 0; offset: b, a finite number.
 * @throws RelufitError INVALID_CONSTRAINT when the normal is empty, 0, or of another length than d, or a
 * number is not finite.
 * @example
 * ```ts
 * hyperplane({ normal: [1, 1], offset: 2 }).project([5, 1]); // [3, -1]
 * ```
 */
export function hyperplane(given: { normal: ArrayLike<number>; offset: number }): Constraint {
  const { normal: values, offset } = checkKeys(given, 'hyperplane', 'normal', 'offset');
  checkNumber(offset, 'hyperplane offset');
  const { normal, descent, ...plane } = linearBounds('hyperplane', values, offset, offset);
  return builtIn({
    name: 'hyperplane',
    parameters: { normal: Array.from(normal), offset },
    convex: true,
    cone: offset === 0,
    ...plane,
    rescaled: (scales) => hyperplane({ normal: normal.map((a, j) => a / scales[j]), offset }),
    statisticalDimension: descent,
  });
}
