import { expect, test } from 'vitest';
import { plantedProblem, ReluRegressor, ReluRegressorCV, sparse } from '../../src/index.js';

test('the examples of the docstrings answer what they say', async () => {
  const { X, y } = plantedProblem({ n: 60, d: 20, sparsity: 3, seed: 1 });
  const model = await new ReluRegressor({ constraint: sparse(3) }).fit(X, y);
  expect(model.score(X, y) > 0.999).toBe(true);
  const noisy = plantedProblem({ n: 120, d: 30, sparsity: 3, noise: 0.05, seed: 1 });
  const given = { constraint: sparse, levels: [1, 2, 3, 5, 8] };
  const cv = await new ReluRegressorCV(given).fit(noisy.X, noisy.y);
  expect(cv.bestLevel).toBe(3);
});
