import { describe, expect, test } from 'vitest';
import {
  capabilities,
  dataset,
  type EngineChoice,
  fit,
  fitSync,
  l1Ball,
  type PlantedOptions,
  plantedDataset,
  plantedProblem,
  sparse,
} from '../src/index.js';
import { expectError } from './support/errors.js';
import { loadedColumns } from './support/loaded-rows.js';

const engines: [EngineChoice, number?][] = [['reference'], ['wasm']];
if (capabilities().threads) engines.push(['threads', 1], ['threads', 2], ['threads', 5]);

const laws: PlantedOptions['rows'][] = [
  'gaussian',
  'rademacher',
  { ar1: -0.6 },
  { ar1: 0.95 },
  { shift: 0.3 },
];

describe.each(engines)('engine %s, threads %s', (engine, threads) => {
  describe.each(['f32', 'f64'] as const)('%s', (precision) => {
    test.each(laws.map((rows) => [rows]))('rows %j: X and y are those of the problem', (rows) => {
      // 3 blocks of rows, the last one short; a padded pitch in f32 for 37 columns and not for 33.
      for (const [n, d] of [
        [150, 37],
        [131, 33],
        [1, 1],
        [70, 4],
      ]) {
        for (const noise of [0, 0.1, { before: 0.2, after: 0.05 }]) {
          const options = { n, d, rows, noise, precision, seed: 2 ** 40 + 7, sparsity: 1 };
          const { X, y, planted } = plantedProblem(options);
          const ours = plantedDataset({ ...options, engine, threads });
          const plain = dataset(X, y, { engine, threads, background: false });
          expect(ours.engine).toEqual(plain.engine);
          expect(ours.y).toEqual(y);
          expect(ours.planted).toEqual(planted);
          expect(ours.meanSquare).toBe(plain.meanSquare);
          expect(ours.moments).toEqual(plain.moments);
          expect(loadedColumns(ours)).toEqual(
            Array.from({ length: d }, (_, j) =>
              Float64Array.from({ length: n }, (_, i) => X.data[i * d + j]),
            ),
          );
          const run = { constraint: l1Ball(1), maxIterations: 5 };
          expect(fitSync(ours, run).trace).toEqual(fitSync(plain, run).trace);
          ours.dispose();
          plain.dispose();
        }
      }
    });

    test.each<Partial<PlantedOptions>>([
      {},
      { sparsity: 20 },
      { constraint: l1Ball(2) },
      { planted: Float64Array.from({ length: 300 }, (_, j) => j - 150) },
      { planted: new Float64Array(300) },
      { observation: { leaky: 0.1 }, values: 'sign', sparsity: 7 },
    ])('weights of any kind give the y of the problem: %j', (weights) => {
      const options = { n: 203, d: 300, seed: 11, precision, noise: { before: 0.1 }, ...weights };
      const { y, planted } = plantedProblem(options);
      const ours = plantedDataset({ ...options, engine, threads });
      expect(ours.y).toEqual(y);
      expect(ours.planted).toEqual(planted);
      ours.dispose();
    });
  });
});

test('the example of the docstring', async () => {
  const data = plantedDataset({ n: 60, d: 100, sparsity: 3, seed: 1 });
  const result = await fit(data, { constraint: sparse(3), planted: data.planted });
  expect(result.status).toBe('converged');
  expect(result.trace.error?.at(-1)).toBeLessThan(1e-9);
  data.dispose();
});

test('what the problem refuses is refused, and so is what the engine refuses', () => {
  const right = { n: 10, d: 5 };
  const make = (wrong: object) => () => plantedDataset({ ...right, ...wrong });
  expectError(make({ n: 0 }), 'INVALID_ARGUMENT', 'n');
  expectError(make({ rows: { ar1: 1 } }), 'INVALID_ARGUMENT', 'rows');
  expectError(make({ columns: 3 }), 'INVALID_ARGUMENT', 'columns');
  expectError(make({ threads: 0 }), 'INVALID_ARGUMENT', 'threads');
  expectError(make({ engine: 'gpu' }), 'UNKNOWN_ENGINE', 'gpu');
  expectError(make({ n: 1e8, d: 10_000, engine: 'wasm' }), 'TOO_LARGE', ' GiB');
});

test('rows beyond the precision are refused by their place', () => {
  const options = { n: 3, d: 2, rows: { shift: 1e300 }, precision: 'f32' } as const;
  for (const engine of ['wasm', 'reference'] as const) {
    expectError(() => plantedDataset({ ...options, engine }), 'NOT_FINITE', 'row 0, column 0');
  }
});
