import { describe, expect, test } from 'vitest';
import {
  dataset,
  fit,
  fitSync,
  l1Ball,
  messagePassing,
  type PlantedOptions,
  plantedProblem,
  sparse,
  sparseNonnegative,
} from '../../src/index.js';
import { expectError } from '../support/errors.js';

const ENGINES = ['wasm', 'reference'] as const;

function relativeError(weights: ArrayLike<number>, planted: ArrayLike<number>): number {
  let squares = 0;
  let size = 0;
  for (let j = 0; j < planted.length; j++) {
    squares += (weights[j] - planted[j]) ** 2;
    size += planted[j] ** 2;
  }
  return Math.sqrt(squares / size);
}

const solver = messagePassing();

describe('few rows: n = 150, d = 1000, s = 20', () => {
  const shape = { n: 150, d: 1000, sparsity: 20 };

  test.each(ENGINES)('finds the weights exactly, engine %s', (engine) => {
    for (const seed of [1, 2, 3]) {
      const { X, y, planted } = plantedProblem({ ...shape, seed });
      const result = fitSync(X, y, { constraint: sparse(20), solver, engine });
      expect(relativeError(result.weights, planted)).toBeLessThan(1e-12);
      expect(result.status).toBe('converged');
      expect(result.iterations).toBeLessThan(100);
      expect(result.solver).toEqual({ name: 'messagePassing', reason: 'asked for' });
    }
  });

  test('in f32 to its digits', () => {
    const { X, y, planted } = plantedProblem({ ...shape, seed: 4, precision: 'f32' });
    const { weights, status } = fitSync(X, y, { constraint: sparse(20), solver });
    expect(relativeError(weights, planted)).toBeLessThan(1e-6);
    expect(status).toBe('converged');
  });

  test('in a worker, with the same bits', async () => {
    const { X, y } = plantedProblem({ ...shape, seed: 5 });
    const options = { constraint: sparse(20), solver: messagePassing({ noise: 'none' }) };
    const there = await fit(X, y, { ...options, background: true });
    expect(there.weights).toEqual(fitSync(X, y, options).weights);
  });

  test('without knowledge that is not there: its caveat is in the certificate', () => {
    const { X, y } = plantedProblem({ ...shape, seed: 5 });
    const { certificate } = fitSync(X, y, { constraint: sparse(20), solver });
    expect(certificate.warnings.join()).toContain('rows of X are independent');
    expect(certificate.feasible).toBe(true);
  });
});

