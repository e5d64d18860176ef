import { describe, expect, test } from 'vitest';
import { fitSync, type Model, plantedProblem, predict, wholeSpace } from '../src/index.js';
import { expectError } from './support/errors.js';

const model: Model = { weights: [1, -2], intercept: 0, observation: 'relu' };
const X = [
  [3, 1],
  [1, 1],
];

test('the mean is φ(⟨w,x⟩ + b), and no −0', () => {
  expect(predict(model, X)).toEqual(Float64Array.of(1, 0));
});

test.each<[Model['observation'], number[], number[]]>([
  ['relu', [1.5, 0], [1.5, -0.5]],
  ['linear', [1.5, -0.5], [1.5, -0.5]],
  [{ leaky: 0.5 }, [1.5, -0.25], [1.5, -0.5]],
  [{ leaky: 0 }, [1.5, 0], [1.5, -0.5]],
])('observation %j: mean %j, latent %j', (observation, mean, latent) => {
  const given = { weights: [1, -2], intercept: 0.5, observation };
  expect(predict(given, X)).toEqual(Float64Array.from(mean));
  expect(predict(given, X, { kind: 'mean' })).toEqual(Float64Array.from(mean));
  expect(predict(given, X, { kind: 'latent' })).toEqual(Float64Array.from(latent));
});

test('a model of weights alone is a ReLU without intercept', () => {
  expect(predict({ weights: Float32Array.of(1, -2) }, X)).toEqual(Float64Array.of(1, 0));
});

test('X may be rows or one array, f64 or f32, of any number of rows', () => {
  const data = [3, 1, 1, 1, 5, 2];
  const shape = { rows: 3, columns: 2 };
  const expected = Float64Array.of(1, 0, 1);
  expect(predict(model, { data: Float64Array.from(data), ...shape })).toEqual(expected);
  expect(predict(model, { data: Float32Array.from(data), ...shape })).toEqual(expected);
  expect(predict(model, [[3, 1]])).toEqual(Float64Array.of(1));
});

test('a fit of a planted problem predicts what it was fitted to', () => {
  const problem = plantedProblem({ n: 60, d: 5, seed: 3 });
  const result = fitSync(problem.X, problem.y, { constraint: wholeSpace() });
  const predicted = predict(result, problem.X);
  for (let i = 0; i < 60; i++) expect(predicted[i]).toBeCloseTo(problem.y[i], 6);
});

describe('with σ the mean is that of the censored normal', () => {
  // ∫ φ(z + σg) dN(g) by the midpoint rule, kinks and all.
  const integral = (z: number, sigma: number, lower: number, upper: number) => {
    let sum = 0;
    const h = 1e-4;
    for (let g = -12 + h / 2; g < 12; g += h) {
      const y = Math.min(upper, Math.max(lower, z + sigma * g));
      sum += (y * Math.exp(-0.5 * g * g) * h) / Math.sqrt(2 * Math.PI);
    }
    return sum;
  };
  test.each<[Model['observation'], number, number]>([
    ['relu', 0, Infinity],
    ['linear', -Infinity, Infinity],
    [{ lower: -1, upper: 2 }, -1, 2],
    [{ upper: 0.5 }, -Infinity, 0.5],
  ])('observation %j', (observation, lower, upper) => {
    for (const sigma of [0.3, 2]) {
      const latent = [-6, -1.1, -0.2, 0, 0.4, 1.5, 7];
      const given = { weights: [1], observation, sigma };
      const rows = latent.map((z) => [z]);
      predict(given, rows).forEach((mean, i) => {
        expect(Math.abs(mean - integral(latent[i], sigma, lower, upper))).toBeLessThan(1e-8);
      });
      expect(predict(given, rows, { kind: 'latent' })).toEqual(Float64Array.from(latent));
    }
  });

  test('far from the ends, and however small σ, it is φ', () => {
    for (const sigma of [1e-300, 1e-3, 1]) {
      const given = { weights: [1], observation: { lower: -1, upper: 2 }, sigma };
      expect(predict(given, [[-1e9], [1e9], [-1e300]])).toEqual(Float64Array.of(-1, 2, -1));
    }
  });

  test.each([0, -1, NaN, Infinity, '1', null])('σ of %o is refused', (sigma) => {
    const given = { ...model, sigma: sigma as number };
    expectError(() => predict(given, X), 'INVALID_ARGUMENT', 'predict sigma');
  });

  test('σ of a leaky observation is refused', () => {
    const given: Model = { ...model, sigma: 1, observation: { leaky: 0.1 } };
    expectError(() => predict(given, X), 'INVALID_ARGUMENT', 'predict sigma', 'leaky: 0.1');
  });
});

describe('what cannot be predicted is refused', () => {
  test('X of another width', () => {
    for (const wrong of [[[1]], [[1, 2, 3]]]) {
      const width = `${wrong[0].length} numbers`;
      expectError(() => predict(model, wrong), 'INVALID_SHAPE', 'weights', 'length 2', width);
    }
  });

  test.each([NaN, Infinity, -Infinity])('%o in X, named by its row and column', (bad) => {
    const rows = [
      [1, 2],
      [3, bad],
    ];
    expectError(() => predict(model, rows), 'NOT_FINITE', 'X at row 1, column 1', `${bad}`);
    const data = Float32Array.of(1, 2, bad, 4);
    const parts = ['X at row 1, column 0'];
    expectError(() => predict(model, { data, rows: 2, columns: 2 }), 'NOT_FINITE', ...parts);
  });

  test('an empty or ragged X', () => {
    expectError(() => predict(model, []), 'EMPTY_DATA');
    expectError(() => predict(model, [[1, 2], [3]]), 'INVALID_SHAPE', 'X row 1');
    expectError(() => predict(model, undefined as never), 'INVALID_ARGUMENT', 'X');
  });

  test.each(['median', 1, null, ''])('a kind of %o', (kind) => {
    const options = { kind: kind as 'mean' };
    expectError(() => predict(model, X, options), 'INVALID_ARGUMENT', "'mean' or 'latent'");
  });

  test('weights that are not numbers', () => {
    expectError(() => predict({ weights: [1, NaN] }, X), 'NOT_FINITE', 'weights at index 1');
    expectError(() => predict({} as Model, X), 'INVALID_SHAPE', 'weights');
  });

  test.each([NaN, Infinity, '1', null])('an intercept of %o', (intercept) => {
    const given = { ...model, intercept: intercept as number };
    expectError(() => predict(given, X), 'INVALID_ARGUMENT', 'intercept');
  });

  test.each([undefined, null])('a model of %o', (given) => {
    expectError(() => predict(given as never, X), 'INVALID_ARGUMENT');
  });

  test.each(['sigmoid', { leaky: 2 }, null])('an observation of %j', (observation) => {
    const given = { ...model, observation: observation as 'relu' };
    expectError(() => predict(given, X), 'INVALID_ARGUMENT', 'observation');
  });
});
