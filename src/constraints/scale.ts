import { RelufitError, show } from '../errors.js';
import { builtFrom } from '../problem/built-in.js';
import { type Constraint, copied } from './constraint.js';
import {
  caveatsOf,
  checkConstraint,
  checkKeys,
  checkNumber,
  described,
  invalid,
} from './parameters.js';

/** What `scale` makes a set from. */
export interface ScaleOptions {
  /** C. */
  readonly constraint: Constraint;
  /** t, finite and not 0; below 0 it reflects the set as well. */
  readonly factor: number;
}

/**
 * K = {tw : w ∈ C}: a set C made t times as large, and reflected where t < 0.
 *
 * P_K(v) = t P_C(v/t). Convex where C is; a cone where C is: then tC is C or −C, and only the sign of t counts.
 * R(w) = R_C(w/t), where C has one. Cost that of C and O(d).
 *
 * @throws RelufitError INVALID_CONSTRAINT when constraint is none or factor is 0 or not finite; NOT_FINITE when v/t is
 * beyond the range of numbers.
 * @example
 * ```ts
 * scale({ constraint: box({ lower: 0, upper: 1 }), factor: -2 }).project([1, -1, -3]); // [0, -1, -2]
 * ```
 */
export function scale(given: ScaleOptions): Constraint {
  const { constraint, factor } = checkKeys(given, 'scale', 'constraint', 'factor');
  checkConstraint(constraint, 'scale constraint');
  checkNumber(factor, 'scale factor');
  if (factor === 0) throw invalid('scale factor', '0', 'a number other than 0', 'Use any other.');
  const t = constraint.cone ? Math.sign(factor) : factor;
  const inside = (w: ArrayLike<number>) => Float64Array.from(w, (x) => x / t);
  const regularizer = constraint.regularizer?.bind(constraint);
  const rescaled = constraint.rescaled?.bind(constraint);
  return builtFrom([constraint], {
    name: 'scale',
    parameters: { factor, constraint: described(constraint) },
    convex: constraint.convex,
    cone: constraint.cone,
    caveats: caveatsOf([constraint]),
    dimension: constraint.dimension,
    contains: (w, tolerance) => constraint.contains(inside(w), tolerance),
    project(v, out) {
      const u = inside(v);
      const lost = u.findIndex((x, j) => !Number.isFinite(x) && Number.isFinite(v[j]));
      if (lost >= 0) throw tooLarge(v[lost], t);
      const p = constraint.project(u);
      const w = copied(v, out);
      // What C leaves alone stays as it was, to the bit. Adding 0 makes no −0.
      for (let j = 0; j < w.length; j++) if (p[j] !== u[j]) w[j] = p[j] * t + 0;
      return w;
    },
    ...(regularizer && { regularizer: (w) => regularizer(inside(w)), level: constraint.level }),
    checkDimension: (d) => constraint.checkDimension?.(d),
    ...(rescaled && { rescaled: (scales) => scale({ constraint: rescaled(scales), factor }) }),
    statisticalDimension: (d, w) => constraint.statisticalDimension?.(d, w && inside(w)),
  });
}

function tooLarge(value: number, factor: number): RelufitError {
  return new RelufitError(
    'NOT_FINITE',
    'scale project(v)',
    `an entry ${show(value)} to be divided by ${factor}`,
    'a quotient in the range of numbers',
    'Scale the data.',
  );
}
