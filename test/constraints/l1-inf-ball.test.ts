import { expect, test } from 'vitest';
import { type Constraint, l1Ball, l1InfBall, linfBall } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, manhattan, times } from '../../src/testing/vectors.js';
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
} from '../support/groups.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

projectionLaws('l1InfBall', {
  make: (d, random) =>
    l1InfBall({ groups: randomGroups(d, random), radius: 10 ** random.uniform(-3, 3) }),
  slow,
  feasible,
  extreme,
  error: errorOfNorms,
  symmetries: ['sign'],
  scaled: (set, t) => l1InfBall({ groups: groupsOf(set), radius: (set.level as number) * t }),
});

agreesAtEveryShare(l1InfBall, slow);

const PAIR = [[0, 2], [1]];

// θ is 1.5; 1.5, by which the first group vanishes; 2; and 0.
test.each([
  [3, [4, 2, -1], [2.5, 0.5, -1]],
  [2, [1, 3.5, 0.5], [0, 2, 0]],
  [2, [3, 3, 1], [1, 1, 1]],
  [7, [3, -4, 2], [3, -4, 2]],
])('of radius %d projects %j to %j', (radius, v, expected) => {
  const set = l1InfBall({ groups: PAIR, radius });
  expect(distance(set.project(v), expected)).toBeLessThan(1e-14);
});

test('groups of one weight each make the ℓ1 ball, one group makes the ℓ∞ ball', () => {
  for (const v of [
    [3, -1, 2.5, 1e9],
    [1e9 + 1, 1e9, 1e9, -1],
    [1e150, -1e150, 0, 1],
  ]) {
    const single = l1InfBall({ groups: [[0], [1], [2], [3]], radius: 2 });
    expect(distance(single.project(v), l1Ball(2).project(v))).toBeLessThan(1e-15);
    const whole = l1InfBall({ groups: [[0, 1, 2, 3]], radius: 2 });
    expect(distance(whole.project(v), linfBall(2).project(v))).toBeLessThan(1e-15);
  }
});

test('no entry becomes −0', () => {
  const projected = l1InfBall({ groups: PAIR, radius: 1 }).project([5, -0.5, 1]);
  expect(Object.is(projected[1], 0)).toBe(true);
});

test('the regularizer is the sum of the maxima and the level is the radius', () => {
  const set = l1InfBall({ groups: PAIR, radius: 2 });
  expect(set).toMatchObject({ name: 'l1InfBall', convex: true, cone: false, level: 2 });
  expect(set.parameters).toEqual({ groups: PAIR, radius: 2 });
  expect(set.regularizer?.([3, -2, -4])).toBe(6);
});

test('the ball through planted weights holds them on its boundary', () => {
  const set = l1InfBall.through([3, -2, 4], { groups: PAIR });
  expect(set.parameters).toEqual({ groups: PAIR, radius: 6 });
  const zero = () => l1InfBall.through([0, 0, 0], { groups: PAIR });
  expectError(zero, 'INVALID_CONSTRAINT', 'l1InfBall radius', 'got 0');
});

allowsTheTolerance(l1InfBall({ groups: PAIR, radius: 6 }));

refusesWrongGroups(l1InfBall, { radius: 1 });
refusesWrongRadius(l1InfBall);

// Bisection on θ. For each the caps are read off the sorted magnitudes (Quattoni et al. 2009).
function slow(v: Float64Array, set: Constraint): Float64Array {
  const radius = set.level as number;
  const parts = split(v, set).map((part) => part.map(Math.abs).sort().reverse());
  const capOf = (sorted: Float64Array, theta: number) => {
    let sum = 0;
    for (let k = 1; k <= sorted.length; k++) {
      sum += sorted[k - 1];
      const cap = (sum - theta) / k;
      if (k === sorted.length || cap >= sorted[k]) return Math.max(cap, 0);
    }
    return 0;
  };
  const caps = (theta: number) => Float64Array.from(parts, (sorted) => capOf(sorted, theta));
  if (manhattan(caps(0)) <= radius) return v.slice();
  const most = Math.max(...parts.map(manhattan));
  const found = caps(bisect(0, most, (theta) => manhattan(caps(theta)) > radius));
  const w = v.slice();
  groupsOf(set).forEach((group, g) => {
    for (const j of group) w[j] = Math.sign(v[j]) * Math.min(Math.abs(v[j]), found[g]);
  });
  return w;
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal() ** 3);
  const radius = set.level as number;
  return times((radius * Math.sqrt(random.uniform())) / (set.regularizer?.(z) as number), z);
}

// The whole radius on each entry of the group of the largest sum.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const sums = split(direction, set).map(manhattan);
  const group = groupsOf(set)[sums.indexOf(Math.max(...sums))];
  const size = (j: number) => (group.includes(j) ? (set.level as number) : 0);
  return direction.map((x, j) => (x < 0 ? -1 : 1) * size(j));
}
