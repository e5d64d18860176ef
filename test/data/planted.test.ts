import { describe, expect, test } from 'vitest';
import {
  box,
  l1Ball,
  nonnegative,
  type PlantedOptions,
  plantedProblem,
  predict,
  type Rows,
  sparse,
} from '../../src/index.js';
import { distance, euclidean } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';

const nonzeros = (w: ArrayLike<number>) => Array.from(w).filter((value) => value !== 0).length;

const mean = (values: ArrayLike<number>, of: (value: number) => number = (value) => value) =>
  Array.from(values).reduce((sum, value) => sum + of(value), 0) / values.length;

test('the example plants three weights', () => {
  const { X, y, planted } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
  expect(X).toMatchObject({ rows: 60, columns: 100 });
  expect(X.data).toHaveLength(6000);
  expect(y).toHaveLength(60);
  expect(nonzeros(planted)).toBe(3);
  expect(euclidean(planted)).toBeCloseTo(1, 14);
});

describe.each(['f64', 'f32'] as const)('%s', (precision) => {
  const options = { n: 40, d: 30, sparsity: 4, precision, noise: { before: 0.1, after: 0.2 } };

  test('the same seed gives the same bits, another seed another problem', () => {
    const first = plantedProblem({ ...options, seed: 7 });
    expect(plantedProblem({ ...options, seed: 7 })).toEqual(first);
    const other = plantedProblem({ ...options, seed: 8 });
    expect(other.planted).not.toEqual(first.planted);
    expect(other.X.data).not.toEqual(first.X.data);
    expect(other.y).not.toEqual(first.y);
  });

  test('no seed is seed 0', () => {
    expect(plantedProblem(options)).toEqual(plantedProblem({ ...options, seed: 0 }));
  });

  test('X and y are of the precision, the weights always f64', () => {
    const Numbers = precision === 'f32' ? Float32Array : Float64Array;
    const { X, y, planted } = plantedProblem(options);
    expect(X.data).toBeInstanceOf(Numbers);
    expect(y).toBeInstanceOf(Numbers);
    expect(planted).toBeInstanceOf(Float64Array);
  });

  test.each(['relu', 'linear', { leaky: 0.25 }] as const)('y is φ(Xw), φ %j', (observation) => {
    const { X, y, planted } = plantedProblem({ n: 50, d: 20, precision, observation, seed: 2 });
    const exact = predict({ weights: planted, observation }, X);
    // One rounding to f32; the sum of 20 products in f64.
    const roundoff = precision === 'f32' ? 2 ** -24 : 2 ** -50;
    expect(distance(y, exact)).toBeLessThanOrEqual(8 * roundoff);
    if (observation === 'relu')
      expect(Array.from(y).some((value) => Object.is(value, -0))).toBe(false);
  });

  test('gaussian entries have mean 0, variance 1 and fourth moment 3', () => {
    const { data } = plantedProblem({ n: 400, d: 100, precision, seed: 3 }).X;
    const error = 1 / Math.sqrt(data.length);
    expect(Math.abs(mean(data))).toBeLessThan(5 * error);
    expect(Math.abs(mean(data, (x) => x * x) - 1)).toBeLessThan(5 * Math.sqrt(2) * error);
    expect(Math.abs(mean(data, (x) => x ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96) * error);
  });

  test('rademacher entries are ±1, about half of each', () => {
    const { data } = plantedProblem({ n: 200, d: 50, precision, rows: 'rademacher' }).X;
    expect(Array.from(data).every((x) => x === 1 || x === -1)).toBe(true);
    expect(Math.abs(mean(data))).toBeLessThan(5 / Math.sqrt(data.length));
  });

  test('shifted entries have their mean and variance 1', () => {
    const { data } = plantedProblem({ n: 200, d: 50, precision, rows: { shift: 2 } }).X;
    const error = 1 / Math.sqrt(data.length);
    expect(Math.abs(mean(data) - 2)).toBeLessThan(5 * error);
    expect(Math.abs(mean(data, (x) => (x - 2) ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2) * error);
  });

  test.each([0.7, -0.5])('ar1 entries are correlated as ρ^|i−j|, ρ = %d', (ar1) => {
    const [n, d] = [4000, 6];
    const { data } = plantedProblem({ n, d, precision, rows: { ar1 } }).X;
    for (let i = 0; i < d; i++) {
      for (let j = i; j < d; j++) {
        let sum = 0;
        for (let row = 0; row < n; row++) sum += data[row * d + i] * data[row * d + j];
        // The variance of a product of normals is at most 2.
        expect(Math.abs(sum / n - ar1 ** (j - i))).toBeLessThan(5 * Math.sqrt(2 / n));
      }
    }
  });
});

test('sign values share the norm equally', () => {
  const { planted } = plantedProblem({ n: 1, d: 50, sparsity: 16, values: 'sign', seed: 4 });
  const values = Array.from(planted).filter((w) => w !== 0);
  expect(values).toHaveLength(16);
  for (const value of values) expect(Math.abs(value)).toBeCloseTo(0.25, 15);
  expect(new Set(values.map(Math.sign)).size).toBe(2);
});

test('every place is in the support equally often', () => {
  const [d, sparsity, trials] = [12, 3, 2000];
  const counts = new Float64Array(d);
  for (let seed = 0; seed < trials; seed++) {
    const { planted } = plantedProblem({ n: 1, d, sparsity, seed });
    expect(nonzeros(planted)).toBe(sparsity);
    for (let j = 0; j < d; j++) if (planted[j] !== 0) counts[j]++;
  }
  const p = sparsity / d;
  for (const count of counts) {
    expect(Math.abs(count - trials * p)).toBeLessThan(5 * Math.sqrt(trials * p * (1 - p)));
  }
});

describe('noise', () => {
  const options = { n: 4000, d: 3, seed: 5, observation: 'linear' } as const;
  const clean = plantedProblem(options);
  const gaps = (noise: PlantedOptions['noise'], observation: 'linear' | 'relu' = 'linear') => {
    const { y } = plantedProblem({ ...options, observation, noise });
    return Float64Array.from(y, (value, i) => value - clean.y[i]);
  };
  const bound = 5 * Math.sqrt(2 / options.n);

  test.each<PlantedOptions['noise']>([0.5, { after: 0.5 }, { before: 0.5 }])(
    '%j has its standard deviation and leaves X and the weights as they are',
    (noise) => {
      expect(Math.abs(mean(gaps(noise), (x) => (x / 0.5) ** 2) - 1)).toBeLessThan(bound);
      const noisy = plantedProblem({ ...options, noise });
      expect(noisy.X).toEqual(clean.X);
      expect(noisy.planted).toEqual(clean.planted);
    },
  );

  test('before and after are independent', () => {
    const both = gaps({ before: 0.6, after: 0.8 });
    expect(Math.abs(mean(both, (x) => x * x) - 1)).toBeLessThan(bound);
  });

  test('noise before a ReLU keeps y nonnegative, noise after does not', () => {
    const smallest = (noise: PlantedOptions['noise']) =>
      Math.min(...plantedProblem({ ...options, observation: 'relu', noise }).y);
    expect(smallest({ before: 1 })).toBe(0);
    expect(smallest({ after: 1 })).toBeLessThan(0);
  });

  test('none is the default', () => {
    for (const noise of [0, {}, undefined]) expect(distance(gaps(noise), gaps(0))).toBe(0);
    expect(distance(gaps(0), new Float64Array(options.n))).toBe(0);
  });
});

describe('a constraint', () => {
  const options = { n: 2, d: 20, seed: 6 };

  test('sparse gives its sparsity', () => {
    const { planted } = plantedProblem({ ...options, constraint: sparse(5) });
    expect(planted).toEqual(plantedProblem({ ...options, sparsity: 5 }).planted);
  });

  test('that is a cone gets a point of unit norm', () => {
    const { planted } = plantedProblem({ ...options, constraint: nonnegative() });
    expect(nonnegative().contains(planted, 0)).toBe(true);
    expect(euclidean(planted)).toBeCloseTo(1, 14);
  });

  test.each([l1Ball(0.3), box({ lower: -0.1, upper: 0.2 })])(
    'that is no cone gets a point of the set: $name',
    (constraint) => {
      const { planted } = plantedProblem({ ...options, constraint });
      expect(constraint.contains(planted)).toBe(true);
      expect(nonzeros(planted)).toBeGreaterThan(0);
    },
  );

  test('and a sparsity go together', () => {
    const constraint = nonnegative();
    const { planted } = plantedProblem({ ...options, constraint, sparsity: 10 });
    expect(constraint.contains(planted, 0)).toBe(true);
    expect(nonzeros(planted)).toBeLessThanOrEqual(10);
  });

  test('that cannot stand in d dimensions is refused', () => {
    const constraint = box({ lower: [0, 0], upper: 1 });
    expectError(() => plantedProblem({ ...options, constraint }), 'INVALID_CONSTRAINT');
  });
});

test('planted weights are taken as they are', () => {
  const given = [3, 0, -4];
  const { planted, X, y } = plantedProblem({ n: 5, d: 3, planted: given, observation: 'linear' });
  expect(planted).toEqual(Float64Array.from(given));
  expect(distance(y, predict({ weights: given, observation: 'linear' }, X))).toBeLessThan(1e-13);
});

test('neither sparsity nor constraint gives a dense vector of unit norm', () => {
  const { planted } = plantedProblem({ n: 1, d: 40 });
  expect(nonzeros(planted)).toBe(40);
  expect(euclidean(planted)).toBeCloseTo(1, 14);
});

describe('bad options are refused by name', () => {
  const good = { n: 3, d: 4 };
  test.each<[keyof PlantedOptions, unknown[]]>([
    ['n', [0, -1, 1.5, NaN, '3', undefined, Infinity]],
    ['d', [0, -1, 1.5, NaN, '3', undefined, Infinity]],
    ['sparsity', [0, -1, 1.5, 5, NaN, '3']],
    ['seed', [-1, 1.5, NaN, 2 ** 53, '1', null]],
    ['precision', ['f16', 64, null]],
    ['values', ['uniform', null, 1]],
    ['rows', ['uniform', null, {}, { ar1: 1 }, { ar1: NaN }, { shift: Infinity }, { shift: '1' }]],
    ['noise', [-1, NaN, Infinity, '0.1', { after: -1 }, { before: '1' }]],
    ['observation', ['sigmoid', { leaky: 2 }, null]],
  ])('%s', (name, values) => {
    for (const value of values) {
      const options = { ...good, [name]: value } as PlantedOptions;
      expectError(() => plantedProblem(options), 'INVALID_ARGUMENT', name);
    }
  });

  test('planted weights of another length, or not finite', () => {
    expectError(() => plantedProblem({ ...good, planted: [1] }), 'INVALID_SHAPE', 'length 1');
    const planted = [1, NaN, 0, 0];
    expectError(() => plantedProblem({ ...good, planted }), 'NOT_FINITE', 'index 1');
  });

  test.each([undefined, null, 3])('options of %o', (options) => {
    expectError(() => plantedProblem(options as never), 'INVALID_ARGUMENT');
  });

  test('every kind of rows is accepted at its edge', () => {
    const kinds: Rows[] = ['gaussian', 'rademacher', { ar1: -0.99 }, { shift: 0 }, { ar1: 0 }];
    for (const rows of kinds) expect(plantedProblem({ ...good, rows }).y).toHaveLength(3);
  });
});
