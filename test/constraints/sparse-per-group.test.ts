import { expect, test } from 'vitest';
import { type Constraint, sparse, sparsePerGroup } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';
import {
  groupsOf,
  nearestOfSupports,
  randomGroups,
  refusesWrongGroups,
} from '../support/groups.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('sparsePerGroup', {
  make(d, random) {
    const groups = randomGroups(d, random);
    const own = groups.map(() => 1 + random.integer(4));
    return sparsePerGroup({ groups, sparsity: random.uniform() < 0.5 ? own[0] : own });
  },
  slow: (v, set) => (v.length <= 8 ? exhaustive : oneByOne)(v, set),
  feasible,
  symmetries: ['sign'],
});

const PAIRS = [
  [0, 3],
  [1, 2, 4],
];

test.each([
  [1, [2, -3, 1, -4, 1], [0, -3, 0, -4, 0]],
  [2, [2, -3, 1, -4, 2], [2, -3, 0, -4, 2]],
  [3, [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]],
  [
    [1, 2],
    [2, -3, 1, -4, 2],
    [0, -3, 0, -4, 2],
  ],
  [
    [1, 9],
    [2, -3, 1, -4, 2],
    [0, -3, 1, -4, 2],
  ],
])('of sparsity %j projects %j to %j', (sparsity, v, expected) => {
  const set = sparsePerGroup({ groups: PAIRS, sparsity });
  expect(set.project(v)).toEqual(Float64Array.from(expected));
});

test('among equal magnitudes of a group the lowest index stays, however it is listed', () => {
  const set = sparsePerGroup({
    groups: [
      [3, 0],
      [4, 2, 1],
    ],
    sparsity: [1, 2],
  });
  expect(set.project([1, 2, -2, -1, 2])).toEqual(Float64Array.of(1, 2, -2, 0, 0));
});

test('one group of all weights makes the sparse vectors', () => {
  const v = [1, -2, 2, 0.5];
  const set = sparsePerGroup({ groups: [[0, 1, 2, 3]], sparsity: 2 });
  expect(set.project(v)).toEqual(sparse(2).project(v));
});

test('one sparsity for all groups is the level of a regularizer, several are of none', () => {
  const set = sparsePerGroup({ groups: PAIRS, sparsity: 2 });
  expect(set).toMatchObject({ name: 'sparsePerGroup', convex: false, cone: true, level: 2 });
  expect(set.parameters).toEqual({ groups: PAIRS, sparsity: 2 });
  expect(set.regularizer?.([1, 1e-300, 0, 0, 4])).toBe(2);
  expect(set.rescaled?.(Float64Array.of(1, 2, 3, 4, 5))).toBe(set);
  const several = sparsePerGroup({ groups: PAIRS, sparsity: Int32Array.of(1, 2) });
  expect(several.parameters).toEqual({ groups: PAIRS, sparsity: [1, 2] });
  expect(several.regularizer).toBeUndefined();
  expect(several.level).toBeUndefined();
});

test('an entry that is rounding beside the others does not count against membership', () => {
  const set = sparsePerGroup({ groups: PAIRS, sparsity: 1 });
  expect(set.contains([1, 1, 1e-12, 0, 0])).toBe(true);
  expect(set.contains([1, 1, 1e-12, 0, 0], 0)).toBe(false);
  expect(set.contains([1, 1, 1e-6, 0, 0])).toBe(false);
  expect(set.contains([NaN, 0, 0, 0, 0])).toBe(false);
  expect(set.contains([0, Infinity, 0, 0, 0])).toBe(false);
});

refusesWrongGroups(sparsePerGroup, { sparsity: 1 });

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null])(
  'the sparsity %o is refused',
  (sparsity) => {
    const make = () => sparsePerGroup({ groups: PAIRS, sparsity: sparsity as number });
    const words = 'an integer of at least 1';
    expectError(make, 'INVALID_CONSTRAINT', 'sparsePerGroup sparsity: got', words);
  },
);

test.each([[[1, 0]], [[1, '2']], [[1, NaN]]])('the sparsities %o are refused', (sparsity) => {
  const make = () => sparsePerGroup({ groups: PAIRS, sparsity: sparsity as number[] });
  const words = 'an integer of at least 1';
  expectError(make, 'INVALID_CONSTRAINT', 'sparsePerGroup sparsity[1]: got', words);
});

test.each([[[]], [[1]], [[1, 2, 3]], [{}]])(
  'the sparsities %o of two groups are refused',
  (own) => {
    const make = () => sparsePerGroup({ groups: PAIRS, sparsity: own as number[] });
    expectError(make, 'INVALID_CONSTRAINT', 'a number, or 2, one for each group');
  },
);

const sparsityOf = (set: Constraint, g: number) => {
  const { sparsity } = set.parameters;
  return typeof sparsity === 'number' ? sparsity : (sparsity as number[])[g];
};

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = new Float64Array(d);
  groupsOf(set).forEach((group, g) => {
    for (let k = 0; k < sparsityOf(set, g); k++) {
      z[group[random.integer(group.length)]] = random.normal();
    }
  });
  return z;
}

function exhaustive(v: Float64Array, set: Constraint): Float64Array {
  const entries = Array.from(v.keys(), (j) => [j]);
  const isFew = (kept: readonly number[]) =>
    groupsOf(set).every(
      (group, g) => kept.filter((j) => group.includes(j)).length <= sparsityOf(set, g),
    );
  return nearestOfSupports(v, entries, isFew);
}

// The largest that is left of a group, one at a time.
function oneByOne(v: Float64Array, set: Constraint): Float64Array {
  const w = new Float64Array(v.length);
  groupsOf(set).forEach((group, g) => {
    const left = [...group];
    for (let k = 0; k < sparsityOf(set, g) && left.length > 0; k++) {
      const sizes = left.map((j) => Math.abs(v[j]));
      const [j] = left.splice(sizes.indexOf(Math.max(...sizes)), 1);
      w[j] = v[j];
    }
  });
  return w;
}

test('the set through planted weights allows the most that a group of them has', () => {
  const groups = [
    [0, 2],
    [1, 3, 4],
  ];
  const set = sparsePerGroup.through([1, 0, 0, 3, -2], { groups });
  expect(set.parameters).toEqual({ groups, sparsity: 2 });
  expectError(() => sparsePerGroup.through([0, 0, 0, 0, 0], { groups }), 'INVALID_CONSTRAINT', '0');
});
