import { expect, test } from 'vitest';
import { type Constraint, groupSparse, sparse } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { euclidean } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import {
  groupsOf,
  nearestOfSupports,
  randomGroups,
  refusesWrongGroups,
  split,
  timesGroups,
} from '../support/groups.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('groupSparse', {
  make(d, random) {
    const groups = randomGroups(d, random);
    return groupSparse({ groups, count: 1 + random.integer(groups.length) });
  },
  slow: (v, set) => (v.length <= 8 ? exhaustive : oneByOne)(v, set),
  feasible,
  symmetries: ['sign'],
});

const PAIRS = [[0, 3], [1, 2], [4]];

test.each([
  [1, [2, -3, 1, 2, 1], [0, -3, 1, 0, 0]],
  [2, [2, -3, 1, 2, 1], [2, -3, 1, 2, 0]],
  [1, [1, 0, 0, 0, -1.5], [0, 0, 0, 0, -1.5]],
  [3, [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]],
])('of count %i projects %j to %j', (count, v, expected) => {
  const set = groupSparse({ groups: PAIRS, count });
  expect(set.project(v)).toEqual(Float64Array.from(expected));
});

test.each([
  [
    1,
    [
      [0, 1],
      [2, 3],
    ],
    [3, 4, 5, 0],
    [3, 4, 0, 0],
  ],
  [
    1,
    [
      [2, 3],
      [0, 1],
    ],
    [3, 4, 5, 0],
    [0, 0, 5, 0],
  ],
  [2, [[3], [1], [0], [2]], [1, -1, 1, 1], [0, -1, 0, 1]],
])('of equal norms the %i listed first of %j stay', (count, groups, v, expected) => {
  const set = groupSparse({ groups, count });
  expect(set.project(v)).toEqual(Float64Array.from(expected));
});

test('groups of one weight each make the sparse vectors', () => {
  const v = [1, -2, 2, 0.5];
  const set = groupSparse({ groups: [[0], [1], [2], [3]], count: 2 });
  expect(set.project(v)).toEqual(sparse(2).project(v));
});

test('squares may leave the range of numbers, projections do not', () => {
  const set = groupSparse({ groups: PAIRS, count: 1 });
  expect(set.project([1e200, 2e200, 0, 1e200, 0])).toEqual(Float64Array.of(0, 2e200, 0, 0, 0));
  expect(set.project([1e-200, 1e-210, 0, 0, 0])).toEqual(Float64Array.of(1e-200, 0, 0, 0, 0));
});

test('the regularizer counts the groups and the level is the count', () => {
  const set = groupSparse({ groups: PAIRS, count: 2 });
  expect(set).toMatchObject({ name: 'groupSparse', convex: false, cone: true, level: 2 });
  expect(set.parameters).toEqual({ groups: PAIRS, count: 2 });
  expect(set.regularizer?.([1e-300, 0, -0, 4, 1])).toBe(2);
  expect(set.rescaled?.(Float64Array.of(1, 2, 3, 4, 5))).toBe(set);
});

test('the set through planted weights allows their groups', () => {
  const set = groupSparse.through([0, 1, 0, 0, 2], { groups: PAIRS });
  expect(set.parameters).toEqual({ groups: PAIRS, count: 2 });
  const zero = () => groupSparse.through([0, 0, 0, 0, 0], { groups: PAIRS });
  expectError(zero, 'INVALID_CONSTRAINT', 'groupSparse count', 'got 0');
});

test('an entry that is rounding beside the others does not count against membership', () => {
  const set = groupSparse({ groups: PAIRS, count: 1 });
  expect(set.contains([1, 0, 1e-12, 1, 0])).toBe(true);
  expect(set.contains([1, 0, 1e-12, 1, 0], 0)).toBe(false);
  expect(set.contains([1, 0, 1e-6, 1, 0])).toBe(false);
  expect(set.contains([NaN, 0, 0, 0, 0])).toBe(false);
  expect(set.contains([0, Infinity, 0, 0, 0])).toBe(false);
});

refusesWrongGroups(groupSparse, { count: 1 });

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null, 4])(
  'the count %o of three groups is refused',
  (count) => {
    const make = () => groupSparse({ groups: PAIRS, count: count as number });
    expectError(make, 'INVALID_CONSTRAINT', 'groupSparse count', 'an integer from 1 to 3');
  },
);

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const groups = groupsOf(set);
  const z = new Float64Array(d);
  for (let k = 0; k < (set.level as number); k++) {
    for (const j of groups[random.integer(groups.length)]) z[j] = random.normal();
  }
  return z;
}

function exhaustive(v: Float64Array, set: Constraint): Float64Array {
  const groups = groupsOf(set);
  return nearestOfSupports(v, groups, (kept) => kept.length <= (set.level as number));
}

// The largest that is left, one at a time.
function oneByOne(v: Float64Array, set: Constraint): Float64Array {
  const left = split(v, set).map(euclidean);
  const kept = left.map(() => 0);
  for (let k = 0; k < (set.level as number); k++) {
    const place = left.indexOf(Math.max(...left));
    kept[place] = 1;
    left[place] = -1;
  }
  return timesGroups(kept, v, set);
}
