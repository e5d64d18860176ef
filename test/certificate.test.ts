// What a fit says of the number of its rows.

import { describe, expect, test } from 'vitest';
import {
  auto,
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

describe('rows of weight 0 are as if they were not there', () => {
  const { X, y } = plantedProblem({ n: 60, d: 40, sparsity: 40, seed: 3, noise: 0.5 });
  const rows = Array.from({ length: X.rows }, (_, i) =>
    Array.from(X.data.subarray(i * X.columns, (i + 1) * X.columns), Number),
  );
  const kept = (_: unknown, i: number) => i % 2 === 0;
  const sampleWeight = rows.map((row, i) => Number(kept(row, i)));
  const given = { constraint: wholeSpace(), maxIterations: 5 };

  test.each<[string, Observation, (value: number, i: number) => number]>([
    ['a y below the ReLU', 'relu', (value, i) => (i % 3 === 0 ? -1 : Math.max(0, value))],
    ['a y beyond both ends', { lower: 0, upper: 1 }, (value, i) => value + 2 * ((i % 5) - 2)],
    ['no equation', 'relu', (value, i) => (i % 2 === 0 ? 0 : value)],
    ['linear', 'linear', (value) => value],
  ])('%s', (_, observation, change) => {
    const changed = Array.from(y, change);
    const all = fitSync(rows, changed, { ...given, observation, sampleWeight }).certificate;
    const fewer = fitSync(rows.filter(kept), changed.filter(kept), {
      ...given,
      observation,
      sampleWeight: changed.filter(kept).map(() => 1),
    }).certificate;
    expect(all.warnings).toEqual(fewer.warnings);
    expect(all.warnings).not.toEqual([]);
    expect(all.signDisagreement).toBe(fewer.signDisagreement);
  });

  test('what is left to be explained is a part of the others', () => {
    const options = { constraint: sparse(3), solver: auto() };
    const weights = rows.map((_, i) => 1 + (i % 3));
    const fewer = fitSync(rows, y, { ...options, sampleWeight: weights });
    // The same rows of X once more, so that steps are of the same size.
    const all = fitSync([...rows, ...rows], [...y, ...rows.map(() => 1e9)], {
      ...options,
      sampleWeight: [...weights, ...rows.map(() => 0)],
    });
    expect(fewer.solver.reason).toContain('unexplained');
    expect(all.solver).toEqual(fewer.solver);
  });

  test('none of those that count is active', () => {
    // The second row's gradient is not 0, and has no part.
    const result = fitSync([[1], [-1]], [1, 1], {
      constraint: wholeSpace(),
      initial: [-1],
      sampleWeight: [1, 0],
    });
    expect(result.certificate.warnings.join()).toContain('no row is active');
  });
});
