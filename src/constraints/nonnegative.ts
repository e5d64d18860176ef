import { builtIn } from '../problem/built-in.js';
import { orthantCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';

/**
 * K = {w : w_j ≥ 0 for all j}.
 *
 * P_K(v)_j = max(0, v_j). Convex, a cone.
 * Algorithm: clamping. Cost O(d).
 *
 * @example
 * ```ts
 * nonnegative().project([-1, 2, 0]); // [0, 2, 0]
 * ```
 */
export function nonnegative(): Constraint {
  const set: Constraint = builtIn({
    name: 'nonnegative',
    parameters: {},
    convex: true,
    cone: true,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      if (!allFinite(w)) return false;
      const zero = -tolerance * largestMagnitude(w);
      return Array.prototype.every.call(w, (value: number) => value >= zero);
    },
    project(v, out) {
      const w = copied(v, out);
      for (let j = 0; j < w.length; j++) w[j] = Math.max(0, w[j]);
      return w;
    },
    rescaled: () => set,
    kernel: () => ({ name: 'Nonnegative' }),
    statisticalDimension: (d, w) => w && orthantCone(d, w),
  });
  return set;
}
