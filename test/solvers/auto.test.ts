import { describe, expect, test } from 'vitest';
import {
  acceleratedProjectedGradient,
  auto,
  type Constraint,
  fit,
  fitSync,
  l1Ball,
  nonnegative,
  paperSchedule,
  plantedProblem,
  projectedGradient,
  sparse,
  wholeSpace,
} from '../../src/index.js';

const error = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (value, j) => value - b[j])) / Math.hypot(...Array.from(b));

describe('the choice', () => {
  test('sparse weights: message passing, with its reason and its caveat', () => {
    const { X, y, planted } = plantedProblem({ n: 150, d: 1000, sparsity: 20, seed: 1 });
    const result = fitSync(X, y, { constraint: sparse(20), solver: auto() });
    expect(result.solver.name).toBe('messagePassing');
    expect(result.solver.reason).toMatch(/^sparse weights, [\d.]+ n₀ rows, .* 0\.\d\d$/);
    expect(result.certificate.warnings.join()).toContain('message passing');
    expect(error(result.weights, planted)).toBeLessThan(1e-12);
  });

  test.each([l1Ball(2), nonnegative()])('another set, $name', (constraint) => {
    const { X, y } = plantedProblem({ n: 90, d: 20, constraint, seed: 1 });
    const result = fitSync(X, y, { constraint, solver: auto() });
    expect(result.solver.name).toBe('acceleratedProjectedGradient');
    expect(result.solver.reason).toContain(constraint.name);
    const solver = acceleratedProjectedGradient();
    expect(result.weights).toEqual(fitSync(X, y, { constraint, solver }).weights);
    expect(result.certificate.warnings.join()).not.toContain('message passing');
  });

  test('columns that are all but one: no message passing', () => {
    const rows = { ar1: 0.95 };
    const { X, y } = plantedProblem({ n: 90, d: 200, sparsity: 4, seed: 1, rows });
    const { solver, certificate } = fitSync(X, y, { constraint: sparse(4), solver: auto() });
    expect(solver.name).not.toBe('messagePassing');
    expect(certificate.warnings.join()).not.toContain('message passing');
  });

  test('sets made of subspaces: pursuit, and no other where it converges', () => {
    const { X, y } = plantedProblem({
      n: 90,
      d: 20,
      constraint: wholeSpace(),
      seed: 1,
      noise: 0.1,
    });
    const { solver, iterations } = fitSync(X, y, { constraint: wholeSpace(), solver: auto() });
    expect(solver).toEqual({ name: 'pursuit', reason: 'wholeSpace is made of subspaces' });
    expect(iterations).toBeLessThan(20);
  });

  test('what message passing cannot take: leaky slopes, sample weights', () => {
    const { X, y } = plantedProblem({ n: 90, d: 30, sparsity: 4, seed: 1 });
    const options = { constraint: sparse(4), solver: auto() };
    const leaky = fitSync(X, y, { ...options, observation: { leaky: 0.2 } });
    expect(leaky.solver.name).toBe('pursuit');
    const weighted = fitSync(X, y, { ...options, sampleWeight: y.map((_, i) => 1 + (i % 3)) });
    expect(weighted.solver.name).toBe('pursuit');
  });
});

describe('a portfolio', () => {
  const rows = ['gaussian', 'rademacher', { ar1: 0.5 }, { shift: 0.5 }] as const;

  test.each(rows)('recovers at n = 625, s = 20, d = 1000 with rows %j', (rows) => {
    const { X, y, planted } = plantedProblem({ n: 625, d: 1000, sparsity: 20, seed: 7, rows });
    const { weights, status } = fitSync(X, y, { constraint: sparse(20), solver: auto() });
    expect(error(weights, planted)).toBeLessThan(1e-9);
    expect(status).toBe('converged');
  });

  test('ends no higher than each of its members, and says who won against whom', () => {
    let tried = 0;
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { X, y } = plantedProblem({ n: 60, d: 200, sparsity: 10, seed, noise: 0.05 });
      const options = { constraint: sparse(10), maxIterations: 3000 };
      const own = fitSync(X, y, { ...options, solver: auto() });
      const other = fitSync(X, y, { ...options, solver: projectedGradient() });
      expect(own.objective).toBeLessThanOrEqual(other.objective * (1 + 1e-6));
      if (own.solver.reason.includes('unexplained')) tried++;
    }
    expect(tried).toBe(6);
  });

  test('one sequence: iterations and trace go through', () => {
    const { X, y } = plantedProblem({ n: 40, d: 100, sparsity: 10, seed: 1 });
    const seen: number[] = [];
    const result = fitSync(X, y, {
      constraint: sparse(10),
      solver: auto(),
      onIteration: ({ iteration }) => seen.push(iteration),
    });
    expect(seen).toEqual(seen.map((_, k) => k + 1));
    expect(result.trace.objective.length).toBe(result.iterations + 1);
    expect(result.trace.objective.at(-1)).toBe(result.objective);
  });
});

describe('with everything else', () => {
  test('in a worker, with the same bits', async () => {
    const { X, y } = plantedProblem({ n: 90, d: 300, sparsity: 6, seed: 2, precision: 'f32' });
    const options = { constraint: sparse(6), solver: auto() };
    const there = await fit(X, y, { ...options, background: true });
    const here = fitSync(X, y, options);
    expect(there.weights).toEqual(here.weights);
    expect(there.solver).toEqual(here.solver);
  });

  test('one column, few columns, a fixed step, no iterations', () => {
    const options = { solver: auto() };
    const one: Constraint = sparse(1);
    expect(fitSync([[2]], [3], { ...options, constraint: one }).weights[0]).toBeCloseTo(1.5, 12);
    const { X, y, planted } = plantedProblem({ n: 60, d: 5, sparsity: 2, seed: 3 });
    const fixed = { ...options, constraint: sparse(2), stepSize: paperSchedule() };
    expect(error(fitSync(X, y, fixed).weights, planted)).toBeLessThan(1e-9);
    const none = fitSync(X, y, { ...options, constraint: sparse(2), maxIterations: 0 });
    expect(none.status).toBe('iteration-limit');
    const exactly = { ...options, constraint: sparse(2), maxIterations: 900, tolerance: 0 };
    expect(fitSync(X, y, exactly).iterations).toBe(900);
  });
});
