import { show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import type { Constraint } from './constraint.js';
import { linearBounds } from './linear-bounds.js';
import { checkKeys, invalid } from './parameters.js';

/**
 * K = {w : l ≤ ⟨a, w⟩ ≤ u}: the points between two parallel hyperplanes; an infinity stands for no bound.
 *
 * P_K(v) = v − (⟨a, v⟩ − min(u, max(l, ⟨a, v⟩))) a / ‖a‖₂². Convex. A cone where each bound is 0 or
 * infinite.
 * Algorithm: one step along the normal. Cost O(d).
 *
 * @param given normal: a, d numbers that are not all 0; lower: l and upper: u, at most one of them infinite.
 * @throws RelufitError INVALID_CONSTRAINT when the normal is empty, 0, or of another length than d, a number
 * is NaN, lower exceeds upper, or there is no finite bound.
 * @example
 * ```ts
 * slab({ normal: [0, 2], lower: -2, upper: 2 }).project([5, -3]); // [5, -1]
 * ```
 */
export function slab(given: {
  normal: ArrayLike<number>;
  lower: number;
  upper: number;
}): Constraint {
  const { normal: values, lower, upper } = checkKeys(given, 'slab', 'normal', 'lower', 'upper');
  checkBound(lower, 'slab lower');
  checkBound(upper, 'slab upper');
  if (!(lower <= upper) || !(Number.isFinite(lower) || Number.isFinite(upper))) {
    throw invalid(
      'slab({ normal, lower, upper })',
      `lower ${show(lower)} and upper ${show(upper)}`,
      'lower ≤ upper, one of them finite',
      'Swap or widen the bounds.',
    );
  }
  const { normal, descent, ...between } = linearBounds('slab', values, lower, upper);
  return builtIn({
    name: 'slab',
    parameters: { normal: Array.from(normal), lower, upper },
    convex: true,
    cone: [lower, upper].every((bound) => bound === 0 || !Number.isFinite(bound)),
    ...between,
    rescaled: (scales) => slab({ normal: normal.map((a, j) => a / scales[j]), lower, upper }),
    statisticalDimension: descent,
  });
}

function checkBound(bound: number, where: string): void {
  if (typeof bound === 'number' && !Number.isNaN(bound)) return;
  throw invalid(
    where,
    show(bound),
    'a number or an infinity',
    'Use -Infinity or Infinity for no bound.',
  );
}
