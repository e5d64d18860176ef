import { builtIn } from '../problem/built-in.js';
import { below, groupCone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, euclideanNorm } from './constraint.js';
import { type Groups, type Partition, partition } from './groups.js';
import { l1Ball } from './l1-ball.js';
import { checkKeys, checkRadius, levelThrough } from './parameters.js';

/**
 * K = {w : Σ_g ‖w_g‖₂ ≤ r}: the ball of the group lasso, whose projections have few groups that are not zero.
 *
 * P_K(v)_g = v_g · max(1 − τ/‖v_g‖₂, 0) with the τ ≥ 0 that makes the sum r: the ℓ1 ball's projection of the groups'
 * norms. Convex. R(w) = Σ_g ‖w_g‖₂, the ℓ2,1 norm.
 *
 * Algorithm: projection of the group norms onto the ℓ1 ball (Condat 2016).
 *
 * Cost O(d) observed.
 *
 * @param given.groups lists of indices; each index from 0 to d − 1 stands in one of them.
 * @param given.radius r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius, and for groups that are empty, overlap, or miss an
 * index, which it names; for data of another number of columns.
 * @see M. Yuan, Y. Lin, "Model selection and estimation in regression with grouped variables" (2006).
 * @see E. van den Berg, M. Schmidt, M. P. Friedlander, K. Murphy, "Group sparsity via linear-time projection" (2008).
 * @example
 * ```ts
 * groupL2Ball({ groups: [[0, 1], [2]], radius: 5 }).project([6, 8, 3]); // [3, 4, 0]
 * ```
 */
export function groupL2Ball(given: { groups: Groups; radius: number }): Constraint {
  const { groups, radius } = checkKeys(given, 'groupL2Ball', 'groups', 'radius');
  checkRadius(radius, 'groupL2Ball');
  const parts = partition(groups, 'groupL2Ball');
  const { checkDimension, integers } = parts;
  const norms = l1Ball(radius);
  const regularizer = (w: ArrayLike<number>) => sum(normsOf(w, parts));
  return builtIn({
    name: 'groupL2Ball',
    parameters: { groups: parts.listed(), radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      const before = normsOf(v, parts);
      const after = norms.project(before);
      const w = copied(v, out);
      parts.groups.forEach((group, g) => {
        if (after[g] === before[g]) return;
        // The direction first: the quotient of the norms may underflow where the product does not.
        for (const j of group) w[j] = after[g] === 0 ? 0 : (w[j] / before[g]) * after[g];
      });
      return w;
    },
    regularizer,
    level: radius,
    checkDimension,
    kernel: (d) => ({
      name: 'GroupL2Ball',
      integers,
      scalars: [parts.groups.length, radius],
      scratch: 40 * d,
    }),
    statisticalDimension: (d, w) =>
      w && below(d, regularizer(w), radius, () => groupCone(parts.groups, w)),
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
groupL2Ball.through = (planted: ArrayLike<number>, given: { groups: Groups }): Constraint => {
  const { groups } = checkKeys(given, 'groupL2Ball.through', 'groups');
  const parts = partition(groups, 'groupL2Ball');
  const radius = levelThrough((w) => sum(normsOf(w, parts)), planted, 'groupL2Ball');
  return groupL2Ball({ groups, radius });
};

const normsOf = (w: ArrayLike<number>, parts: Partition) => parts.split(w).map(euclideanNorm);

const sum = (norms: readonly number[]) => norms.reduce((total, norm) => total + norm, 0);
