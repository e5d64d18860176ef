import { builtIn } from '../problem/built-in.js';
import { everyDirection } from './closed-form.js';
import { allFinite, type Constraint, copied } from './constraint.js';

/**
 * K = ℝᵈ: nothing is known about the weights.
 *
 * P_K(v) = v. Convex, a cone.
 * Algorithm: none. Cost 0.
 *
 * @example
 * ```ts
 * wholeSpace().project([3, -5, 1]); // [3, -5, 1]
 * ```
 */
export function wholeSpace(): Constraint {
  const set: Constraint = builtIn({
    name: 'wholeSpace',
    parameters: {},
    convex: true,
    cone: true,
    contains: allFinite,
    project: copied,
    rescaled: () => set,
    tangentSpace: (w) => ({ support: Int32Array.from(w.keys()) }),
    kernel: () => ({ name: 'none' }),
    statisticalDimension: everyDirection,
  });
  return set;
}
