import { describe, expect, test } from 'vitest';
import { permutation } from '../../src/data/sampling.js';
import {
  constantStep,
  fit,
  fitSync,
  type Loss,
  l1Ball,
  leastSquares,
  nonnegative,
  plantedProblem,
  type Solver,
  sparse,
  stochasticGradient,
  wholeSpace,
} from '../../src/index.js';
import type { Problem } from '../../src/solvers/problem.js';
import { batchesOf } from '../../src/solvers/stochastic-gradient.js';
import { expectError } from '../support/errors.js';

describe.each(['wasm', 'reference'] as const)('engine %s', (engine) => {
  test.each(['f32', 'f64'] as const)('noiseless data are fitted exactly, in %s', (precision) => {
    for (const constraint of [sparse(5), nonnegative(), wholeSpace()]) {
      const { X, y, planted } = plantedProblem({ n: 600, d: 60, constraint, seed: 3, precision });
      for (const intercept of [false, true]) {
        for (const batch of precision === 'f32' ? [1, 200] : [1, 200, 10_000]) {
          const { status, trace, certificate } = fitSync(X, y, {
            ...{ constraint, planted, engine, intercept },
            solver: stochasticGradient({ batch }),
          });
          // In f32 a residual may end a little above the tolerance, in the last digits.
          if (precision === 'f64') expect(status, `${constraint.name} ${batch}`).toBe('converged');
          expect(trace.error?.at(-1)).toBeLessThan(precision === 'f32' ? 1e-4 : 1e-8);
          expect(certificate.feasible).toBe(true);
        }
      }
    }
  });

  test('an epoch is a projected step for each batch, in random order', () => {
    const [n, d] = [300, 6];
    const { X, y } = plantedProblem({ n, d, sparsity: d, seed: 3, noise: 0.1 });
    const constraint = l1Ball(0.7);
    const { weights } = fitSync(X, y, {
      ...{ constraint, engine, tolerance: 0, maxIterations: 2, stepSize: constantStep(0.3) },
      solver: stochasticGradient({ batch: 70, seed: 5 }),
    });
    // 300 rows make four blocks of 80 rows, the last of 60.
    let w: Float64Array = new Float64Array(d);
    for (const epoch of [0, 1]) {
      for (const k of permutation(4, { seed: 5, stream: epoch })) {
        const [begin, end] = [80 * k, Math.min(n, 80 * k + 80)];
        const g = new Float64Array(d);
        for (let i = begin; i < end; i++) {
          const row = X.data.subarray(i * d, (i + 1) * d);
          const z = w.reduce((sum, x, j) => sum + x * row[j], 0);
          const psi = (Math.max(0, z) - y[i]) * (1 + Math.sign(z));
          for (let j = 0; j < d; j++) g[j] += (psi * row[j]) / (end - begin);
        }
        w = constraint.project(w.map((x, j) => x - 0.3 * g[j]));
      }
    }
    for (let j = 0; j < d; j++) expect(weights[j]).toBeCloseTo(w[j], 12);
  });

  test('with noise the step falls, and the answer is as good as that of plain steps', () => {
    const { X, y, planted } = plantedProblem({ n: 2000, d: 20, sparsity: 20, seed: 1, noise: 0.3 });
    const options = { constraint: wholeSpace(), engine, planted, maxIterations: 60 };
    const plain = fitSync(X, y, options);
    for (const given of [{}, { epochs: 3 }]) {
      const solver = stochasticGradient({ batch: 64, ...given });
      const { trace, objective } = fitSync(X, y, { ...options, solver });
      expect(trace.stepSize.at(-1)).toBeLessThan(0.1 * trace.stepSize[0]);
      expect(objective).toBeLessThan(1.001 * plain.objective);
    }
  });

  test('a loss that the kernels do not compute costs no more rows, and is fitted as well', () => {
    const own: Loss = { ...leastSquares(), name: 'own' };
    const { X, y, planted } = plantedProblem({ n: 600, d: 40, sparsity: 4, seed: 3 });
    const result = fitSync(X, y, {
      ...{ constraint: sparse(4), engine, planted, loss: own },
      solver: stochasticGradient(),
      sampleWeight: y.map((_, i) => 1 + (i % 3)),
    });
    expect(result.status).toBe('converged');
    expect(result.trace.error?.at(-1)).toBeLessThan(1e-8);
  });
});

