import { describe, expect, test } from 'vitest';
import {
  type FitOptions,
  fitSync,
  leastSquares,
  newton,
  plantedProblem,
  robust,
  sparse,
  tobit,
  wholeSpace,
} from '../../src/index.js';
import { responseOf } from '../../src/problem/observation.js';
import { normals } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';

const options: FitOptions = { constraint: wholeSpace(), loss: tobit() };
const rowsOf = (
  { data, columns }: { data: ArrayLike<number>; columns: number },
  extra?: (x: number[], i: number) => number[],
) =>
  Array.from({ length: data.length / columns }, (_, i) => {
    const x = Array.from({ length: columns }, (_, j) => data[i * columns + j]);
    return extra ? [...x, ...extra(x, i)] : x;
  });

describe.each(['wasm', 'reference'] as const)('on the engine %s', (engine) => {
  const { X, y } = plantedProblem({ n: 90, d: 4, seed: 2, noise: { before: 0.5 } });

  test('from anywhere it ends at the one maximum', () => {
    const best = fitSync(X, y, { ...options, engine });
    for (const size of [1, 1e3, 1e8]) {
      const initial = normals(4, 3).map((value) => size * value);
      const result = fitSync(X, y, { ...options, engine, initial });
      expect(result.status).toBe('converged');
      result.weights.forEach((w, j) => {
        expect(w).toBeCloseTo(best.weights[j], 9);
      });
      const { objective } = result.trace;
      for (let t = 1; t < objective.length; t++) {
        expect(objective[t]).toBeLessThanOrEqual(objective[t - 1] + 1e-12);
      }
    }
  });

  test('near the maximum the residual is squared', () => {
    const { residual } = fitSync(X, y, { ...options, engine, tolerance: 1e-13 }).trace;
    const small = Array.from(residual).filter((value) => value < 1e-2 && value > 1e-12);
    expect(small.length).toBeGreaterThan(1);
    for (let t = 1; t < small.length; t++) {
      expect(small[t]).toBeLessThan(10 * small[t - 1] ** 2 + 1e-14);
    }
  });

  test('a tolerance of 0 runs every iteration, and stays', () => {
    const result = fitSync(X, y, { ...options, engine, tolerance: 0, maxIterations: 20 });
    expect(result).toMatchObject({ iterations: 20, status: 'iteration-limit' });
    expect(result.residual).toBeLessThan(1e-13);
  });

  test('of columns that depend on others some keep their weights, and there are no standard errors', () => {
    const doubled = rowsOf(X, (x) => [x[0] + x[1], 0]);
    const result = fitSync(doubled, y, { ...options, engine });
    const plain = fitSync(X, y, { ...options, engine });
    expect(result.status).toBe('converged');
    expect(result.logLikelihood).toBeCloseTo(plain.logLikelihood ?? NaN, 9);
    expect(result.standardErrors).toBeUndefined();
    expect(result.certificate.warnings.join()).toContain('singular (rank 5 of 7)');
  });

  test('a mean far from 0 costs few digits', () => {
    const far = rowsOf(X, () => []).map((x) => x.map((value) => value + 1000));
    const result = fitSync(far, y, { ...options, engine, intercept: true });
    const plain = fitSync(X, y, { ...options, engine, intercept: true });
    expect(result.status).toBe('converged');
    result.weights.forEach((w, j) => {
      expect(w).toBeCloseTo(plain.weights[j], 7);
      expect(result.standardErrors?.weights[j]).toBeCloseTo(
        plain.standardErrors?.weights[j] ?? NaN,
        6,
      );
    });
  });
});

test.each([
  [{ lower: -0.3, upper: 0.6 }, undefined],
  [{ upper: 0.4 }, undefined],
  [{ lower: 0 }, Array.from({ length: 90 }, (_, i) => 1 + (i % 2))],
])(
  'standard errors are those of the observed information: censoring %o',
  (censoring, sampleWeight) => {
    const observation = censoring;
    const { X, y } = plantedProblem({ n: 90, d: 2, seed: 6, observation, noise: { before: 0.4 } });
    const result = fitSync(X, y, { ...options, censoring, sampleWeight, intercept: true });
    const response = responseOf(censoring);
    const mean = sampleWeight ? 1.5 : 1;
    const minusLog = ([a, b, intercept, sigma]: number[]) =>
      rowsOf(X).reduce((sum, x, i) => {
        const z = a * x[0] + b * x[1] + intercept;
        return sum + ((sampleWeight?.[i] ?? 1) / mean) * tobit().value(z, y[i], response, sigma);
      }, 0);
    const at = [...result.weights, result.intercept, result.sigma ?? NaN];
    const h = 1e-4;
    const moved = (j: number, l: number, s: number, t: number) =>
      minusLog(at.map((value, k) => value + (k === j ? s * h : 0) + (k === l ? t * h : 0)));
    const information = at.map((_, j) =>
      at.map(
        (_, l) =>
          (moved(j, l, 1, 1) - moved(j, l, 1, -1) - moved(j, l, -1, 1) + moved(j, l, -1, -1)) /
          (4 * h * h),
      ),
    );
    const { weights = [], intercept, sigma } = result.standardErrors ?? {};
    const ours = [...weights, intercept, sigma];
    at.forEach((_, j) => {
      // Information times the j-th column of its inverse, found by elimination.
      const inverse = solve(
        information,
        at.map((_, k) => Number(k === j)),
      );
      expect(ours[j]).toBeCloseTo(Math.sqrt(inverse[j]), 5);
    });
  },
);

function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      rows[i] = rows[i].map((value, j) => value - factor * rows[k][j]);
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

test('where it cannot run it is refused, by name', () => {
  const { X, y } = plantedProblem({ n: 20, d: 3, seed: 1 });
  const refused = (given: Partial<FitOptions>, ...parts: string[]) => {
    const action = () => fitSync(X, y, { ...options, solver: newton(), ...given });
    expectError(action, 'INCOMPATIBLE', 'options.solver newton', ...parts);
  };
  refused({ constraint: sparse(2) }, 'sparse, tobit', 'wholeSpace()');
  refused({ loss: leastSquares() }, 'wholeSpace, leastSquares', 'tobit()');
  refused({ loss: robust({ outliers: 1 }) }, 'tobit()');
});

test('which solver runs where none is asked for', () => {
  const ran = (n: number, d: number, given: Partial<FitOptions> = {}) => {
    const { X, y } = plantedProblem({ n, d, seed: 1, noise: { before: 0.5 } });
    return fitSync(X, y, { ...options, maxIterations: 1, ...given }).solver;
  };
  expect(ran(20, 3).name).toBe('newton');
  expect(ran(20, 3, { solver: newton() })).toEqual({ name: 'newton', reason: 'asked for' });
  expect(ran(20, 3, { constraint: sparse(2) }).name).toBe('projectedGradient');
  expect(ran(20, 3, { loss: leastSquares() }).name).toBe('projectedGradient');
  expect(ran(4, 3, { intercept: true }).reason).toContain('not 4 rows for 4');
  expect(ran(1003, 1001).reason).toContain('1001 weights at once');
});
