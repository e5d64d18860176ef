import { expect, test } from 'vitest';
import { type Constraint, groupL2Ball, l1Ball, l2Ball } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import {
  agreesAtEveryShare,
  allowsTheTolerance,
  errorOfNorms,
  groupsOf,
  randomGroups,
  refusesWrongGroups,
  refusesWrongRadius,
  split,
  timesGroups,
} from '../support/groups.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

projectionLaws('groupL2Ball', {
  make: (d, random) =>
    groupL2Ball({ groups: randomGroups(d, random), radius: 10 ** random.uniform(-3, 3) }),
  slow,
  feasible,
  extreme,
  error: errorOfNorms,
  symmetries: ['sign'],
  scaled: (set, t) => groupL2Ball({ groups: groupsOf(set), radius: (set.level as number) * t }),
});

agreesAtEveryShare(groupL2Ball, slow);

const PAIR = [[0, 2], [1]];

test.each([
  [5, [6, 3, 8], [3, 0, 4]],
  [2, [0, 3, 0], [0, 2, 0]],
  [4, [0, 3, 3], [0, 2, 2]],
  [9, [3, -4, 4], [3, -4, 4]],
])('of radius %d projects %j to %j', (radius, v, expected) => {
  const set = groupL2Ball({ groups: PAIR, radius });
  expect(distance(set.project(v), expected)).toBeLessThan(1e-14);
});

test('groups of one weight each make the ℓ1 ball, one group makes the ℓ2 ball', () => {
  const v = [3, -1, 2.5, 1e9];
  const single = groupL2Ball({ groups: [[0], [1], [2], [3]], radius: 2 });
  expect(distance(single.project(v), l1Ball(2).project(v))).toBeLessThan(1e-15);
  const whole = groupL2Ball({ groups: [[0, 1, 2, 3]], radius: 2 });
  expect(distance(whole.project(v), l2Ball(2).project(v))).toBeLessThan(1e-15);
});

test('a point far outside keeps its place on the ball', () => {
  const set = groupL2Ball({ groups: PAIR, radius: 1 });
  expect(distance(set.project([3e200, 1e199, 4e200]), [0.6, 0, 0.8])).toBeLessThan(1e-15);
  const far = [3, 5, 4].map((x) => x * 2 ** 600);
  expect(distance(set.project(far), [0.3, 0.5, 0.4])).toBeLessThan(1e-15);
});

test('the regularizer is the sum of the norms and the level is the radius', () => {
  const set = groupL2Ball({ groups: PAIR, radius: 2 });
  expect(set).toMatchObject({ name: 'groupL2Ball', convex: true, cone: false, level: 2 });
  expect(set.parameters).toEqual({ groups: PAIR, radius: 2 });
  expect(set.regularizer?.([3, -2, 4])).toBe(7);
});

test('the ball through planted weights holds them on its boundary', () => {
  const set = groupL2Ball.through([3, -2, 4], { groups: PAIR });
  expect(set.parameters).toEqual({ groups: PAIR, radius: 7 });
  const zero = () => groupL2Ball.through([0, 0, 0], { groups: PAIR });
  expectError(zero, 'INVALID_CONSTRAINT', 'groupL2Ball radius', 'got 0');
});

allowsTheTolerance(groupL2Ball({ groups: PAIR, radius: 7 }));

refusesWrongGroups(groupL2Ball, { radius: 1 });
refusesWrongRadius(groupL2Ball);

// Bisection on what is left of the largest norm: each group shrinks by the same length.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const radius = set.level as number;
  const norms = split(v, set).map(euclidean);
  const most = Math.max(...norms);
  const left = (share: number) => norms.map((norm) => Math.max(share - (most - norm), 0));
  const total = (lengths: number[]) => lengths.reduce((sum, x) => sum + x, 0);
  if (total(norms) <= radius) return v.slice();
  const lengths = left(bisect(0, Math.min(most, radius), (share) => total(left(share)) < radius));
  const directions = timesGroups(
    norms.map((norm) => 1 / (norm || 1)),
    v,
    set,
  );
  return timesGroups(lengths, directions, set);
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal() ** 3);
  const radius = set.level as number;
  return times((radius * Math.sqrt(random.uniform())) / (set.regularizer?.(z) as number), z);
}

// The whole radius on the group of the largest norm.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const norms = split(direction, set).map(euclidean);
  const place = norms.indexOf(Math.max(...norms));
  const only = norms.map((norm, g) => (g === place ? 1 / (norm || 1) : 0));
  return times(set.level as number, timesGroups(only, direction, set));
}
