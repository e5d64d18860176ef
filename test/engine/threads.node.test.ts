import { describe, expect, test } from 'vitest';
import { readyWorkers } from '../../src/engine/pool.js';
import { rowsPerBlock } from '../../src/engine/row-blocks.js';
import {
  capabilities,
  dataset,
  type FitOptions,
  fit,
  fitSync,
  init,
  l1Ball,
  paperSchedule,
  plantedProblem,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { withImportedMemory } from '../../src/kernels/imported-memory.js';
import { expectError, expectRejection } from '../support/errors.js';

const problem = (n: number, d: number, precision: 'f32' | 'f64' = 'f64') =>
  plantedProblem({ n, d, sparsity: Math.min(5, d), seed: 3, precision });

test('this platform has threads', () => {
  expect(capabilities()).toMatchObject({ threads: true, reason: /threads run here/ });
});

// Of rows that make 1, 2, 4 and 53 blocks, the last one short, and more threads than blocks.
describe.each(['f32', 'f64'] as const)(
  '%s: the bits do not depend on the number of threads',
  (precision) => {
    test.each([
      [40, 30],
      [140, 200],
      [150, 33],
      [300, 400],
      [4200, 61],
    ])('%i rows of %i columns', async (n, d) => {
      const { X, y } = problem(n, d, precision);
      const runs: FitOptions[] = [
        { constraint: sparse(3) },
        { constraint: l1Ball(1), intercept: true },
        { constraint: wholeSpace(), observation: { leaky: 0.1 }, maxIterations: 20 },
        { constraint: sparse(2), stepSize: paperSchedule(), maxIterations: 10 },
      ];
      for (const options of runs) {
        const single = await fit(X, y, { ...options, engine: 'wasm' });
        for (const threads of [1, 2, 3, 5]) {
          const result = await fit(X, y, { ...options, engine: 'threads', threads });
          expect(result.engine.name).toBe('threads');
          expect(result.engine.threads).toBe(Math.min(threads, Math.ceil(n / rowsPerBlock(n))));
          expect(result.weights).toEqual(single.weights);
          expect(result.intercept).toBe(single.intercept);
          expect(result.trace).toEqual(single.trace);
          expect(result.certificate).toEqual(single.certificate);
        }
      }
    });
  },
);

test('auto takes threads for much data, once there are workers, and says why', async () => {
  const { X, y } = problem(2000, 500);
  const options = { constraint: sparse(5), maxIterations: 3, threads: 4 };
  const before = await fit(X, y, { ...options, threads: 99 });
  expect(before.engine).toMatchObject({ name: 'wasm', reason: /too small to start workers for/ });
  await init({ threads: 4 });
  const { engine } = await fit(X, y, options);
  expect(engine).toMatchObject({ name: 'threads', threads: 4, reason: /^4 threads on \d+ cores$/ });
  const alone = await fit(X, y, { ...options, threads: 1 });
  expect(alone.engine).toMatchObject({ name: 'wasm', threads: 1, reason: 'one thread: asked for' });
  const blocking = fitSync(X, y, options);
  expect(blocking.engine).toMatchObject({ name: 'wasm', reason: /blocks/ });
  const little = problem(100, 20);
  const small = await fit(little.X, little.y, { ...options, constraint: sparse(2) });
  expect(small.engine).toMatchObject({ name: 'wasm', reason: /^one thread: X is small/ });
});

test('auto starts workers for data that takes longer than that', async () => {
  const { X, y } = problem(4096, 1024);
  const result = await fit(X, y, { constraint: sparse(5), maxIterations: 2, threads: 6 });
  expect(result.engine).toMatchObject({ name: 'threads', threads: 6 });
});

test('a dataset in threads serves several fits, blocking ones too, and gives its workers back', async () => {
  const { X, y } = problem(400, 50);
  const expected = fitSync(X, y, { constraint: sparse(5) });
  for (let k = 0; k < 30; k++) {
    const data = dataset(X, y, { engine: 'threads', threads: 3 });
    expect(fitSync(data, { constraint: sparse(5) }).weights).toEqual(expected.weights);
    const both = await Promise.all([
      fit(data, { constraint: sparse(5) }),
      fit(data, { constraint: sparse(4) }),
    ]);
    expect(both[0].weights).toEqual(expected.weights);
    data.dispose();
  }
});

test('fitSync starts no workers', () => {
  const { X, y } = problem(200, 20);
  const options = { constraint: sparse(5), engine: 'threads' } as const;
  expectError(() => fitSync(X, y, options), 'ENGINE_UNAVAILABLE', 'fitSync', 'Use fit');
});

test.each([0, -1, 1.5, NaN, '2', null])('threads: %o is refused', async (threads) => {
  const { X, y } = problem(100, 5);
  const options = { constraint: sparse(2), threads: threads as number };
  const parts = ['threads', 'an integer of at least 1'];
  await expectRejection(() => fit(X, y, options), 'INVALID_ARGUMENT', ...parts);
  expectError(() => dataset(X, y, { threads: threads as number }), 'INVALID_ARGUMENT', ...parts);
});

test('a number that is not finite is found in whichever shard it is', async () => {
  const { X, y } = problem(300, 4);
  X.data[4 * 250 + 2] = NaN;
  const options = { constraint: sparse(2), engine: 'threads', threads: 2 } as const;
  const parts = ['row 250', 'column 2'];
  await expectRejection(() => fit(X, y, options), 'NOT_FINITE', ...parts);
  expectError(() => dataset(X, y, { engine: 'threads', threads: 2 }), 'NOT_FINITE', ...parts);
});

test('workers of data that are refused go back to the pool', () => {
  const { X, y } = problem(300, 4);
  const good = dataset(X, y, { engine: 'threads', threads: 2 });
  good.dispose();
  const waiting = readyWorkers();
  expect(waiting).toBeGreaterThan(0);
  X.data[4 * 250 + 2] = NaN;
  for (let k = 0; k < 3; k++) {
    expect(() => dataset(X, y, { engine: 'threads', threads: 2 })).toThrow(/row 250/);
    expect(readyWorkers()).toBe(waiting);
  }
});

test('the shared binary is the same code with another memory', () => {
  // (module (type (func)) (func (type 0)) (memory 3) (export "m" (memory 0)))
  const bytes = Uint8Array.of(
    ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 3],
    ...[7, 5, 1, 1, 109, 2, 0, 10, 4, 1, 2, 0, 11],
  );
  const shared = withImportedMemory(bytes, true);
  expect(shared.pages).toBe(3);
  const module = new WebAssembly.Module(shared.bytes);
  expect(WebAssembly.Module.imports(module)).toEqual([
    { module: 'env', name: 'memory', kind: 'memory' },
  ]);
  const memory = new WebAssembly.Memory({ initial: 3, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  expect(exports.m).toBe(memory);
});
