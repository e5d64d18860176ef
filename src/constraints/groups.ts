// Groups of weights, each index in one of them: what the sets of groups check once and share.

import { show } from '../errors.js';
import { checkLength, invalid, isFilledList } from './parameters.js';

/** Lists of the indices that belong together; each index from 0 to d − 1 stands in one of them. */
export type Groups = readonly ArrayLike<number>[];

/** Groups that were checked, for d weights. */
export interface Partition {
  /** The groups in the order given, the indices of each ascending. */
  readonly groups: readonly (readonly number[])[];
  /** The entries of w, group by group. */
  split(w: ArrayLike<number>): number[][];
  /** The groups as a set's parameters show them: copies. */
  listed(): number[][];
  checkDimension(d: number): void;
  /** For the kernels: where each group begins among the indices, with their end at last; then the indices. */
  readonly integers: readonly [Int32Array, Int32Array];
}

/** Checks groups and copies them. Throws INVALID_CONSTRAINT unless they hold each index from 0 to d − 1 once. */
export function partition(given: Groups, set: string): Partition {
  const where = `${set} groups`;
  if (!isFilledList(given)) {
    const remedy = 'Give the indices of each group, as in [[0, 1], [2]].';
    throw invalid(where, show(given), 'a list of at least one group', remedy);
  }
  const owners = new Map<number, number>();
  const groups = Array.from(given, (group, g) => checkGroup(group, g, owners, where));
  const d = owners.size;
  for (let j = 0; j < d; j++) {
    if (owners.has(j)) continue;
    const most = groups.flat().reduce((most, index) => Math.max(most, index));
    const remedy = 'Give that weight a group of its own.';
    throw invalid(where, `none with index ${j}`, `every index from 0 to ${most}`, remedy);
  }
  const offsets = new Int32Array(groups.length + 1);
  groups.forEach((group, g) => {
    offsets[g + 1] = offsets[g] + group.length;
  });
  const checkDimension = (columns: number) => checkLength(d, columns, set, 'groups');
  return {
    groups,
    listed: () => groups.map((group) => group.slice()),
    split(w) {
      checkDimension(w.length);
      return groups.map((group) => group.map((j) => w[j]));
    },
    checkDimension,
    integers: [offsets, Int32Array.from(groups.flat())],
  };
}

function checkGroup(
  group: ArrayLike<number>,
  g: number,
  owners: Map<number, number>,
  where: string,
): number[] {
  const place = `${where}[${g}]`;
  if (!isFilledList(group)) {
    throw invalid(place, show(group), 'a list of at least one index', 'Leave empty groups out.');
  }
  const indices: number[] = [];
  for (let k = 0; k < group.length; k++) {
    const j = group[k];
    if (!Number.isInteger(j) || j < 0) {
      const remedy = 'Count the columns of X from 0.';
      throw invalid(place, show(j), 'indices, integers of at least 0', remedy);
    }
    const owner = owners.get(j);
    if (owner !== undefined) {
      const got = `index ${j}, which groups[${owner}] holds`;
      throw invalid(place, got, 'each index once', 'Groups cannot overlap.');
    }
    owners.set(j, g);
    indices.push(j);
  }
  return indices.sort((a, b) => a - b);
}
