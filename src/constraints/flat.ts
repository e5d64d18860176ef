import { roundingOf } from '../numerics/qr.js';
import { addMultiple, dot } from '../numerics/vectors.js';
import { euclideanNorm } from './constraint.js';

// A flat {w : ⟨q_k, w⟩ = c_k}, q orthonormal: hyperplanes, affine sets, and the faces of a polyhedron are
// flats.

const PASSES = 3;

/**
 * Moves w to the nearest point of the flat: w − Σ (⟨q_k, w⟩ − c_k) q_k.
 *
 * Again until what is left is rounding, because where the flat passes near 0 one pass leaves an error
 * relative to the size of w before, not after. A point on the flat stays as it is, to the bit.
 */
export function projectOntoFlat(
  w: Float64Array,
  q: ArrayLike<Float64Array>,
  c: ArrayLike<number>,
  count = q.length,
): Float64Array {
  const rounding = roundingOf(w.length);
  const before = euclideanNorm(w);
  for (let pass = 0; pass <= PASSES; pass++) {
    let size = euclideanNorm(w);
    // A single point, or nothing left of w beside Σ c_k q_k but rounding across the flat, which never
    // settles.
    if (count === w.length || (pass === PASSES && size <= rounding * before)) {
      w.fill(0);
      size = 0;
    }
    let moved = false;
    for (let k = 0; k < count; k++) {
      const gap = c[k] - dot(q[k], w);
      if (Math.abs(gap) <= (rounding / 2) * (size + Math.abs(c[k]))) continue;
      addMultiple(w, gap, q[k]);
      moved = true;
    }
    if (!moved) break;
  }
  return w;
}
