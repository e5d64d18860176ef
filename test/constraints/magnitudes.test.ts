// Balls where they are large: a hundred thousand weights, radii far above and below them, parameters of many magnitudes.

import { describe, expect, test } from 'vitest';
import {
  type Constraint,
  cappedSimplex,
  elasticNetBall,
  ellipsoid,
  groupL2Ball,
  l1Ball,
  l1InfBall,
  lpBall,
  nonnegativeL1Ball,
  simplex,
  sortedL1Ball,
  totalVariationBall,
  weightedL1Ball,
} from '../../src/index.js';
import { projectByKernel } from '../../src/testing/kernel.js';
import { Random } from '../../src/testing/random.js';
import { cosine, euclidean, largest, minus } from '../../src/testing/vectors.js';

const powers = (d: number, span: number, random: Random) =>
  random.vector(d, () => 10 ** random.uniform(-span, span));

const groupsOf = (d: number) =>
  Array.from({ length: Math.ceil(d / 4) }, (_, g) =>
    Array.from({ length: Math.min(4, d - 4 * g) }, (_, k) => 4 * g + k),
  );

const sets: Record<string, (d: number, radius: number, random: Random) => Constraint> = {
  simplex: (_, radius) => simplex(radius),
  nonnegativeL1Ball: (_, radius) => nonnegativeL1Ball(radius),
  l1Ball: (_, radius) => l1Ball(radius),
  groupL2Ball: (d, radius) => groupL2Ball({ groups: groupsOf(d), radius }),
  l1InfBall: (d, radius) => l1InfBall({ groups: groupsOf(d), radius }),
  'lpBall with p = 1 + 1e-6': (_, radius) => lpBall({ p: 1 + 1e-6, radius }),
  'lpBall with p = 1e6': (_, radius) => lpBall({ p: 1e6, radius }),
  totalVariationBall: (_, radius) => totalVariationBall(radius),
  'ellipsoid with axes over 1e±8': (d, radius, random) =>
    ellipsoid({ matrix: powers(d, 16, random), radius }),
  'weightedL1Ball with weights over 1e±8': (d, radius, random) =>
    weightedL1Ball({ weights: powers(d, 8, random), radius }),
  'sortedL1Ball with weights over 1e±8': (d, radius, random) =>
    sortedL1Ball({ weights: powers(d, 8, random).sort().reverse(), radius }),
  'cappedSimplex with caps over 1e±8': (d, radius, random) =>
    cappedSimplex({ upper: [radius, ...powers(d - 1, 8, random)], radius }),
  'elasticNetBall with mu over 1e±8': (_, radius, random) =>
    elasticNetBall({ mu: 10 ** random.uniform(-8, 8), radius }),
};

// Neumaier's: as if in twice the digits.
function exactSum(w: ArrayLike<number>): number {
  let [sum, lost] = [0, 0];
  for (let j = 0; j < w.length; j++) {
    const x = Math.abs(w[j]);
    const next = sum + x;
    lost += sum >= x ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + lost;
}

describe.each(Object.entries(sets))('%s', (_, make) => {
  const radii = [1e-12, 1e-6, 1e-3, 1, 1e3, 1e12];

  test('the projection is in the set to 1e-12, and no point of it lies farther toward v', () => {
    const random = new Random(7);
    for (const d of [1, 2, 3, 10, 100]) {
      for (const span of [0, 2, 8, 140]) {
        const v = powers(d, span, random).map((x) => x * random.normal());
        for (const radius of radii) {
          const set = make(d, radius * largest(v), random);
          const w = set.project(v);
          expect(set.contains(w, 1e-12)).toBe(true);
          for (const from of [
            v.map(() => 0),
            v.map((x) => -x),
            v.map((x) => x * random.uniform()),
          ]) {
            const toward = minus(set.project(from), w);
            // What is left of nearer points is rounding.
            const rounding = 1e-14 * d * (1 / euclidean(toward) + 1 / euclidean(minus(v, w)));
            const bound = 1e-12 + rounding * Math.max(euclidean(v), euclidean(w));
            if (bound < 1) expect(cosine(minus(v, w), toward)).toBeLessThan(bound);
          }
        }
      }
    }
  });

  test('in a hundred thousand dimensions too, oracle and kernel', { timeout: 60_000 }, () => {
    const random = new Random(8);
    const v = random.vector(1e5, () => random.normal());
    for (const radius of [1e-6, 1, 1e9]) {
      const set = make(v.length, radius, random);
      const points = [set.project(v)];
      if (set.kernel) points.push(Float64Array.from(projectByKernel(v, set, 'f64').projected));
      for (const w of points) expect(set.contains(w, 4e-12)).toBe(true);
    }
  });
});

test.each([simplex, nonnegativeL1Ball, l1Ball])(
  'a hundred thousand entries sum to the radius to the last digits (set %#)',
  (make) => {
    const random = new Random(9);
    const v = random.vector(1e5, () => 1 + random.uniform());
    for (const radius of [1e-9, 1, 1e5, 1e12]) {
      const set = make(radius);
      if (set.regularizer && set.contains(v)) continue;
      for (const w of [set.project(v), projectByKernel(v, set, 'f64').projected]) {
        expect(Math.abs(exactSum(w) / radius - 1)).toBeLessThan(2e-14);
      }
    }
  },
);
