import { expect, test } from 'vitest';
import { fitSync, type Loss, leastSquares, wholeSpace } from '../../src/index.js';

const X = [[1], [2], [3]];
const y = [2, 4, 6.5];

// L(w) = (1/n) Σ 2(zᵢ − yᵢ)², an honest loss that no kernel computes.
const doubled: Loss = {
  ...leastSquares(),
  name: 'doubled',
  value: (z, target) => 2 * (z - target) ** 2,
  rowWeight: (z, target) => 4 * (z - target),
};

test('a loss that the kernels do not compute is refused by wasm, not answered with another', () => {
  for (const engine of ['wasm', 'auto'] as const) {
    expect(() => fitSync(X, y, { constraint: wholeSpace(), loss: doubled, engine })).toThrow(
      /engine 'wasm': got the loss 'doubled', expected leastSquares\(\).* Use engine: 'reference'/,
    );
  }
});

test('the reference engine computes any loss', () => {
  const options = { constraint: wholeSpace(), observation: 'linear', engine: 'reference' } as const;
  const ours = fitSync(X, y, { ...options, loss: doubled });
  const plain = fitSync(X, y, options);
  expect(ours.status).toBe('converged');
  expect(ours.weights[0]).toBeCloseTo(plain.weights[0], 8);
  expect(ours.objective).toBeCloseTo(2 * plain.objective, 8);
});
