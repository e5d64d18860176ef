import { builtIn } from '../problem/built-in.js';
import { simplexCone } from './closed-form.js';
import { agrees, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkRadius } from './parameters.js';
import { simplexShare } from './threshold.js';

/**
 * K = {w : w ≥ 0, Σ_j w_j = r}: mixtures, for r = 1.
 *
 * P_K(v)_j = max(v_j − τ, 0) with the τ that makes the entries sum to r. Convex.
 *
 * Algorithm: Condat (2016) in the kernel, Michelot (1986) in TypeScript. Cost O(d) observed.
 *
 * @param radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius.
 * @see L. Condat, "Fast projection onto the simplex and the ℓ1 ball" (2016).
 * @example
 * ```ts
 * simplex(2).project([2, 1, -1]); // [1.5, 0.5, 0]
 * ```
 */
export function simplex(radius: number): Constraint {
  checkRadius(radius, 'simplex');
  return builtIn({
    name: 'simplex',
    parameters: { radius },
    convex: true,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      const [least, sum] = leastAndSum(w);
      return least >= -tolerance * radius && Math.abs(sum - radius) <= tolerance * radius;
    },
    project(v, out) {
      const w = copied(v, out);
      const [least, sum] = leastAndSum(w);
      if (least >= 0 && agrees(sum, radius, w.length)) return w;
      return toSimplex(w, radius);
    },
    kernel: () => ({ name: 'Simplex', scalars: [radius] }),
    statisticalDimension: (d, w) => w && simplexCone(d, w),
  });
}

/** w ← its nearest point of {w : w ≥ 0, Σ_j w_j = r}. */
export function toSimplex(w: Float64Array, radius: number): Float64Array {
  const most = w.reduce((a, b) => Math.max(a, b), -Infinity);
  const gaps = w.map((value) => most - value);
  const sigma = simplexShare(gaps, radius);
  for (let j = 0; j < w.length; j++) w[j] = Math.max(sigma - gaps[j], 0);
  return w;
}

function leastAndSum(w: ArrayLike<number>): [number, number] {
  let [least, sum] = [Infinity, 0];
  for (let j = 0; j < w.length; j++) {
    least = Math.min(least, w[j]);
    sum += w[j];
  }
  return [least, sum];
}
