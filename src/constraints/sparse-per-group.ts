import { show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import { sparsePerGroupCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import { type Groups, type Partition, partition } from './groups.js';
import { checkCount, checkKeys, invalid, levelThrough } from './parameters.js';
import { countNonzeros, sparse, supportSpace } from './sparse.js';

/**
 * K = {w : ‖w_g‖₀ ≤ s_g for all groups g}: at most s_g weights of each group are not zero.
 *
 * P_K(v) keeps the s_g entries of largest magnitude of each group, among equals the lowest index. Not convex, a cone.
 * R(w) = max_g ‖w_g‖₀ where all s_g are one number.
 *
 * Algorithm: radix selection in each group; a sort in TypeScript.
 *
 * Cost O(d).
 *
 * @param given.groups lists of indices; each index from 0 to d − 1 stands in one of them.
 * @param given.sparsity s, an integer of at least 1 for all groups, or one for each; it may exceed a group's size.
 * @throws RelufitError INVALID_CONSTRAINT for any other sparsity, and for groups that are empty, overlap, or miss an
 * index, which it names; for data of another number of columns.
 * @see A. Mishra et al., "Accelerating sparse deep neural networks" (2021): two of every four weights, N:M sparsity.
 * @example
 * ```ts
 * sparsePerGroup({ groups: [[0, 1], [2, 3]], sparsity: 1 }).project([2, 3, -1, 0.5]); // [0, 3, -1, 0]
 * ```
 */
export function sparsePerGroup(given: {
  groups: Groups;
  sparsity: number | ArrayLike<number>;
}): Constraint {
  const { groups, sparsity } = checkKeys(given, 'sparsePerGroup', 'groups', 'sparsity');
  const parts = partition(groups, 'sparsePerGroup');
  const { checkDimension, integers } = parts;
  const sparsities = checkSparsities(sparsity, parts.groups.length);
  const inGroups = sparsities.map(sparse);
  const limits = Int32Array.from(parts.groups, (group, g) => Math.min(group.length, sparsities[g]));
  const set: Constraint = builtIn({
    name: 'sparsePerGroup',
    parameters: {
      groups: parts.listed(),
      sparsity: typeof sparsity === 'number' ? sparsity : sparsities.slice(),
    },
    convex: false,
    cone: true,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      const zero = tolerance * largestMagnitude(w);
      const few = (group: number[], g: number) =>
        group.filter((value) => Math.abs(value) > zero).length <= sparsities[g];
      return parts.split(w).every(few) && allFinite(w);
    },
    project(v, out) {
      const kept = parts.split(v).map((group, g) => inGroups[g].project(group));
      const w = copied(v, out);
      parts.groups.forEach((group, g) => {
        group.forEach((j, k) => {
          w[j] = kept[g][k];
        });
      });
      return w;
    },
    // With a sparsity of its own for each group K is no sublevel set of a count.
    ...(typeof sparsity === 'number' && {
      regularizer: (w: ArrayLike<number>) => mostNonzeros(w, parts),
      level: sparsity,
    }),
    checkDimension,
    rescaled: () => set,
    tangentSpace: supportSpace,
    kernel: () => ({
      name: 'SparsePerGroup',
      integers: [...integers, limits],
      scalars: [parts.groups.length],
    }),
    statisticalDimension: () => sparsePerGroupCone(parts.groups, limits),
  });
  return set;
}

/** The smallest sparsity for all groups that the planted weights have. */
sparsePerGroup.through = (planted: ArrayLike<number>, given: { groups: Groups }): Constraint => {
  const { groups } = checkKeys(given, 'sparsePerGroup.through', 'groups');
  const parts = partition(groups, 'sparsePerGroup');
  const sparsity = levelThrough((w) => mostNonzeros(w, parts), planted, 'sparsePerGroup');
  return sparsePerGroup({ groups, sparsity });
};

/** max_g ‖w_g‖₀. */
const mostNonzeros = (w: ArrayLike<number>, parts: Partition) =>
  largestMagnitude(parts.split(w).map(countNonzeros));

function checkSparsities(sparsity: number | ArrayLike<number>, count: number): number[] {
  const where = 'sparsePerGroup sparsity';
  if (typeof sparsity !== 'object' || sparsity === null) {
    checkCount(sparsity, where);
    return new Array(count).fill(sparsity);
  }
  if (sparsity.length !== count) {
    const expected = `a number, or ${count}, one for each group`;
    throw invalid(where, show(sparsity), expected, 'Give each group its own, or all one.');
  }
  return Array.from(sparsity, (own, g) => {
    checkCount(own, `${where}[${g}]`);
    return own;
  });
}
