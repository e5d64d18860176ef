import { describe, expect, test } from 'vitest';
import { plantedProblem, sparse, wholeSpace } from '../../src/index.js';
import { curvatures } from '../../src/solvers/normalized-step.js';
import { extremeEigenvalues, restrictedHessian } from '../../src/solvers/restricted-hessian.js';
import { atOnce, withProblem } from '../support/with-problem.js';

describe.each(['wasm', 'reference'] as const)('engine %s', (engine) => {
  test.each([
    ['linear', false],
    ['linear', true],
    ['relu', false],
    ['relu', true],
  ] as const)('it is what the gradient changes by, %s, intercept %s', (observation, intercept) => {
    const [n, d] = [90, 12];
    const { X, y } = plantedProblem({ n, d, sparsity: 3, seed: 4, observation });
    // Columns of other sizes and means than 0: the solver's coordinates are not the user's.
    const data = Float64Array.from(X.data, (x, k) => (x + 1) * 10 ** ((k % d) % 3));
    const options = { constraint: wholeSpace(), observation, intercept, engine };
    withProblem({ data, rows: n, columns: d }, y, options, (problem) => {
      const [u, g, moved, gMoved] = problem.allocate(4);
      for (let j = 0; j < problem.length; j++) u.array[j] = Math.sin(3 * j + 1);
      const support = intercept ? [1, 4, 5, 9, d] : [1, 4, 5, 9];
      const k = support.length;
      const hessian = atOnce(restrictedHessian(problem, support, atOnce(curvatures(problem, u))));
      problem.gradient(u, g);
      support.forEach((j, b) => {
        // L is quadratic so near that no row turns on or off.
        const h = 1e-7;
        moved.array.set(u.array);
        moved.array[j] += h;
        problem.gradient(moved, gMoved);
        support.forEach((i, a) => {
          const expected = (gMoved.array[i] - g.array[i]) / h;
          expect(Math.abs(hessian[a * k + b] - expected), `${i}, ${j}`).toBeLessThan(1e-5);
        });
      });
      // Rayleigh quotients lie between the extreme eigenvalues, and those are two of them.
      const { least, most } = atOnce(
        extremeEigenvalues(problem, support, atOnce(curvatures(problem, u))),
      );
      const trace = support.reduce((sum, _, a) => sum + hessian[a * k + a], 0);
      expect(least).toBeGreaterThan(0);
      expect(least).toBeLessThanOrEqual(trace / k);
      expect(most).toBeGreaterThanOrEqual(trace / k);
      expect(most).toBeLessThan(trace);
    });
  });
});

test('a support of one weight', () => {
  const { X, y } = plantedProblem({ n: 50, d: 6, sparsity: 2, seed: 4, observation: 'linear' });
  const options = { constraint: sparse(2), observation: 'linear' } as const;
  withProblem(X, y, options, (problem) => {
    const [u] = problem.allocate(1);
    const omega = atOnce(curvatures(problem, u));
    // Columns have mean square 1 there, and the curvature of (z − y)² is 2.
    const { least, most } = atOnce(extremeEigenvalues(problem, [3], omega));
    expect(least).toBe(most);
    expect(most).toBeCloseTo(2, 12);
  });
});
