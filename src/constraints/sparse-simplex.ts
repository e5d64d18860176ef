import { builtIn } from '../problem/built-in.js';
import { sparseNonnegativeCone } from './closed-form.js';
import { allFinite, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkCount, checkKeys, checkRadius, checkSparsity } from './parameters.js';
import { countNonzeros, descending, significant } from './sparse.js';

/**
 * K = {w : w ≥ 0, Σ w_j = r, ‖w‖₀ ≤ s}: the simplex, with at most s weights that are not zero.
 *
 * P_K(v)_j = max(v_j − τ, 0) on the s largest entries of v (largest with their signs; among equals the lowest index)
 * with the τ that makes the sum r, and 0 elsewhere. Not convex.
 * Algorithm: greedy selection and simplex projection (Kyrillidis, Becker, Cevher, Koch 2013).
 * Cost O(d) observed in the kernel (radix selection), O(d log d) in TypeScript.
 *
 * @param given sparsity s, an integer from 1 to d; radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other sparsity or radius, and when s exceeds d.
 * @see A. Kyrillidis, S. Becker, V. Cevher, C. Koch, "Sparse projections onto the simplex" (2013).
 * @example
 * ```ts
 * sparseSimplex({ sparsity: 2, radius: 2 }).project([2, 1, 0.5]); // [1.5, 0.5, 0]
 * ```
 */
export function sparseSimplex(given: { sparsity: number; radius: number }): Constraint {
  const { sparsity, radius } = checkKeys(given, 'sparseSimplex', 'sparsity', 'radius');
  checkCount(sparsity, 'sparseSimplex sparsity');
  checkRadius(radius, 'sparseSimplex');
  return builtIn({
    name: 'sparseSimplex',
    parameters: { sparsity, radius },
    convex: false,
    cone: false,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      if (!allFinite(w)) return false;
      const rest = significant(w, tolerance);
      const signs = rest.every((value) => value >= 0);
      const sum = Float64Array.from(w).reduce(add, 0);
      return (
        signs && countNonzeros(rest) <= sparsity && Math.abs(sum - radius) <= tolerance * radius
      );
    },
    project(v, out) {
      const w = copied(v, out);
      if (w.reduce(add, 0) === radius && w.every((x) => x >= 0) && countNonzeros(w) <= sparsity) {
        return w;
      }
      const order = descending(w, (value) => value).slice(0, sparsity);
      const gaps = order.map((j) => w[order[0]] - w[j]);
      const sigma = share(gaps, radius);
      w.fill(0);
      order.forEach((j, k) => {
        w[j] = Math.max(sigma - gaps[k], 0);
      });
      return w;
    },
    checkDimension: (d) => checkSparsity(sparsity, d, 'sparseSimplex sparsity'),
    kernel: () => ({ name: 'SparseSimplex', scalars: [sparsity, radius] }),
    statisticalDimension: (d) => sparseNonnegativeCone(d, sparsity),
  });
}

const add = (a: number, b: number) => a + b;

// σ = max v_j − τ, what is left of the largest entry; by it, and not by τ, the result is sharp however far v is outside.
// Of the first k entries in descending order σ is the mean of r and their gaps to the largest; the k-th stays where its
// gap is less than the σ of those before it.
function share(gaps: readonly number[], radius: number): number {
  let sum = radius;
  let count = 0;
  while (count < gaps.length && gaps[count] * count < sum) sum += gaps[count++];
  return sum / count;
}
