import { expect, test } from 'vitest';
import {
  fitSync,
  type Observation,
  oneSided,
  plantedProblem,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { RELU } from '../../src/problem/observation.js';
import { expectError } from '../support/errors.js';

test.each([
  [-1, 0, 0],
  [2, 0, 4],
  [-1, 0.5, 2.25],
  [0, -3, 0],
])('of the ReLU, z = %f and y = %f cost %f', (z, y, value) => {
  expect(oneSided().value(z, y, RELU, NaN)).toBe(value);
});

test('at both ends only z on the wrong side costs', () => {
  const ends = { alpha: 0, lower: -1, upper: 1 };
  const { value, rowWeight } = oneSided();
  expect([-2, -1, 0].map((z) => value(z, -1, ends, NaN))).toEqual([0, 0, 1]);
  expect([2, 1, 0].map((z) => value(z, 1, ends, NaN))).toEqual([0, 0, 1]);
  expect([2, 1, 0].map((z) => rowWeight(z, 1, ends, NaN))).toEqual([0, 0, -2]);
  expect(rowWeight(5, 0.5, ends, NaN)).toBe(9);
});

test.each<Observation[]>([['relu'], [{ lower: -0.5, upper: 0.5 }], [{ upper: 0.2 }]])(
  'planted weights are its least, from any start: observation %o',
  (observation) => {
    const { X, y, planted } = plantedProblem({ n: 150, d: 12, seed: 4, observation });
    for (const size of [0, 3, -30]) {
      const initial = new Float64Array(12).fill(size);
      const options = { constraint: wholeSpace(), observation, initial, loss: oneSided() };
      const { weights, status } = fitSync(X, y, options);
      expect(status).toBe('converged');
      planted.forEach((w, j) => {
        expect(weights[j]).toBeCloseTo(w, 7);
      });
    }
  },
);

test('with a sparse set', () => {
  const { X, y, planted } = plantedProblem({ n: 400, d: 300, sparsity: 5, seed: 3 });
  const { trace } = fitSync(X, y, { constraint: sparse(5), loss: oneSided(), planted });
  expect(trace.error?.at(-1)).toBeLessThan(1e-8);
});

test('a fit of a linear observation is refused', () => {
  const options = { constraint: wholeSpace(), observation: 'linear', loss: oneSided() } as const;
  expectError(() => fitSync([[1]], [1], options), 'INCOMPATIBLE', 'oneSided', "'linear'");
});

test('the example of the docstring', () => {
  expect(oneSided().rowWeight(-1, 0, RELU, NaN)).toBe(0);
});
