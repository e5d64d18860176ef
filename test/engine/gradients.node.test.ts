import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { threadsEngine } from '../../src/engine/memories.js';
import { startWorkers } from '../../src/engine/pool-worker.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { Random } from '../../src/testing/random.js';
import { evaluateTogether, foldsOf, iterates } from '../support/gradients.js';
import type { Table } from '../support/load.js';
import { onWorkspace, rowWeights } from '../support/row-weights.js';

function results(engine: Engine, table: Table) {
  const { rows, columns: d } = table;
  const random = new Random(rows);
  const folds = foldsOf(random, rows);
  return onWorkspace(engine, table, true, (workspace) =>
    [[d, d, 3], [1, 0, 2, 1], [d], [1, 1]].map((sizes) => {
      const ws = iterates(random, d + 1, d, sizes);
      const left = ws.map((_, k) => k - 1);
      return [evaluateTogether(workspace, ws), evaluateTogether(workspace, ws, { folds, left })];
    }),
  );
}

describe.each(['f32', 'f64'] as const)(
  '%s: several gradients have the same bits on any number of threads',
  (precision) => {
    test.each([
      [40, 30],
      [150, 133],
      [300, 100],
      [4200, 61],
    ])('%i × %i', async (n, d) => {
      await startWorkers(4);
      const { table } = rowWeights(n, d, precision);
      const expected = results(wasmEngine, table);
      for (const threads of [1, 2, 3, 5]) {
        expect(results(threadsEngine(threads), table), `${threads} threads`).toEqual(expected);
      }
    });
  },
);
