import { builtIn } from '../problem/built-in.js';
import { below, secondOrderBoundary } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';

/**
 * K = {w : ‖(w_1, …, w_{d−1})‖₂ ≤ w_d}: the second-order (Lorentz, ice-cream) cone; its last entry bounds the
 * others.
 *
 * P_K(x, t) = (x, t) where ‖x‖₂ ≤ t, 0 where ‖x‖₂ ≤ −t, and else s (x / ‖x‖₂, 1) with s = (‖x‖₂ + t) / 2.
 * Convex, a cone. For d = 1 it is w_1 ≥ 0.
 * Algorithm: closed form. Cost O(d).
 *
 * @see S. Boyd, L. Vandenberghe, "Convex Optimization" (2004), exercise 8.3.
 * @example
 * ```ts
 * secondOrderCone().project([3, 4, 0]); // [1.5, 2, 2.5]
 * ```
 */
export function secondOrderCone(): Constraint {
  return builtIn({
    name: 'secondOrderCone',
    parameters: {},
    convex: true,
    cone: true,
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      allFinite(w) && normOfRest(copied(w)) <= w[w.length - 1] + tolerance * euclideanNorm(w),
    project(v, out) {
      const w = copied(v, out);
      const last = w.length - 1;
      const t = w[last];
      const norm = normOfRest(w);
      if (norm <= t) return w;
      if (norm <= -t) return w.fill(0);
      const share = norm / 2 + t / 2;
      // x / ‖x‖ first: a product with the share may underflow where the quotient does not.
      for (let j = 0; j < last; j++) w[j] = (w[j] / norm) * share;
      w[last] = share;
      return w;
    },
    statisticalDimension: (d, w) =>
      w && below(d, normOfRest(copied(w)), w[d - 1], () => secondOrderBoundary(d, w)),
  });
}

const normOfRest = (w: Float64Array) => euclideanNorm(w.subarray(0, w.length - 1));
