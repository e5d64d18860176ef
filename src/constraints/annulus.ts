import { builtIn } from '../problem/built-in.js';
import { below, halfspaceCone } from './closed-form.js';
import {
  agrees,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
  largestMagnitude,
} from './constraint.js';
import { checkKeys, checkRadius, invalid } from './parameters.js';

/**
 * K = {w : inner ≤ ‖w‖₂ ≤ outer}: weights whose size is known roughly.
 *
 * P_K(v) = v · min(outer, max(inner, ‖v‖₂)) / ‖v‖₂. Not convex; of the points nearest to 0 the one on the first axis,
 * P_K(0) = inner · e₁.
 *
 * Algorithm: the formula. Cost O(d).
 *
 * @param given 0 < inner ≤ outer, finite; where they are equal the set is `sphere`.
 * @throws RelufitError INVALID_CONSTRAINT for other radii.
 * @example
 * ```ts
 * annulus({ inner: 1, outer: 5 }).project([6, 8]); // [3, 4]
 * ```
 */
export function annulus(given: { inner: number; outer: number }): Constraint {
  const { inner, outer } = checkKeys(given, 'annulus', 'inner', 'outer');
  checkRadius(inner, 'annulus inner');
  checkRadius(outer, 'annulus outer');
  if (inner > outer) {
    const got = `inner ${inner} and outer ${outer}`;
    throw invalid('annulus({ inner, outer })', got, 'inner ≤ outer', 'Swap them.');
  }
  return builtIn({
    name: 'annulus',
    parameters: { inner, outer },
    convex: false,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      const norm = euclideanNorm(w);
      return norm >= inner * (1 - tolerance) && norm <= outer * (1 + tolerance);
    },
    project: (v, out) => toAnnulus(copied(v, out), inner, outer),
    kernel: () => ({ name: 'Annulus', scalars: [inner, outer] }),
    // From inside the outer sphere every direction leads into K, through the hole if need be.
    statisticalDimension: (d, w) =>
      inner === outer
        ? halfspaceCone(d)
        : w && below(d, euclideanNorm(w), outer, () => halfspaceCone(d)),
  });
}

/** w ← its nearest point of {w : inner ≤ ‖w‖₂ ≤ outer}. */
export function toAnnulus(w: Float64Array, inner: number, outer: number): Float64Array {
  const largest = largestMagnitude(w);
  if (largest === 0) {
    w.fill(0);
    w[0] = inner;
    return w;
  }
  // ‖w‖ over the largest entry first, so that no square leaves the range of numbers and no small norm loses digits.
  const ratio = euclideanNorm(w.map((value) => value / largest));
  const norm = largest * ratio;
  const radius = Math.min(outer, Math.max(inner, norm));
  if (agrees(norm, radius, w.length)) return w;
  for (let j = 0; j < w.length; j++) w[j] = (w[j] / largest / ratio) * radius;
  return w;
}
