// The paper's experiment at the paper's size: 300 fits, so in Node only.

import { expect, test } from 'vitest';
import { convergenceExperiment } from '../../src/index.js';

test('at d = 1000, s = 20, n = 625 the paper’s schedule recovers its 100 trials', {
  timeout: 240_000,
}, async () => {
  const { methods, engine } = await convergenceExperiment();
  const [relu, linear, half] = methods.map(({ summary }) => summary);
  expect(engine).toMatchObject({ name: 'wasm', precision: 'f64' });
  expect(relu.recoveredTo1e10).toBeGreaterThanOrEqual(98);
  expect(relu.medianIterationsTo1e6).toBeLessThanOrEqual(23);
  // Near ½, not below it in every trial: what 200 seeds gave was 0.520 (5–95 %: 0.44–0.63).
  expect(relu.meanRate).toBeGreaterThan(0.48);
  expect(relu.meanRate).toBeLessThan(0.56);
  expect(relu.rate95).toBeGreaterThan(0.5);
  // Linear observations see every row, the ReLU half of them: all trials with n rows, some with n/2.
  expect(linear.successes).toBe(100);
  expect(linear.medianIterationsTo1e6).toBeLessThan(relu.medianIterationsTo1e6 as number);
  expect(half.successes).toBeGreaterThan(20);
  expect(half.successes).toBeLessThan(80);
});
