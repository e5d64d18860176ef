import { expect, test } from 'vitest';
import { fitSync, type Loss, leastSquares, plantedProblem, wholeSpace } from '../../src/index.js';

// L(w) = (1/n) Σ 2(zᵢ − yᵢ)², an honest loss that no kernel computes.
const doubled: Loss = {
  ...leastSquares(),
  name: 'doubled',
  value: (z, target) => 2 * (z - target) ** 2,
  rowWeight: (z, target) => 4 * (z - target),
};

test.each(['wasm', 'auto', 'reference'] as const)('%s computes any loss', (engine) => {
  const { X, y } = plantedProblem({ n: 30, d: 5, seed: 3, observation: 'linear' });
  const options = { constraint: wholeSpace(), observation: 'linear', engine } as const;
  const ours = fitSync(X, y, { ...options, loss: doubled });
  const plain = fitSync(X, y, options);
  expect(ours.status).toBe('converged');
  ours.weights.forEach((w, j) => {
    expect(w).toBeCloseTo(plain.weights[j], 8);
  });
  expect(ours.objective).toBeCloseTo(2 * plain.objective, 8);
});

test('a weighted row counts as that many rows, and a weight of 0 as none', () => {
  const { X, y } = plantedProblem({ n: 120, d: 6, seed: 5, noise: 0.1 });
  const weights = Array.from(y, (_, i) => i % 3);
  const rows = (times: (i: number) => number) =>
    Array.from(y).flatMap((value, i) =>
      new Array(times(i)).fill([Array.from(X.data.subarray(6 * i, 6 * i + 6)), value]),
    ) as [number[], number][];
  const repeated = rows((i) => weights[i]);
  for (const engine of ['wasm', 'reference'] as const) {
    const options = { constraint: wholeSpace(), engine };
    const ours = fitSync(X, y, { ...options, sampleWeight: weights });
    const plain = fitSync(
      repeated.map(([x]) => x),
      repeated.map(([, value]) => value),
      options,
    );
    expect(ours.status).toBe('converged');
    ours.weights.forEach((w, j) => {
      expect(w).toBeCloseTo(plain.weights[j], 8);
    });
    expect(ours.objective).toBeCloseTo(plain.objective, 10);
  }
});

test.each([[{ lower: 0, upper: 1 }], [{ upper: 0.5 }], [{ lower: -0.3 }]] as const)(
  'censoring %o: the truth is a fixed point, and ∇L the derivative of L',
  (censoring) => {
    const { X, y, planted } = plantedProblem({ n: 60, d: 5, seed: 9, observation: censoring });
    const { lower = -Infinity, upper = Infinity } = censoring as { lower?: number; upper?: number };
    expect(Math.min(...y)).toBeGreaterThanOrEqual(lower);
    expect(Math.max(...y)).toBeLessThanOrEqual(upper);
    const options = { constraint: wholeSpace(), censoring };
    const there = fitSync(X, y, { ...options, initial: planted });
    expect(there).toMatchObject({ status: 'converged', iterations: 0 });
    expect(there.objective).toBeLessThan(1e-30);
    expect(there.certificate.signDisagreement).toBe(0);
    const found = fitSync(X, y, { ...options, planted });
    expect(found.trace.error?.at(-1)).toBeLessThan(1e-8);
  },
);
