import { builtIn } from '../problem/built-in.js';
import type { Constraint } from './constraint.js';
import { linearBounds } from './linear-bounds.js';
import { checkKeys, checkNumber } from './parameters.js';

/**
 * K = {w : ⟨a, w⟩ ≤ b}: the points on one side of a hyperplane, a its outer normal and b its offset.
 *
 * P_K(v) = v − max(⟨a, v⟩ − b, 0) a / ‖a‖₂². Convex. A cone where b = 0.
 * Algorithm: one step along the normal. Cost O(d).
 *
 * @param given normal: a, d numbers that are not all 0; offset: b, a finite number.
 * @throws RelufitError INVALID_CONSTRAINT when the normal is empty, 0, or of another length than d, or a
 * number is not finite.
 * @example
 * ```ts
 * halfspace({ normal: [3, 4], offset: 5 }).project([6, 8]); // [0.6, 0.8]
 * ```
 */
export function halfspace(given: { normal: ArrayLike<number>; offset: number }): Constraint {
  const { normal: values, offset } = checkKeys(given, 'halfspace', 'normal', 'offset');
  checkNumber(offset, 'halfspace offset');
  const { normal, descent, ...side } = linearBounds('halfspace', values, -Infinity, offset);
  return builtIn({
    name: 'halfspace',
    parameters: { normal: Array.from(normal), offset },
    convex: true,
    cone: offset === 0,
    ...side,
    rescaled: (scales) => halfspace({ normal: normal.map((a, j) => a / scales[j]), offset }),
    statisticalDimension: descent,
  });
}
