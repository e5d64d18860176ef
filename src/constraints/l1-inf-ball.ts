import { builtIn } from '../problem/built-in.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, largestMagnitude } from './constraint.js';
import { type Groups, type Partition, partition } from './groups.js';
import { checkKeys, checkRadius, levelThrough } from './parameters.js';

/**
 * K = {w : Σ_g max_{j ∈ g} |w_j| ≤ r}: few groups are not zero, and the weights of one are of the same size.
 *
 * P_K(v)_j = sgn(v_j) min(|v_j|, μ_g). A group is cut at the μ_g that takes θ off it, Σ_{j ∈ g} max(|v_j| − μ_g, 0) =
 * θ, or is zero where ‖v_g‖₁ ≤ θ; the one θ ≥ 0 for all groups makes Σ_g μ_g = r. Convex. R(w) = Σ_g ‖w_g‖_∞, the ℓ1,∞
 * norm.
 *
 * Algorithm: Newton's method for θ and the μ_g at once, which ends at the root after finitely many steps (after
 * Quattoni et al. 2009 and Chau, Wohlberg, Rodriguez 2019).
 *
 * Cost O(d) a step, about ten of them observed.
 *
 * @param given.groups lists of indices; each index from 0 to d − 1 stands in one of them.
 * @param given.radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius, and for groups that are empty, overlap, or miss an
 * index, which it names; for data of another number of columns.
 * @see A. Quattoni, X. Carreras, M. Collins, T. Darrell, "An efficient projection for ℓ1,∞ regularization" (2009).
 * @see G. Chau, B. Wohlberg, P. Rodriguez, "Efficient projection onto the ℓ∞,1 mixed-norm ball using a Newton root
 * search method" (2019).
 * @example
 * ```ts
 * l1InfBall({ groups: [[0, 1], [2]], radius: 3 }).project([4, -1, 2]); // [2.5, -1, 0.5]
 * ```
 */
export function l1InfBall(given: { groups: Groups; radius: number }): Constraint {
  const { groups, radius } = checkKeys(given, 'l1InfBall', 'groups', 'radius');
  checkRadius(radius, 'l1InfBall');
  const parts = partition(groups, 'l1InfBall');
  const { checkDimension, integers } = parts;
  const regularizer = (w: ArrayLike<number>) => normOf(w, parts);
  return builtIn({
    name: 'l1InfBall',
    parameters: { groups: parts.listed(), radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      const inside = regularizer(v) <= radius;
      const w = copied(v, out);
      if (inside) return w;
      const magnitudes = parts.split(w).map((group) => group.map(Math.abs));
      const caps = capsOf(magnitudes, radius);
      parts.groups.forEach((group, g) => {
        for (const j of group) {
          // Adding 0 makes no −0.
          if (Math.abs(w[j]) > caps[g]) w[j] = Math.sign(w[j]) * caps[g] + 0;
        }
      });
      return w;
    },
    regularizer,
    level: radius,
    checkDimension,
    kernel: (d) => ({
      name: 'L1InfBall',
      integers,
      scalars: [parts.groups.length, radius],
      scratch: 32 * d,
    }),
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
l1InfBall.through = (planted: ArrayLike<number>, given: { groups: Groups }): Constraint => {
  const { groups } = checkKeys(given, 'l1InfBall.through', 'groups');
  const parts = partition(groups, 'l1InfBall');
  const radius = levelThrough((w) => normOf(w, parts), planted, 'l1InfBall');
  return l1InfBall({ groups, radius });
};

const normOf = (w: ArrayLike<number>, parts: Partition) =>
  sum(parts.split(w).map(largestMagnitude));

// The μ_g. For given θ, μ_g is the largest of 0 and (Σ_{j ∈ A} |v_j| − θ)/|A| over the sets A ⊂ g. A step takes for A
// the entries above the present μ_g, which makes none of these quotients smaller, and then the θ with which they sum to
// r: θ grows with each step, and where it does not it is right. In its place stands σ = max_g ‖v_g‖₁ − θ: by it the
// result is sharp however far v is outside.
function capsOf(groups: readonly (readonly number[])[], radius: number): Float64Array {
  const most = largestMagnitude(groups.map(sum));
  const caps = new Float64Array(groups.length).fill(Infinity);
  for (let sigma = Infinity; ; ) {
    const kept = groups.map((group, g) => above(group, caps[g]));
    const gaps = kept.map((values) => sum(values) - most);
    let sums = 0;
    let slope = 0;
    gaps.forEach((gap, g) => {
      if (gap + sigma <= 0) return;
      sums += gap / kept[g].length;
      slope += 1 / kept[g].length;
    });
    const next = (radius - sums) / slope;
    if (!(next < sigma)) return caps;
    gaps.forEach((gap, g) => {
      caps[g] = gap + sigma <= 0 ? 0 : Math.max((gap + next) / kept[g].length, 0);
    });
    sigma = next;
  }
}

/** The entries above the cap, at least the largest. */
function above(group: readonly number[], cap: number): number[] {
  const kept = group.filter((value) => value > cap);
  return kept.length > 0 ? kept : [largestMagnitude(group)];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
