import { expect, test } from 'vitest';
import { fitSync, matching, plantedProblem, sparse, wholeSpace } from '../../src/index.js';
import { observe, RELU } from '../../src/problem/observation.js';
import { RESPONSES } from '../support/responses.js';

test.each(RESPONSES)('the value is the integral of 2(φ(u) − y) from 0 to z: %o', (response) => {
  const { value } = matching();
  for (const z of [-2.3, -0.4, 0, 0.6, 0.7, 1.9]) {
    const steps = 20_000;
    let sum = 0;
    for (let k = 0; k < steps; k++) {
      sum += 2 * (observe((z * (k + 0.5)) / steps, response) - 0.3) * (z / steps);
    }
    expect(Math.abs(value(z, 0.3, response, NaN) - sum)).toBeLessThan(1e-7);
  }
});

test('it is least squares but for y², where φ is linear', () => {
  const linear = RESPONSES[1];
  for (const z of [-3, 0, 2]) expect(matching().value(z, 5, linear, NaN)).toBe((z - 5) ** 2 - 25);
});

test('where the ReLU is 0 a row pulls still, so that no start is dead', () => {
  const { X, y, planted } = plantedProblem({ n: 200, d: 20, seed: 2 });
  // No row is active here: all z are far below 0.
  const shifted = Array.from({ length: 200 }, (_, i) => [
    ...X.data.subarray(20 * i, 20 * i + 20),
    1,
  ]);
  const initial = [...new Array(20).fill(0), -50];
  const options = { constraint: wholeSpace(), initial };
  const dead = fitSync(shifted, y, options);
  expect(dead.iterations).toBe(0);
  const found = fitSync(shifted, y, { ...options, loss: matching() });
  expect(found.status).toBe('converged');
  planted.forEach((w, j) => {
    expect(found.weights[j]).toBeCloseTo(w, 6);
  });
});

test('projected gradient descent recovers sparse weights with it', () => {
  const { X, y, planted } = plantedProblem({ n: 400, d: 300, sparsity: 5, seed: 7 });
  const { trace } = fitSync(X, y, { constraint: sparse(5), loss: matching(), planted });
  expect(trace.error?.at(-1)).toBeLessThan(1e-8);
});

test('the example of the docstring', () => {
  expect(matching().rowWeight(-1, 3, RELU, NaN)).toBe(-6);
});
