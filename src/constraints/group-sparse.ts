import { builtIn } from '../problem/built-in.js';
import { groupSparseCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
  largestMagnitude,
} from './constraint.js';
import { type Groups, type Partition, partition } from './groups.js';
import { checkCount, checkKeys, levelThrough } from './parameters.js';

/**
 * K = {w : w_g ≠ 0 for at most k groups g}: few groups are not zero, and those may be full.
 *
 * P_K(v) keeps the k groups of largest ‖v_g‖₂, among equals the one listed first. Not convex, a cone.
 * R(w) = the number of groups that are not zero.
 *
 * Algorithm: radix selection on the group norms; a sort in TypeScript.
 *
 * Cost O(d).
 *
 * @param given.groups lists of indices; each index from 0 to d − 1 stands in one of them.
 * @param given.count k, an integer from 1 to the number of groups.
 * @throws RelufitError INVALID_CONSTRAINT for any other count, and for groups that are empty, overlap, or miss an
 * index, which it names; for data of another number of columns.
 * @see R. G. Baraniuk, V. Cevher, M. F. Duarte, C. Hegde, "Model-based compressive sensing" (2010).
 * @example
 * ```ts
 * groupSparse({ groups: [[0, 1], [2, 3]], count: 1 }).project([2, 2, -3, 1]); // [0, 0, -3, 1]
 * ```
 */
export function groupSparse(given: { groups: Groups; count: number }): Constraint {
  const { groups, count } = checkKeys(given, 'groupSparse', 'groups', 'count');
  const parts = partition(groups, 'groupSparse');
  const { checkDimension, integers } = parts;
  checkCount(count, 'groupSparse count', { most: parts.groups.length });
  const set: Constraint = builtIn({
    name: 'groupSparse',
    parameters: { groups: parts.listed(), count },
    convex: false,
    cone: true,
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      countBeyond(tolerance * largestMagnitude(w), w, parts) <= count && allFinite(w),
    project(v, out) {
      const norms = parts.split(v).map(euclideanNorm);
      // A stable order by norm leaves equals in the order in which they are listed.
      const order = Array.from(norms.keys()).sort((a, b) => norms[b] - norms[a] || a - b);
      const w = copied(v, out);
      for (const g of order.slice(count)) for (const j of parts.groups[g]) w[j] = 0;
      return w;
    },
    regularizer: (w) => countBeyond(0, w, parts),
    level: count,
    checkDimension,
    rescaled: () => set,
    tangentSpace(w) {
      const active = parts.groups.filter((group) => group.some((j) => w[j] !== 0));
      return { support: Int32Array.from(active.flat()).sort() };
    },
    kernel: () => ({ name: 'GroupSparse', integers, scalars: [parts.groups.length, count] }),
    statisticalDimension: () => groupSparseCone(parts.groups, count),
  });
  return set;
}

/** The smallest count that the planted weights have: K = {w : R(w) ≤ R(planted)}. */
groupSparse.through = (planted: ArrayLike<number>, given: { groups: Groups }): Constraint => {
  const { groups } = checkKeys(given, 'groupSparse.through', 'groups');
  const parts = partition(groups, 'groupSparse');
  const count = levelThrough((w) => countBeyond(0, w, parts), planted, 'groupSparse');
  return groupSparse({ groups, count });
};

/** How many groups have an entry of a magnitude above `zero`. */
const countBeyond = (zero: number, w: ArrayLike<number>, parts: Partition) =>
  parts.split(w).filter((group) => largestMagnitude(group) > zero).length;
