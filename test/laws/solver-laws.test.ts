// Every solver with every set and loss of the library runs and obeys the laws, or is refused before anything runs.

import { describe, expect, test } from 'vitest';
import {
  backtracking,
  fitSync,
  leastSquares,
  plantedProblem,
  projectedGradient,
  type Solver,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import {
  casesOf,
  laws,
  losses,
  nameOf,
  type Run,
  runOf,
  type SolverCase,
  sets,
  solvers,
  stepSizes,
  unclear,
} from './solver-laws.js';

/** All laws that the case breaks, in words. */
function faultsOf(given: SolverCase): string[] {
  const run = runOf(given);
  if (typeof run === 'string') {
    const fault = unclear(given, run);
    return fault === undefined ? [] : [`a clear refusal: ${fault}`];
  }
  const faults = laws
    .filter(({ applies }) => applies?.(given) ?? true)
    .map(({ title, broken }) => [title, broken(run)])
    .filter(([, fault]) => fault !== undefined)
    .map(([title, fault]) => `${title}: ${fault}`);
  const exact = atPlanted(given);
  return exact === undefined ? faults : [...faults, exact];
}

// Of a likelihood σ is 0 there, and the objective −∞.
function atPlanted(given: SolverCase): string | undefined {
  if (given.loss.likelihood) return undefined;
  const planted = plantedOf(given);
  const run = runOf(given, { initial: planted, tolerance: 0, maxIterations: 3 }, 0) as Run;
  const error = Math.max(...(run.result.trace.error as Float64Array));
  const allowed = given.precision === 'f32' ? 1e-4 : 1e-9;
  return error <= allowed ? undefined : `noiseless, w* is a fixed point: it moves by ${error}`;
}

function plantedOf(given: SolverCase): Float64Array {
  const run = runOf(given, { maxIterations: 0 }, 0) as Run;
  return Float64Array.from(run.data.planted);
}

test('there are solvers, losses, steps and sets of all kinds', () => {
  expect(solvers.map(({ name }) => name)).toContain('projectedGradient');
  expect(losses.length).toBeGreaterThan(0);
  expect(stepSizes.length).toBeGreaterThan(2);
  expect(new Set(sets.map(({ name }) => name)).size).toBeGreaterThan(12);
});

describe.each(solvers.map((solver) => [solver.name, solver] as const))('%s', (_, solver) => {
  test('takes or refuses every set and loss, and obeys the laws', { timeout: 120_000 }, () => {
    const faults: Record<string, string[]> = {};
    for (const given of casesOf(solver, backtracking())) {
      const found = faultsOf(given);
      if (found.length > 0) faults[nameOf(given)] = found;
    }
    expect(faults).toEqual({});
  });

  test('takes something', { timeout: 60_000 }, () => {
    const taken = casesOf(solver, backtracking()).some((given) => typeof runOf(given) !== 'string');
    expect(taken).toBe(true);
  });
});

test('every step rule obeys the laws as well', { timeout: 120_000 }, () => {
  const faults: Record<string, string[]> = {};
  for (const stepSize of stepSizes) {
    for (const given of casesOf(projectedGradient(), stepSize)) {
      if (given.loss.name !== 'leastSquares') continue;
      // The paper's step trusts that X has the paper's law: what it does elsewhere is true, not good.
      const found = faultsOf(given).filter(
        (text) => stepSize.adaptive || !/no worse than the start|not diverged/.test(text),
      );
      if (found.length > 0) faults[nameOf(given)] = found;
    }
  }
  expect(faults).toEqual({});
});

describe('a solver that is wrong is found', () => {
  const right = projectedGradient();
  const given: SolverCase = {
    ...{ solver: right, set: sparse(3), loss: leastSquares(), stepSize: backtracking() },
    ...{ engine: 'wasm', precision: 'f64' },
  };
  const wrong = (change: (state: object, t: number) => object): Solver => ({
    ...right,
    *iterate(...args) {
      let t = 0;
      for (const state of right.iterate(...args)) {
        yield (state instanceof Promise ? state : change(state, t++)) as never;
      }
    },
  });

  test.each([
    [
      'an iterate outside',
      /a point of the set/,
      (s: object) => {
        (s as { iterate: { array: Float64Array } }).iterate.array[7] += 1e-3;
        return s;
      },
    ],
    ['an objective too low', /that of the weights/, (s: object) => ({ ...s, objective: 1e-30 })],
    [
      'a residual of NaN',
      /NaN/,
      (s: object, t: number) => (t === 2 ? { ...s, residual: 0, relativeResidual: NaN } : s),
    ],
    [
      'an objective that rises',
      /does not rise/,
      (s: object, t: number) => (t === 3 ? { ...s, objective: 1e3 } : s),
    ],
    [
      'convergence that is none',
      /status is true/,
      (s: object, t: number) => (t === 1 ? { ...s, relativeResidual: 0 } : s),
    ],
  ])('%s', (_, law, change) => {
    const set = law.source.includes('status') ? wholeSpace() : given.set;
    const faults = faultsOf({ ...given, set, solver: wrong(change) });
    expect(faults.some((fault) => law.test(fault))).toBe(true);
  });
});

test('a solver that needs what is not there says so', () => {
  const { X, y } = plantedProblem({ n: 60, d: 16, seed: 1 });
  const demanding: Solver = { ...projectedGradient(), requires: { constraint: ['convex'] } };
  expect(() => fitSync(X, y, { constraint: sparse(3), solver: demanding })).toThrow(
    /options\.solver projectedGradient: got sparse, .*expected a convex set/,
  );
});
