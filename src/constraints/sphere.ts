import { builtIn } from '../problem/built-in.js';
import { toAnnulus } from './annulus.js';
import { halfspaceCone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, euclideanNorm } from './constraint.js';
import { checkRadius } from './parameters.js';

/**
 * K = {w : ‖w‖₂ = r}: weights of a known size.
 *
 * P_K(v) = r v / ‖v‖₂. Not convex; all points are equally near to 0, of which P_K(0) = r e₁ is the one on the first
 * axis.
 *
 * Algorithm: the formula, as for `annulus`, whose kernel it uses. Cost O(d).
 *
 * @param radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius.
 * @example
 * ```ts
 * sphere(1).project([3, -4]); // [0.6, -0.8]
 * ```
 */
export function sphere(radius: number): Constraint {
  checkRadius(radius, 'sphere');
  return builtIn({
    name: 'sphere',
    parameters: { radius },
    convex: false,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      Math.abs(euclideanNorm(w) - radius) <= tolerance * radius,
    project: (v, out) => toAnnulus(copied(v, out), radius, radius),
    kernel: () => ({ name: 'Annulus', scalars: [radius, radius] }),
    statisticalDimension: halfspaceCone,
  });
}
