import { describe, expect, test } from 'vitest';
import {
  acceleratedProjectedGradient,
  box,
  type Constraint,
  constantStep,
  fit,
  fitSync,
  l1Ball,
  l2Ball,
  lowRank,
  nonnegative,
  plantedProblem,
  projectedGradient,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { normals } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';

const solver = acceleratedProjectedGradient();
const ENGINES = ['wasm', 'reference'] as const;

/** Rows with correlation 0.9, on which plain steps take thousands of iterations. */
const correlated = (observation: 'relu' | 'linear', seed = 1) =>
  plantedProblem({
    n: 200,
    d: 50,
    seed,
    rows: { ar1: 0.9 },
    observation,
    constraint: wholeSpace(),
  });

describe.each(ENGINES)('engine %s', (engine) => {
  test.each(['linear', 'relu'] as const)(
    'on convex sets it reaches the minimum of plain steps in a fraction of them, %s',
    (observation) => {
      const { X, y, planted } = correlated(observation);
      const length = Math.hypot(...planted);
      for (const constraint of [wholeSpace(), l2Ball(0.9 * length), nonnegative()]) {
        const options = { constraint, observation, engine, maxIterations: 20_000, tolerance: 1e-9 };
        const plain = fitSync(X, y, options);
        const quick = fitSync(X, y, { ...options, solver });
        expect(quick.iterations).toBeLessThan(plain.iterations / 2);
        expect(['converged', 'stalled']).toContain(quick.status);
        // The ReLU's problem has several minima on kinks, and which one is reached is a matter of the way.
        const slack = observation === 'relu' ? 1e-3 : 1e-9;
        expect(quick.objective).toBeLessThanOrEqual(plain.objective * (1 + slack) + 1e-15);
        expect(quick.solver.name).toBe('acceleratedProjectedGradient');
      }
    },
  );

  test('the objective never rises on convex sets, on data no theory covers', () => {
    const [n, d] = [80, 12];
    const data = normals(n * d, 6).map((x, k) => (x + 2) * 10 ** (((k % d) % 7) - 3));
    const y = normals(n, 7).map((value) => value * 3 + 1);
    const X = { data, rows: n, columns: d };
    const sets: Constraint[] = [
      wholeSpace(),
      l1Ball(0.5),
      l2Ball(2),
      box({ lower: -0.1, upper: 0.4 }),
    ];
    for (const constraint of sets) {
      for (const intercept of [false, true]) {
        const { trace, status, certificate } = fitSync(X, y, {
          ...{ constraint, intercept, engine, solver },
        });
        for (let t = 1; t < trace.objective.length; t++) {
          expect(trace.objective[t]).toBeLessThanOrEqual(trace.objective[t - 1] * (1 + 1e-13));
        }
        expect(certificate.feasible).toBe(true);
        expect(['converged', 'iteration-limit', 'stalled']).toContain(status);
      }
    }
  });

  test.each(['f32', 'f64'] as const)('a sparse problem is recovered, in %s', (precision) => {
    const { X, y, planted } = plantedProblem({ n: 250, d: 400, sparsity: 6, seed: 4, precision });
    for (const intercept of [false, true]) {
      const options = { constraint: sparse(6), planted, engine, intercept };
      const result = fitSync(X, y, { ...options, solver });
      expect(result.status).toBe('converged');
      expect(result.trace.error?.at(-1)).toBeLessThan(precision === 'f32' ? 1e-5 : 1e-9);
      expect(result.iterations).toBeLessThanOrEqual(fitSync(X, y, options).iterations);
    }
  });
});

test('the residual of a state is that of a plain step from it', () => {
  const { X, y } = correlated('linear');
  const { weights, trace } = fitSync(X, y, {
    ...{ constraint: wholeSpace(), observation: 'linear', solver, tolerance: 0, maxIterations: 40 },
    stepSize: constantStep(0.01),
  });
  const g = new Float64Array(50);
  for (let i = 0; i < 200; i++) {
    let r = -y[i];
    for (let j = 0; j < 50; j++) r += X.data[i * 50 + j] * weights[j];
    for (let j = 0; j < 50; j++) g[j] += (2 / 200) * r * X.data[i * 50 + j];
  }
  const next = weights.map((w, j) => w - 0.01 * g[j]);
  const meanSquare = Float64Array.from(X.data).reduce((sum, x) => sum + x * x, 0) / X.data.length;
  const size = Math.max(Math.hypot(...weights), Math.hypot(...next));
  const relative = Math.hypot(...g) / (meanSquare * size);
  expect((trace.residual.at(-1) as number) / relative).toBeCloseTo(1, 9);
});

test('on noise that puts minima on kinks it comes as low as plain steps do, and does not say converged', () => {
  const { X, y } = plantedProblem({
    ...{ n: 800, d: 400, sparsity: 20, seed: 1, noise: 0.05 },
    rows: { ar1: 0.7 },
  });
  const options = { constraint: sparse(20) };
  const [plain, quick] = [projectedGradient(), solver].map((solver) =>
    fitSync(X, y, { ...options, solver }),
  );
  expect(['stalled', 'iteration-limit']).toContain(quick.status);
  expect(quick.objective).toBeLessThan(1.001 * plain.objective);
});

test('a step far too long does not go unnoticed', () => {
  const { X, y } = correlated('linear');
  const options = { observation: 'linear', solver, stepSize: constantStep(1e5) } as const;
  const result = fitSync(X, y, { ...options, constraint: wholeSpace() });
  expect(result.status).toBe('diverged');
  expect(result.weights.every(Number.isFinite)).toBe(true);
});

test('other sets that are not convex are refused', () => {
  const { X, y } = plantedProblem({ n: 60, d: 16, seed: 8 });
  const constraint = lowRank({ rows: 4, columns: 4, rank: 1 });
  expectError(
    () => fitSync(X, y, { constraint, solver }),
    'INCOMPATIBLE',
    'acceleratedProjectedGradient',
    'lowRank',
    'a convex set',
    'sparse',
  );
});

test('in the background, and with threads, it has the same bits', async () => {
  const { X, y } = plantedProblem({ n: 300, d: 60, sparsity: 4, seed: 2 });
  for (const constraint of [l1Ball(0.8), sparse(4)]) {
    const options = { constraint, solver };
    const here = fitSync(X, y, { ...options, engine: 'wasm' });
    for (const other of [
      { background: true },
      { engine: 'threads', threads: 2 },
      // Called here, between trips over X made there.
      { background: true, onIteration: () => {} },
    ] as const) {
      const { weights, iterations } = await fit(X, y, { ...options, ...other });
      expect([iterations, weights]).toEqual([here.iterations, here.weights]);
    }
  }
});