test('`epochs` says how long the step stays, and how it falls then', () => {
  const { X, y } = plantedProblem({ n: 300, d: 6, sparsity: 6, seed: 3, noise: 0.1 });
  const { trace } = fitSync(X, y, {
    ...{ constraint: wholeSpace(), tolerance: 0, maxIterations: 6 },
    solver: stochasticGradient({ batch: 80, stepSize: 0.1, epochs: 3 }),
  });
  const expected = [1, 1, 1, 3 / 4, 3 / 5, 3 / 6, 3 / 7].map((part) => 0.1 * part);
  trace.stepSize.forEach((mu, t) => {
    expect(mu).toBeCloseTo(expected[t], 12);
  });
});

test('an epoch is two passes: one of steps, one for what is told of the iterate', () => {
  const passes: number[] = [];
  const inner = stochasticGradient({ batch: 100 });
  const counting: Solver = {
    ...inner,
    *iterate(problem, ...rest) {
      for (const state of inner.iterate(problem, ...rest)) {
        passes.push(problem.passes);
        yield state;
      }
    },
  };
  const { X, y } = plantedProblem({ n: 1000, d: 20, sparsity: 20, seed: 3 });
  fitSync(X, y, { constraint: wholeSpace(), solver: counting, tolerance: 0, maxIterations: 3 });
  passes.forEach((count, epoch) => {
    expect(count).toBeCloseTo(1 + 2 * epoch, 12);
  });
});

test('batches are whole blocks, and every row is in one', () => {
  for (const [rows, blockRows, batch] of [
    [1, 16, 1],
    [1000, 128, 1],
    [1000, 128, 300],
    [1000, 128, 5000],
    [4200, 80, 81],
  ]) {
    const batches = batchesOf({ rows, blockRows } as Problem, batch);
    let next = 0;
    for (const { begin, end } of batches) {
      expect([begin, begin % blockRows]).toEqual([next, 0]);
      expect(end > begin && (end % blockRows === 0 || end === rows)).toBe(true);
      next = end;
    }
    expect(next).toBe(rows);
    expect(batches[0].end).toBeGreaterThanOrEqual(Math.min(batch, rows));
  }
});

test('steps far too long are undone, and made shorter', () => {
  const { X, y } = plantedProblem({ n: 600, d: 40, sparsity: 40, seed: 3 });
  for (const stepSize of [50, 1e200]) {
    const { trace, status } = fitSync(X, y, {
      ...{ constraint: wholeSpace(), maxIterations: 900 },
      solver: stochasticGradient({ batch: 64, stepSize }),
    });
    expect(trace.objective.every((value) => value <= trace.objective[0])).toBe(true);
    if (stepSize === 50) expect(status).toBe('converged');
    else expect(['converged', 'stalled']).toContain(status);
  }
});

test('a seed means one path, another one another', () => {
  const { X, y } = plantedProblem({ n: 600, d: 40, sparsity: 4, seed: 3 });
  const run = (seed: number) =>
    fitSync(X, y, {
      ...{ constraint: sparse(4), maxIterations: 2 },
      solver: stochasticGradient({ batch: 64, seed }),
    }).weights;
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

test.each([
  { batch: 0 },
  { batch: 1.5 },
  { stepSize: 0 },
  { stepSize: Infinity },
  { epochs: 0 },
  { seed: -1 },
  { size: 3 },
])('options of %o are refused', (given) => {
  expectError(() => stochasticGradient(given as object), 'INVALID_ARGUMENT', 'stochasticGradient');
});

test('in the background, and with threads, it has the same bits', async () => {
  const { X, y } = plantedProblem({ n: 300, d: 60, sparsity: 4, seed: 2 });
  const options = { constraint: sparse(4), solver: stochasticGradient({ batch: 64 }) };
  const { weights, iterations } = fitSync(X, y, { ...options, engine: 'wasm' });
  for (const other of [
    { background: true },
    { engine: 'threads', threads: 3 },
    { background: true, onIteration: () => {} },
  ] as const) {
    const result = await fit(X, y, { ...options, ...other });
    expect([result.iterations, result.weights]).toEqual([iterations, weights]);
  }
});
