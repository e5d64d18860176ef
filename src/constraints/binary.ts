import { builtIn } from '../problem/built-in.js';
import { bound } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import { checkKeys, checkNumber, invalid, isolated } from './parameters.js';

/**
 * K = {w : w_j = l or w_j = u for all j}: each weight is one of two values.
 *
 * P_K(v)_j is the nearer of the two, at the middle l. Not convex. Algorithm: comparison with the middle. Cost O(d).
 *
 * @param given lower l (default 0) and upper u (default 1), finite, l < u.
 * @throws RelufitError INVALID_CONSTRAINT unless both are finite numbers and l < u, or when given anything else.
 * @example
 * ```ts
 * binary().project([0.2, 0.5, 7]); // [0, 0, 1]
 * ```
 */
export function binary(given: { lower?: number; upper?: number } = {}): Constraint {
  const { lower = 0, upper = 1 } = checkKeys(given, 'binary', 'lower', 'upper');
  checkNumber(lower, 'binary lower');
  checkNumber(upper, 'binary upper');
  if (!(lower < upper)) {
    throw invalid('binary()', `lower ${lower}, upper ${upper}`, 'lower < upper', 'Swap them.');
  }
  const round = (value: number) => nearer(value, lower, upper);
  return builtIn({
    name: 'binary',
    parameters: { lower, upper },
    convex: false,
    cone: false,
    caveats: [isolated('binary')],
    contains: (w, tolerance = DEFAULT_TOLERANCE) => isRounded(w, round, tolerance),
    project(v, out) {
      const w = copied(v, out);
      for (let j = 0; j < w.length; j++) w[j] = round(w[j]);
      return w;
    },
    kernel: () => ({ name: 'Binary', scalars: [lower, upper, middle(lower, upper)] }),
    statisticalDimension: (d) => bound(d / 2, 'd/2: inside the corner of a box'),
  });
}

/** The nearer of two numbers, in the middle the lower. */
export const nearer = (value: number, lower: number, upper: number): number =>
  value <= middle(lower, upper) ? lower : upper;

const middle = (lower: number, upper: number) => lower / 2 + upper / 2;

/** Is each entry what `round` makes of it, but for the tolerance relative to the largest? */
export function isRounded(
  w: ArrayLike<number>,
  round: (value: number) => number,
  tolerance: number,
): boolean {
  const slack = tolerance * largestMagnitude(w);
  const isNear = (value: number) => Math.abs(value - round(value)) <= slack;
  return allFinite(w) && Array.prototype.every.call(w, isNear);
}
