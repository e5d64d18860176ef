import { builtIn } from '../problem/built-in.js';
import { isRounded, nearer } from './binary.js';
import { gridCone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkKeys, finiteVector, isolated } from './parameters.js';

/**
 * K = {w : w_j is one of the values for all j}: each weight is one of finitely many.
 *
 * P_K(v)_j is the nearest value, of two as near the lower. Not convex (but for one value).
 * Algorithm: bisection of the sorted values.
 * Cost O(d log m) for m values.
 *
 * @param given values, finite, at least one, in any order; repeated ones count once.
 * @throws RelufitError INVALID_CONSTRAINT when there is none, or one is not a finite number.
 * @example
 * ```ts
 * discrete({ values: [-1, 0, 1] }).project([0.4, 0.5, -3]); // [0, 0, -1]
 * ```
 */
export function discrete(given: { values: ArrayLike<number> }): Constraint {
  const { values: own } = checkKeys(given, 'discrete', 'values');
  // Sorted, each once; −0 is 0.
  const values = finiteVector(own, 'discrete values')
    .map((value) => value + 0)
    .sort()
    .filter((value, k, all) => k === 0 || value !== all[k - 1]);
  const nearest = (value: number) => {
    let low = 0;
    let high = values.length - 1;
    while (high - low > 1) {
      const half = (low + high) >> 1;
      if (values[half] <= value) low = half;
      else high = half;
    }
    return nearer(value, values[low], values[high]);
  };
  return builtIn({
    name: 'discrete',
    parameters: { values: Array.from(values) },
    convex: false,
    cone: false,
    caveats: values.length > 1 ? [isolated('discrete')] : undefined,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => isRounded(w, nearest, tolerance),
    project(v, out) {
      const w = copied(v, out);
      for (let j = 0; j < w.length; j++) w[j] = nearest(w[j]);
      return w;
    },
    statisticalDimension: (_, w) => w && gridCone(w, values[0], values[values.length - 1]),
  });
}
