import { show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import { boxCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import { checkKeys, invalid, isFilledList } from './parameters.js';

/** A bound for all weights, or one for each. */
export type Bound = number | ArrayLike<number>;

/**
 * K = {w : lower_j ≤ w_j ≤ upper_j for all j}; a number stands for all weights, an infinity for no bound.
 *
 * P_K(v)_j = min(upper_j, max(lower_j, v_j)). Convex.
 * Algorithm: clamping. Cost O(d).
 *
 * @param given.lower a number, or one for each of d weights; -Infinity for no bound.
 * @param given.upper likewise; Infinity for no bound.
 * @throws RelufitError INVALID_CONSTRAINT when a bound is NaN, lower exceeds upper (it says where), both are the same
 * infinity, or the lengths differ from each other or from d.
 * @example
 * ```ts
 * box({ lower: 0, upper: [1, 2] }).project([-1, 3]); // [0, 2]
 * ```
 */
export function box(given: { lower: Bound; upper: Bound }): Constraint {
  const { lower, upper } = checkKeys(given, 'box', 'lower', 'upper');
  const length = lengthOf(lower, upper);
  for (let j = 0; j < (length ?? 1); j++) checkPair(at(lower, j), at(upper, j), length && j);
  // Resolved once for the d in use, so that a projection allocates nothing.
  let bounds = resolve(lower, upper, length ?? 0);
  const boundsFor = (d: number) => {
    if (bounds.lower.length !== d) {
      checkDimension(d);
      bounds = resolve(lower, upper, d);
    }
    return bounds;
  };
  function checkDimension(d: number) {
    if (length !== undefined && length !== d) {
      throw invalid(
        'box bounds',
        `${length} bounds for ${d} weights`,
        `${d} bounds, or one number for all`,
        'Give one bound a column of X.',
      );
    }
  }
  return builtIn({
    name: 'box',
    parameters: { lower: plain(lower), upper: plain(upper) },
    convex: true,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      const { lower, upper } = boundsFor(w.length);
      if (!allFinite(w)) return false;
      const slack = tolerance * largestMagnitude(w);
      return Array.prototype.every.call(
        w,
        (value: number, j: number) => value >= lower[j] - slack && value <= upper[j] + slack,
      );
    },
    project(v, out) {
      const w = copied(v, out);
      const { lower, upper } = boundsFor(w.length);
      for (let j = 0; j < w.length; j++) w[j] = Math.min(upper[j], Math.max(lower[j], w[j]));
      return w;
    },
    dimension: length,
    checkDimension,
    rescaled(scales) {
      const { lower, upper } = boundsFor(scales.length);
      return box({
        lower: lower.map((bound, j) => bound * scales[j]),
        upper: upper.map((bound, j) => bound * scales[j]),
      });
    },
    kernel(d) {
      const { lower, upper } = boundsFor(d);
      return { name: 'Box', vectors: [lower, upper] };
    },
    statisticalDimension: (_, w) =>
      w &&
      boxCone(
        w,
        (j) => at(lower, j),
        (j) => at(upper, j),
      ),
  });
}

const at = (bound: Bound, j: number) => (typeof bound === 'number' ? bound : bound[j]);

const plain = (bound: Bound) => (typeof bound === 'number' ? bound : Array.from(bound));

function resolve(lower: Bound, upper: Bound, d: number) {
  return {
    lower: Float64Array.from({ length: d }, (_, j) => at(lower, j)),
    upper: Float64Array.from({ length: d }, (_, j) => at(upper, j)),
  };
}

function lengthOf(...bounds: Bound[]): number | undefined {
  const lengths = bounds.flatMap((bound) => {
    if (typeof bound === 'number') return [];
    if (isFilledList(bound)) return [bound.length];
    throw invalid(
      'box({ lower, upper })',
      show(bound),
      'a number or an array of numbers for each bound',
      'Use Infinity for no bound.',
    );
  });
  if (lengths.length === 2 && lengths[0] !== lengths[1]) {
    throw invalid(
      'box({ lower, upper })',
      `lower of length ${lengths[0]} and upper of length ${lengths[1]}`,
      'equal lengths',
      'Give one bound a column of X.',
    );
  }
  return lengths[0];
}

function checkPair(lower: number, upper: number, index: number | undefined) {
  // An infinite lower bound of +∞, or an upper one of −∞, leaves no finite point.
  const numbers = typeof lower === 'number' && typeof upper === 'number';
  if (numbers && lower <= upper && lower < Infinity && upper > -Infinity) return;
  throw invalid(
    index === undefined ? 'box({ lower, upper })' : `box({ lower, upper }) at index ${index}`,
    `lower ${show(lower)} and upper ${show(upper)}`,
    'lower ≤ upper, with a finite number between them',
    'Swap or widen the bounds.',
  );
}