describe('other data', () => {
  const shape: PlantedOptions = { n: 200, d: 400, sparsity: 8, seed: 3 };

  test.each([
    ['rademacher', 'rademacher'],
    ['correlated', { ar1: 0.5 }],
    ['shifted', { shift: 0.5 }],
    ['shifted far', { shift: 4 }],
  ] as const)('%s rows', (_, rows) => {
    const { X, y, planted } = plantedProblem({ ...shape, n: 300, rows });
    const { weights } = fitSync(X, y, { constraint: sparse(8), solver });
    expect(relativeError(weights, planted)).toBeLessThan(1e-9);
  });

  test('columns in units from 1e-3 to 1e3', () => {
    const { X, y, planted } = plantedProblem(shape);
    const unit = (j: number) => 10 ** (((j * 7) % 13) / 2 - 3);
    const scaled = { ...X, data: X.data.map((x, k) => x * unit(k % 400)) };
    const { weights } = fitSync(scaled, y, { constraint: sparse(8), solver });
    expect(
      relativeError(
        weights.map((w, j) => w * unit(j)),
        planted,
      ),
    ).toBeLessThan(1e-9);
  });

  test('an intercept, of which nothing is known', () => {
    const { X, planted } = plantedProblem({ ...shape, rows: { shift: 0.5 } });
    const y = new Float64Array(200);
    for (let i = 0; i < 200; i++) {
      let z = -0.4;
      for (let j = 0; j < 400; j++) z += X.data[400 * i + j] * planted[j];
      y[i] = Math.max(0, z);
    }
    const result = fitSync(X, y, { constraint: sparse(8), solver, intercept: true });
    expect(relativeError(result.weights, planted)).toBeLessThan(1e-9);
    expect(result.intercept).toBeCloseTo(-0.4, 9);
  });

  test('weights known to be nonnegative need fewer rows', () => {
    const planted = new Float64Array(400);
    for (let k = 0; k < 30; k++) planted[13 * k] = 1 + (k % 5);
    const { X, y } = plantedProblem({ n: 120, d: 400, planted, seed: 2 });
    const { weights } = fitSync(X, y, { constraint: sparseNonnegative(30), solver });
    expect(relativeError(weights, planted)).toBeLessThan(1e-9);
    expect(weights.every((w) => w >= 0)).toBe(true);
  });

  test('a linear observation, with and without noise', () => {
    const linear = { ...shape, n: 100, observation: 'linear' } as const;
    const exact = plantedProblem(linear);
    const options = { constraint: sparse(8), solver, observation: 'linear' } as const;
    expect(relativeError(fitSync(exact.X, exact.y, options).weights, exact.planted)).toBeLessThan(
      1e-12,
    );
    const noisy = plantedProblem({ ...linear, noise: 0.05 });
    expect(relativeError(fitSync(noisy.X, noisy.y, options).weights, noisy.planted)).toBeLessThan(
      0.1,
    );
  });

  test.each(['before', 'after'] as const)(
    'noise %s the ReLU: about the error of least squares on the true support',
    (place) => {
      const values = 'sign';
      const { X, y, planted } = plantedProblem({ ...shape, values, noise: { [place]: 0.1 } });
      const support = [...planted.keys()].filter((j) => planted[j] !== 0);
      const known = Array.from({ length: 200 }, (_, i) => support.map((j) => X.data[400 * i + j]));
      const oracle = new Float64Array(400);
      fitSync(known, y, { constraint: sparse(8) }).weights.forEach((w, k) => {
        oracle[support[k]] = w;
      });
      for (const noise of ['auto', place] as const) {
        const options = { constraint: sparse(8), solver: messagePassing({ noise }) };
        const result = fitSync(X, y, options);
        expect(result.status).toBe('converged');
        expect(relativeError(result.weights, oracle)).toBeLessThan(1e-6);
      }
    },
  );
});

