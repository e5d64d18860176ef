// What a fit says of the number of its rows.

import { describe, expect, test } from 'vitest';
import {
  type Constraint,
  fitSync,
  l1Ball,
  l2Ball,
  type Observation,
  plantedProblem,
  sparse,
  wholeSpace,
} from '../src/index.js';

interface Case {
  n: number;
  d: number;
  s: number;
  observation?: Observation;
  seed?: number;
}

function warnings(make: (planted: Float64Array) => Constraint, given: Case, tell = false) {
  const { n, d, s, observation = 'relu', seed = 1 } = given;
  const { X, y, planted } = plantedProblem({ n, d, sparsity: s, seed, observation });
  const { certificate } = fitSync(X, y, {
    constraint: make(planted),
    observation,
    ...(tell && { planted }),
    maxIterations: 3,
  });
  return certificate.warnings.filter((warning) => warning.includes('rows'));
}

describe('too few rows for the set', () => {
  test('sparse: rows with y > 0 are compared with half of the bound, 163.3 at (1000, 20)', () => {
    const [warning, ...rest] = warnings(() => sparse(20), { n: 40, d: 1000, s: 20 });
    expect(rest).toEqual([]);
    expect(warning).toMatch(
      /^\d+ rows with y > 0 are fewer than half of n₀ = 163\.3 \(upper bound for sparse\), the scale of theory, whose constant is unknown: the weights may be others than those behind y\. Use more rows or a smaller set$/,
    );
    expect(warnings(() => sparse(20), { n: 200, d: 1000, s: 20 })).toEqual([]);
  });

  test('where every row is an equation, every row counts', () => {
    const observation = 'linear';
    expect(warnings(() => sparse(20), { n: 83, d: 1000, s: 20, observation })).toEqual([]);
    expect(warnings(() => sparse(20), { n: 80, d: 1000, s: 20, observation })[0]).toMatch(
      /^80 rows are fewer than half of/,
    );
    expect(
      warnings(() => sparse(20), { n: 83, d: 1000, s: 20, observation: { leaky: 0.1 } }),
    ).toEqual([]);
  });

  test('nothing known: fewer rows than weights', () => {
    expect(warnings(wholeSpace, { n: 30, d: 40, s: 40 })[0]).toMatch(
      /fewer than n₀ = 40 \(exact for wholeSpace\).*likely to fit as well/,
    );
    expect(warnings(wholeSpace, { n: 120, d: 40, s: 40 })).toEqual([]);
  });

  test('what depends on the planted weights is said only where they are given and inside', () => {
    const few = { n: 30, d: 200, s: 4 };
    expect(warnings(l1Ball.through, few)).toEqual([]);
    expect(warnings(l1Ball.through, few, true)[0]).toContain('n₀ = 20.8 (upper bound for l1Ball)');
    expect(warnings(l1Ball.through, { ...few, n: 60 }, true)).toEqual([]);
    // Planted weights outside the ball are not those of its descent cones.
    expect(warnings(() => l2Ball(0.5), few, true)).toEqual([]);
  });

  test('a set of one’s own without a formula is not judged', () => {
    const own: Constraint = { ...wholeSpace(), name: 'own', statisticalDimension: undefined };
    expect(warnings(() => own, { n: 5, d: 40, s: 40 })).toEqual([]);
  });
});

// The warning must not cry wolf: of the fits that are warned of few recover, of those that recover few are warned of.
test.each([
  [12, 1],
  [30, 2],
  [60, 3],
  [100, 5],
  [200, 4],
])('at d = %d, s = %d a warning is right three times in four', (d, s) => {
  let recovered = 0;
  let warned = 0;
  let both = 0;
  for (const share of [0.15, 0.3, 0.5, 0.7, 1, 1.5]) {
    for (let seed = 0; seed < 10; seed++) {
      const n = Math.ceil(share * d);
      const { X, y, planted } = plantedProblem({ n, d, sparsity: s, seed });
      const { weights, certificate } = fitSync(X, y, { constraint: sparse(s) });
      const found = Math.hypot(...weights.map((w, j) => w - planted[j])) <= 1e-4;
      const warning = certificate.warnings.some((words) => words.includes('n₀'));
      if (warning) warned++;
      if (found) recovered++;
      if (warning && found) both++;
    }
  }
  expect(warned).toBeGreaterThan(0);
  expect(both / warned).toBeLessThanOrEqual(0.25);
  expect(both / recovered).toBeLessThanOrEqual(0.2);
});
