import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { threadsEngine } from '../../src/engine/memories.js';
import { startWorkers } from '../../src/engine/pool-worker.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { onWorkspace, type RowWeights, rowWeights } from '../support/row-weights.js';

function results(engine: Engine, { table, weights, target }: RowWeights) {
  return onWorkspace(engine, table, true, (workspace) => {
    const [g] = workspace.allocate(1);
    // Twice, and with other supports between, so that nothing depends on what was there.
    const supports = [7, 3, 0, Math.ceil(table.columns / 4)].map((k) =>
      Int32Array.from({ length: Math.min(k, table.columns + 1) }, (_, a) => table.columns - a),
    );
    return supports.map((support) => {
      workspace.adjoint(weights, g);
      return [Float64Array.from(g.array), workspace.gram(support, weights, target)];
    });
  });
}

describe.each(['f32', 'f64'] as const)(
  '%s: sums with weights have the same bits on any number of threads',
  (precision) => {
    test.each([
      [40, 30],
      [150, 33],
      [300, 100],
      [4200, 61],
    ])('%i × %i', async (n, d) => {
      await startWorkers(4);
      const given = rowWeights(n, d, precision);
      const expected = results(wasmEngine, given);
      for (const threads of [1, 2, 3, 5]) {
        expect(results(threadsEngine(threads), given), `${threads} threads`).toEqual(expected);
      }
    });
  },
);