describe('edges', () => {
  test('one row, one column, y of zeros', () => {
    expect(fitSync([[2]], [3], { constraint: sparse(1), solver }).weights[0]).toBeCloseTo(1.5, 12);
    const zeros = fitSync(
      [
        [1, 2],
        [3, 4],
      ],
      [0, 0],
      { constraint: sparse(1), solver },
    );
    expect([...zeros.weights]).toEqual([0, 0]);
    expect(zeros.status).toBe('converged');
    const negative = fitSync(
      [
        [1, 2],
        [3, 4],
      ],
      [-1, -2],
      { constraint: sparse(1), solver },
    );
    expect(negative.objective).toBeCloseTo(2.5, 12);
  });

  test('every weight free, s = d', () => {
    const { X, y, planted } = plantedProblem({ n: 60, d: 7, sparsity: 7, seed: 1 });
    const { weights } = fitSync(X, y, { constraint: sparse(7), solver });
    expect(relativeError(weights, planted)).toBeLessThan(1e-12);
  });

  test('columns that are constant, equal or zero', () => {
    const { X, y, planted } = plantedProblem({ n: 80, d: 30, sparsity: 3, seed: 2 });
    const idle = [...planted.keys()].filter((j) => planted[j] === 0);
    for (let i = 0; i < 80; i++) {
      X.data[30 * i + idle[0]] = 0;
      X.data[30 * i + idle[1]] = 5;
      X.data[30 * i + idle[2]] = X.data[30 * i + idle[3]];
    }
    const { weights } = fitSync(X, y, { constraint: sparse(3), solver });
    expect(relativeError(weights, planted)).toBeLessThan(1e-9);
  });

  test('too few rows: the status is no lie, and the weights are in the set', () => {
    const { X, y } = plantedProblem({ n: 40, d: 1000, sparsity: 20, seed: 1 });
    const { status, residual, objective, certificate } = fitSync(X, y, {
      constraint: sparse(20),
      solver,
    });
    expect(certificate.feasible).toBe(true);
    expect(Number.isFinite(objective)).toBe(true);
    if (status === 'converged') expect(residual).toBeLessThanOrEqual(1e-10);
  });

  test('columns all alike: it diverges or not, and says so', () => {
    const { X, y } = plantedProblem({ n: 60, d: 200, sparsity: 4, seed: 1, rows: { ar1: 0.999 } });
    const { status, objective, certificate } = fitSync(X, y, { constraint: sparse(4), solver });
    expect(certificate.feasible).toBe(true);
    expect(Number.isFinite(objective)).toBe(true);
    expect(['converged', 'stalled', 'diverged', 'iteration-limit']).toContain(status);
  });

  test('a tolerance of 0 runs exactly as many iterations as asked for', () => {
    const { X, y } = plantedProblem({ n: 50, d: 40, sparsity: 3, seed: 1 });
    for (const maxIterations of [0, 1, 7, 60]) {
      const options = { constraint: sparse(3), solver, tolerance: 0, maxIterations };
      expect(fitSync(X, y, options).iterations).toBe(maxIterations);
    }
  });

  test('each state is about its iterate', () => {
    const { X, y } = plantedProblem({ n: 80, d: 120, sparsity: 4, seed: 1, noise: 0.02 });
    const data = dataset(X, y, { background: false });
    fitSync(data, {
      constraint: sparse(4),
      solver,
      onIteration({ iterate, objective }) {
        let sum = 0;
        for (let i = 0; i < 80; i++) {
          let z = 0;
          for (let j = 0; j < 120; j++) z += X.data[120 * i + j] * iterate[j];
          sum += (Math.max(0, z) - y[i]) ** 2 / 80;
        }
        expect(iterate.filter((w) => w !== 0).length).toBeLessThanOrEqual(4);
        expect(Math.abs(objective - sum)).toBeLessThan(1e-12 + 1e-9 * sum);
      },
    });
    data.dispose();
  });
});

test('what it cannot take is refused', () => {
  const { X, y } = plantedProblem({ n: 20, d: 10, sparsity: 2, seed: 1 });
  expectError(() => messagePassing({ noise: 'around' as never }), 'INVALID_ARGUMENT', 'around');
  expectError(() => messagePassing({ sigma: 1 } as never), 'INVALID_ARGUMENT', 'sigma');
  expectError(
    () => fitSync(X, y, { constraint: l1Ball(1), solver }),
    'INCOMPATIBLE',
    'sparse(s) or sparseNonnegative(s)',
  );
  const leaky = { constraint: sparse(2), solver, observation: { leaky: 0.1 } };
  expectError(() => fitSync(X, y, leaky), 'INCOMPATIBLE', "'relu' or 'linear'");
});

test('a fit that has to end keeps the best so far, and messages are no fixed point', () => {
  const noise = { after: 0.5 };
  const { X, y } = plantedProblem({ n: 120, d: 200, sparsity: 6, seed: 3, noise });
  for (const maxIterations of [5, 20, 60, 120]) {
    const { objective, trace } = fitSync(X, y, { constraint: sparse(6), solver, maxIterations });
    expect(objective).toBe(Math.min(...trace.objective));
  }
  const loose = fitSync(X, y, { constraint: sparse(6), solver, tolerance: 1e-4 });
  const { weights, residual } = loose;
  const there = fitSync(X, y, { constraint: sparse(6), initial: weights, maxIterations: 0 });
  // What "converged" means is the projected step's to say.
  expect(there.residual).toBeLessThan(10 * Math.max(residual, 1e-4));
});
