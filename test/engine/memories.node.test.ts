// Rows that do not fit into one memory: small memories stand for those of 4 GiB.

import { describe, expect, test, vi } from 'vitest';
import type { Engine, LoadedData } from '../../src/engine/engine.js';
import { threadsEngine, wasmEngineWithin } from '../../src/engine/memories.js';
import { machineMemory } from '../../src/engine/pool.js';
import { PoolWorker, startWorkers } from '../../src/engine/pool-worker.js';
import { rowsPerBlock } from '../../src/engine/row-blocks.js';
import { type WasmData, wasmEngine } from '../../src/engine/wasm.js';
import { sparse } from '../../src/index.js';
import { loadRareKernels } from '../../src/kernels/rare-kernels.js';
import type { Precision } from '../../src/problem/dataset.js';
import type { RowSource } from '../../src/problem/row-source.js';
import { Random } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';
import { evaluateTogether, foldsOf, iterates } from '../support/gradients.js';
import { load } from '../support/load.js';
import { type RowWeights, rowWeights } from '../support/row-weights.js';

// For addProducts and rows made by kernels.
loadRareKernels();

const memories = (data: LoadedData) => (data as WasmData).shards.length + 1;

/** Everything an engine computes on the rows. */
function everything(data: LoadedData, { weights, target }: RowWeights) {
  const { rows, columns: d, moments } = data;
  const random = new Random(rows);
  const workspace = data.workspace({ alpha: 0.1, intercept: true });
  const [w, g] = workspace.allocate(2);
  const each = iterates(random, d + 1, d, [d, 1, 3, 0, d]).map((iterate) => {
    w.array.set(iterate);
    const objective = workspace.gradient(w, g);
    workspace.project(w, sparse(1));
    return [objective, Array.from(g.array), workspace.objective(w), workspace.latent(w)];
  });
  workspace.adjoint(weights, g);
  const folds = foldsOf(random, rows);
  const results = [
    each,
    Array.from(g.array),
    workspace.gram(Int32Array.of(0, d, d - 1), weights, target),
    evaluateTogether(workspace, iterates(random, d + 1, d, [d, 2, 1]), { folds, left: [0, 1, -1] }),
    evaluateTogether(workspace, iterates(random, d + 1, d, [1, 1])),
  ];
  workspace.release();
  const products = new Float64Array(rows).fill(1);
  data.addProducts(Int32Array.of(d - 1, 0), Float64Array.of(2, 3), products);
  return { results, moments, products };
}

function withRows<T>(engine: Engine, { table }: RowWeights, use: (data: LoadedData) => T): T {
  const data = load(engine, table, table.y);
  try {
    return use(data);
  } finally {
    data.dispose();
  }
}

// A block of rows each, two, three, and what is less than a block.
const PARTS = [1, 2, 3, 0.01];
const blockBytes = (n: number, d: number, precision: Precision) =>
  rowsPerBlock(n) * (d + 4) * (precision === 'f32' ? 4 : 8);

describe.each(['f32', 'f64'] as const)(
  '%s: the bits do not depend on the memories',
  (precision) => {
    test.each([
      [64, 20],
      [65, 20],
      [500, 133],
      [400, 40],
      [4200, 30],
    ])('%i × %i', async (n, d) => {
      await startWorkers(7);
      const given = rowWeights(n, d, precision);
      const expected = withRows(wasmEngine, given, (data) => everything(data, given));
      for (const part of n < 2000 ? PARTS : [7]) {
        const bytes = part * blockBytes(n, d, precision);
        const engines: [number, Engine][] = [
          [1, wasmEngineWithin(bytes)],
          [2, threadsEngine(2, bytes)],
          [3, threadsEngine(3, bytes)],
        ];
        for (const [threads, engine] of engines) {
          withRows(engine, given, (data) => {
            expect(data.threads).toBe(Math.min(threads, Math.ceil(n / rowsPerBlock(n))));
            expect(
              everything(data, given),
              `${threads} threads, ${memories(data)} memories`,
            ).toEqual(expected);
          });
        }
      }
    });
  },
);

test('a block of rows in each memory, and no more than one is as many memories as blocks', () => {
  const given = rowWeights(640, 10, 'f64');
  const counts = [0.5, 1, 2, 10].map((part) =>
    withRows(wasmEngineWithin(part * blockBytes(640, 10, 'f64')), given, memories),
  );
  expect(counts).toEqual([8, 8, 4, 1]);
});

test('rows made by kernels are the same in many memories', async () => {
  await startWorkers(3);
  const source: RowSource = {
    rows: 400,
    columns: 12,
    precision: 'f32',
    kernels: { seed: 5, stream: 1, laws: [] },
    write() {
      throw new Error('the kernels write');
    },
  };
  const filled = (engine: Engine) => {
    const data = engine.open(source);
    data.fill(source, 0, source.rows);
    const { moments } = data;
    data.dispose();
    return moments;
  };
  const expected = filled(wasmEngine);
  for (const threads of [1, 2, 3]) {
    expect(filled(threadsEngine(threads, blockBytes(400, 12, 'f32')))).toEqual(expected);
  }
});

test('no more workers are busy than were asked for', async () => {
  await startWorkers(5);
  const [begin, end] = [
    vi.spyOn(PoolWorker.prototype, 'start'),
    vi.spyOn(PoolWorker.prototype, 'finish'),
  ];
  try {
    const given = rowWeights(640, 20, 'f64');
    withRows(threadsEngine(3, blockBytes(640, 20, 'f64')), given, (data) => {
      expect(memories(data)).toBe(8);
      everything(data, given);
    });
    const calls = [
      ...begin.mock.invocationCallOrder.map((order) => [order, 1]),
      ...end.mock.invocationCallOrder.map((order) => [order, -1]),
    ].sort(([a], [b]) => a - b);
    let busy = 0;
    const most = Math.max(...calls.map(([, change]) => (busy += change)));
    expect(busy).toBe(0);
    expect(most).toBe(2);
  } finally {
    begin.mockRestore();
    end.mockRestore();
  }
});

test('X above the memory of the machine is refused before any is taken', () => {
  const columns = 1000;
  const rows = Math.ceil((machineMemory() as number) / columns / 4);
  const shape = { rows, columns, precision: 'f32' } as const;
  expectError(() => wasmEngine.open(shape), 'TOO_LARGE', 'of this machine');
  expectError(() => threadsEngine(2).open(shape), 'TOO_LARGE', 'of this machine');
});
