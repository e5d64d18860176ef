import { describe, expect, test } from 'vitest';
import {
  type CustomLossOptions,
  customLoss,
  type FitOptions,
  fit,
  fitSync,
  oneSided,
  plantedProblem,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { LINEAR, RELU } from '../../src/problem/observation.js';
import { expectError } from '../support/errors.js';

const good: CustomLossOptions = {
  name: 'mine',
  value: (z, y) => (y > 0 ? (z - y) ** 2 : Math.max(0, z) ** 2),
  derivative: (z, y) => (y > 0 ? 2 * (z - y) : 2 * Math.max(0, z)),
};

test.each(['wasm', 'reference'] as const)(
  'it runs as a loss of the library does, on %s',
  (engine) => {
    const { X, y } = plantedProblem({ n: 200, d: 100, sparsity: 4, seed: 6 });
    const options: FitOptions = { constraint: sparse(4), engine };
    const ours = fitSync(X, y, { ...options, loss: customLoss(good) });
    const theirs = fitSync(X, y, { ...options, loss: oneSided() });
    expect(ours.weights).toEqual(theirs.weights);
    expect(ours.status).toBe('converged');
  },
);

test('in the background its steps stay here, and say so', async () => {
  const { X, y } = plantedProblem({ n: 60, d: 5, seed: 6 });
  const options: FitOptions = { constraint: wholeSpace(), loss: customLoss(good) };
  const result = await fit(X, y, { ...options, background: true });
  expect(result.engine.reason).toContain('mine is made of functions');
  expect(result.weights).toEqual(fitSync(X, y, options).weights);
});

test('steps and curvature are passed on', () => {
  const steps = { first: 3, later: 0.5 };
  const loss = customLoss({ ...good, steps, curvature: () => 2 });
  expect(loss.steps(RELU)).toEqual(steps);
  expect(loss.curvature?.(0, 0, RELU, NaN)).toBe(2);
  expect(customLoss(good).steps(RELU)).toEqual({ first: 1, later: 1 });
  expect(customLoss(good).curvature).toBeUndefined();
});

describe('what is no loss is refused', () => {
  const cases: [Partial<Record<keyof CustomLossOptions, unknown>>, string][] = [
    [{ name: '' }, 'name'],
    [{ name: 3 }, 'name'],
    [{ value: undefined }, 'value'],
    [{ derivative: 'z - y' }, 'derivative'],
    [{ curvature: 2 }, 'curvature'],
    [{ steps: { first: 0, later: 1 } }, 'steps'],
    [{ steps: { first: 1 } }, 'steps'],
    [{ steps: { first: 1, later: Infinity } }, 'steps'],
    [{ steps: { first: 1, later: 1, last: 1 } }, 'steps'],
  ];
  test.each(cases)('%o', (change, part) => {
    const action = () => customLoss({ ...good, ...change } as CustomLossOptions);
    expectError(action, 'INVALID_ARGUMENT', 'customLoss', part);
  });

  test('an unknown name', () => {
    const action = () => customLoss({ ...good, gradient: () => 0 } as CustomLossOptions);
    expectError(action, 'INVALID_ARGUMENT', "unknown option 'gradient'");
  });
});

describe('a derivative is compared with the values', () => {
  const wrong: [string, (z: number, y: number) => number][] = [
    ['half of it', (z, y) => good.derivative(z, y) / 2],
    ['the other sign', (z, y) => -good.derivative(z, y)],
    ['1 % more', (z, y) => 1.01 * good.derivative(z, y)],
    ['arguments exchanged', (z, y) => good.derivative(y, z)],
  ];
  test.each(wrong)('%s is refused, with numbers', (_, derivative) => {
    const action = () => customLoss({ ...good, derivative });
    expectError(action, 'INVALID_ARGUMENT', "derivative of 'mine'", 'at z =', 'differences');
  });

  const right: [string, CustomLossOptions['value'], CustomLossOptions['derivative']][] = [
    ['a kink at y', (z, y) => Math.abs(z - y), (z, y) => Math.sign(z - y)],
    ['only z > 0', (z, y) => y * Math.log(y / z) + z - y, (z, y) => 1 - y / z],
    ['huge values', (z, y) => 1e12 + (z - y) ** 2, (z, y) => 2 * (z - y)],
    ['steep', (z, y) => 1e8 * (z - y) ** 4, (z, y) => 4e8 * (z - y) ** 3],
    ['tiny', (z, y) => 1e-8 * (z - y) ** 2, (z, y) => 2e-8 * (z - y)],
    ['a step', (z, y) => Number(z > y), () => 0],
    ['nowhere defined', () => NaN, () => NaN],
    ['the example', (z, y) => Math.log(Math.cosh(z - y)), (z, y) => Math.tanh(z - y)],
  ];
  test.each(right)('%s passes', (_, value, derivative) => {
    const loss = customLoss({ name: 'mine', value, derivative });
    expect(loss.rowWeight(1, 1, LINEAR, NaN) || 0).toBeCloseTo(0, 12);
  });
});
