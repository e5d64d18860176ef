import { builtFrom } from '../problem/built-in.js';
import {
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestDifference,
  largestMagnitude,
} from './constraint.js';
import {
  caveatsOf,
  checkConstraint,
  checkKeys,
  checkLength,
  described,
  finiteVector,
} from './parameters.js';

/** What `translate` makes a set from. */
export interface TranslateOptions {
  /** K. */
  readonly constraint: Constraint;
  /** c, d finite numbers. */
  readonly offset: ArrayLike<number>;
}

/**
 * K = {w + c : w ∈ C}: a set C moved by c.
 *
 * P_K(v) = c + P_C(v − c). Convex where C is; a cone where C is and c = 0. R(w) = R_C(w − c), where C has one.
 * Exact but for the rounding of v − c, which is relative to the larger of v and c. Cost that of C and O(d).
 *
 * @throws RelufitError INVALID_CONSTRAINT when constraint is none, offset is not d finite numbers, or C cannot stand in
 * ℝᵈ.
 * @example
 * ```ts
 * translate({ constraint: l2Ball(1), offset: [3, 4] }).project([0, 0]); // [2.4, 3.2]
 * ```
 */
export function translate(given: TranslateOptions): Constraint {
  const { constraint, offset } = checkKeys(given, 'translate', 'constraint', 'offset');
  checkConstraint(constraint, 'translate constraint');
  const c = finiteVector(offset, 'translate offset');
  const size = largestMagnitude(c);
  constraint.checkDimension?.(c.length);
  const checkDimension = (d: number) => checkLength(c.length, d, 'translate offset', 'an offset');
  const inside = (w: ArrayLike<number>) => {
    checkDimension(w.length);
    return c.map((move, j) => w[j] - move);
  };
  const regularizer = constraint.regularizer?.bind(constraint);
  const rescaled = constraint.rescaled?.bind(constraint);
  return builtFrom([constraint], {
    name: 'translate',
    parameters: { offset: Array.from(c), constraint: described(constraint) },
    convex: constraint.convex,
    cone: constraint.cone && size === 0,
    caveats: caveatsOf([constraint]),
    dimension: c.length,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      const u = inside(w);
      if (constraint.contains(u, tolerance)) return true;
      // w − c may be far smaller than w, and known no better than w is.
      return (
        largestDifference(u, constraint.project(u)) <=
        tolerance * Math.max(largestMagnitude(w), size)
      );
    },
    project(v, out) {
      const u = inside(v);
      const p = constraint.project(u);
      const w = copied(v, out);
      // What C leaves alone stays as it was, to the bit.
      for (let j = 0; j < w.length; j++) if (p[j] !== u[j]) w[j] = p[j] + c[j];
      return w;
    },
    ...(regularizer && { regularizer: (w) => regularizer(inside(w)), level: constraint.level }),
    checkDimension,
    ...(rescaled && {
      rescaled: (scales) =>
        translate({ constraint: rescaled(scales), offset: c.map((x, j) => x * scales[j]) }),
    }),
    // w − c is in C only up to the rounding of w, which may be large beside it.
    statisticalDimension: (d, w) =>
      constraint.statisticalDimension?.(d, w && constraint.project(inside(w))),
  });
}
