import { describe, expect, test } from 'vitest';
import {
  constantStep,
  custom,
  fit,
  fitSync,
  plantedProblem,
  RelufitError,
  type Solver,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import type { SolverState } from '../../src/solvers/solver.js';
import { isDone, stopping } from '../../src/solvers/stopping.js';
import { expectError } from '../support/errors.js';

/** Too few rows for one run. */
const hard = (seed: number) => plantedProblem({ n: 60, d: 200, sparsity: 6, seed });

describe.each(['wasm', 'reference'] as const)('engine %s', (engine) => {
  test('restarts find planted weights that one run misses, and never do worse', () => {
    let rescued = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { X, y, planted } = hard(seed);
      const options = { constraint: sparse(6), engine, planted, maxIterations: 5000 };
      const one = fitSync(X, y, options);
      const several = fitSync(X, y, { ...options, restarts: 8 });
      expect(several.objective).toBeLessThanOrEqual(one.objective);
      const error = (result: typeof one) => result.trace.error?.at(-1) as number;
      if (error(one) > 1e-4 && error(several) < 1e-6) rescued++;
      const note = several.certificate.warnings.find((text) => text.includes('from other points'));
      if (one.objective < 1e-12) {
        expect(note).toBeUndefined();
        expect(several.weights).toEqual(one.weights);
        continue;
      }
      expect(note).toMatch(/^the solver started \d more times? .* (of the first run|restart \d)$/);
      // All about the weights: the last entries of the trace as well.
      expect(several.trace.objective.length).toBe(several.iterations + 1);
      expect(several.trace.objective.at(-1)).toBe(several.objective);
      expect(several.trace.residual.at(-1)).toBe(several.residual);
      expect(Math.min(...several.trace.objective)).toBeCloseTo(several.objective, 8);
      expect(several.iterations).toBeGreaterThan(one.iterations);
    }
    expect(rescued).toBeGreaterThan(0);
  });
});

test('a limit that comes in a later run leaves the best of those before', () => {
  const { X, y } = hard(2);
  const options = { constraint: sparse(6) };
  const one = fitSync(X, y, options);
  expect(one.objective).toBeGreaterThan(1e-6);
  // In the first steps of the second run, where L is large.
  const result = fitSync(X, y, { ...options, restarts: 3, maxIterations: one.iterations + 2 });
  expect([result.status, result.iterations]).toEqual(['iteration-limit', one.iterations + 2]);
  expect(result.weights).toEqual(one.weights);
  expect(result.objective).toBe(one.objective);
  expect(result.trace.objective.at(-1)).toBe(one.objective);
});

test('at tolerance 0 there is one run, of exactly maxIterations', () => {
  const { X, y } = hard(2);
  const options = { constraint: sparse(6), tolerance: 0, maxIterations: 300 };
  const result = fitSync(X, y, { ...options, restarts: 3 });
  expect([result.status, result.iterations]).toEqual(['iteration-limit', 300]);
  expect(result.weights).toEqual(fitSync(X, y, options).weights);
});

test('a first run that diverges is not started again', () => {
  const { X, y } = plantedProblem({ n: 60, d: 20, seed: 8 });
  const options = { constraint: wholeSpace(), observation: 'linear' } as const;
  const stepSize = constantStep(10);
  const one = fitSync(X, y, { ...options, stepSize });
  const result = fitSync(X, y, { ...options, stepSize, restarts: 3 });
  expect([result.status, result.iterations]).toEqual(['diverged', one.iterations]);
});

test('a run ends as the stopping rule says, but for the limits of the fit', () => {
  const state = { objective: 1, relativeResidual: 1e-3, stalled: false, diverged: false };
  const rule = { maxIterations: 10, timeLimit: Infinity };
  for (const tolerance of [0, 1e-6, 1e-2]) {
    for (const change of [{}, { stalled: true }, { diverged: true }, { failure: 'none' }]) {
      const given = { ...state, ...change } as SolverState;
      const status = stopping({ ...rule, tolerance }, given, 1, 0);
      expect(isDone(given, tolerance)).toBe(status !== undefined);
      const going = { ...given, goesOn: true };
      expect(stopping({ ...rule, tolerance }, going, 1, 0)).toBeUndefined();
      expect(stopping({ ...rule, tolerance }, going, 10, 0)).toBe('iteration-limit');
    }
  }
});

test('a start whose projection cannot be found is left out', () => {
  const { X, y } = plantedProblem({ n: 40, d: 4, seed: 1, noise: 0.3 });
  let run = 0;
  const constraint = custom({
    name: 'set',
    project(v) {
      if (run === 1) throw new RelufitError('NOT_CONVERGED', 'set', 'a', 'b', 'Remedy.');
      return v;
    },
    contains: () => true,
    convex: true,
  });
  // Ends at once: then the wrapper looks for another start.
  const solver: Solver = {
    name: 'one',
    parameters: {},
    requires: {},
    coordinates: 'plain',
    *iterate(problem, initial) {
      const [u] = problem.allocate(1);
      u.array.set(initial);
      const objective = problem.objective(u) as number;
      run++;
      yield {
        ...{ iterate: u, objective, stepSize: 1, residual: 0, relativeResidual: 0 },
        ...{ stalled: false, diverged: false },
      };
    },
  };
  const result = fitSync(X, y, { constraint, solver, restarts: 4 });
  expect(result.status).toBe('converged');
  expect(result.certificate.warnings.join()).toContain('started 4 more times');
});

test.each([-1, 1.5, NaN, '2', null])('restarts of %o are refused', (restarts) => {
  const { X, y } = hard(1);
  const options = { constraint: sparse(6), restarts: restarts as number };
  if (restarts === null) expect(fitSync(X, y, options).status).toBe('converged');
  else expectError(() => fitSync(X, y, options), 'INVALID_ARGUMENT', 'options.restarts');
});

test('in the background, and with threads, it has the same bits', async () => {
  const { X, y } = hard(2);
  const options = { constraint: sparse(6), restarts: 3 };
  const { weights, iterations } = fitSync(X, y, { ...options, engine: 'wasm' });
  for (const other of [
    { background: true },
    { engine: 'threads', threads: 2 },
    { background: true, onIteration: () => {} },
  ] as const) {
    const result = await fit(X, y, { ...options, ...other });
    expect([result.iterations, result.weights]).toEqual([iterations, weights]);
  }
});
