// Sums over some of the blocks of rows are those of data that have no other rows.

import { describe, expect, test } from 'vitest';
import { load as loadDataset } from '../../src/dataset.js';
import type { Computing } from '../../src/engine/engine.js';
import { LossWorkspace } from '../../src/engine/loss-workspace.js';
import { threadsEngine, wasmEngineWithin } from '../../src/engine/memories.js';
import { referenceEngine } from '../../src/engine/reference.js';
import { type RowRange, rowsPerBlock } from '../../src/engine/row-blocks.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { leastSquares } from '../../src/problem/least-squares.js';
import { RELU } from '../../src/problem/observation.js';
import { load } from '../support/load.js';
import { onWorkspace, type RowWeights, rowWeights } from '../support/row-weights.js';

/** Ranges of whole blocks: one, an odd place, the short last one, all. */
function rangesOf(rows: number): RowRange[] {
  const size = rowsPerBlock(rows);
  const blocks = Math.ceil(rows / size);
  const at = (block: number) => Math.min(rows, block * size);
  const ranges: RowRange[] = [];
  for (let first = 0; first < blocks; first++) {
    for (const last of [first + 1, Math.min(blocks, first + 3), blocks]) {
      ranges.push({ begin: at(first), end: at(last) });
    }
  }
  return ranges;
}

const part = ({ table, weights, target }: RowWeights, { begin, end }: RowRange): RowWeights => ({
  table: {
    ...table,
    rows: end - begin,
    data: table.data.subarray(begin * table.columns, end * table.columns),
    y: table.y.subarray(begin, end),
  },
  weights: weights.subarray(begin, end),
  target,
});

const iterate = (length: number) => Float64Array.from({ length }, (_, j) => Math.sin(j + 1) / 4);

interface Answer {
  objective: number;
  g: Float64Array;
  z: Float64Array;
  adjoint: Float64Array;
}

async function ask(workspace: Computing, weights: Float64Array, range?: RowRange): Promise<Answer> {
  const [w, g, h] = workspace.allocate(3);
  w.array.set(iterate(workspace.length));
  const objective = await workspace.gradient(w, g, range);
  const z = await workspace.latent(w, range);
  await workspace.adjoint(weights, h, range);
  return { objective, g: Float64Array.from(g.array), z, adjoint: Float64Array.from(h.array) };
}

function close(a: Answer, b: Answer, precision: 'f32' | 'f64'): void {
  const tolerance = precision === 'f32' ? 2e-5 : 1e-13;
  const far = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(0, ...Array.from(a, (x, j) => Math.abs(x - b[j])));
  expect(a.z.length).toBe(b.z.length);
  expect(Math.abs(a.objective - b.objective)).toBeLessThan(tolerance);
  for (const name of ['g', 'z', 'adjoint'] as const) {
    expect(far(a[name], b[name]), name).toBeLessThan(tolerance);
  }
}

const ENGINES = {
  wasm: wasmEngine,
  // Three memories or more of this thread's, and workers'.
  memories: wasmEngineWithin(30_000),
  threads: threadsEngine(3),
  reference: referenceEngine,
};

describe.each(Object.keys(ENGINES) as (keyof typeof ENGINES)[])('%s', (name) => {
  test.each([
    [1, 1, 'f64'],
    [40, 7, 'f32'],
    [300, 21, 'f64'],
    [1100, 9, 'f32'],
    [1100, 33, 'f64'],
    [4200, 5, 'f64'],
  ] as const)('%i × %i, %s', async (n, d, precision) => {
    const given = rowWeights(n, d, precision);
    for (const intercept of [false, true]) {
      const data = load(ENGINES[name], given.table, given.table.y);
      await data.ready;
      const workspace = data.workspace({ alpha: 0, intercept });
      const own = new LossWorkspace(
        workspace,
        given.table.y,
        { loss: leastSquares(), response: RELU, sampleWeight: undefined },
        precision,
      );
      const whole = await ask(workspace, given.weights);
      for (const range of rangesOf(n)) {
        const few = part(given, range);
        const expected = await onWorkspace(referenceEngine, few.table, intercept, (workspace) =>
          ask(workspace, few.weights),
        );
        close(await ask(workspace, given.weights, range), expected, precision);
        // A loss that the kernels do not compute.
        close(await ask(own, given.weights, range), expected, precision);
      }
      // The panel and the nodes of sums over all rows are as they were.
      expect(await ask(workspace, given.weights)).toEqual(whole);
      workspace.release();
      data.dispose();
    }
  });
});

test('the bits do not depend on the number of threads, nor on being in the background', async () => {
  const given = rowWeights(1100, 33, 'f64');
  const range = { begin: 80 * 3, end: 80 * 9 };
  expect(rowsPerBlock(1100)).toBe(80);
  const answers: Answer[] = [];
  for (const options of [
    { engine: 'wasm', background: false },
    { engine: 'threads', threads: 2, background: false },
    { engine: 'threads', threads: 4, background: false },
    { engine: 'wasm', background: true },
  ] as const) {
    const data = loadDataset(given.table, given.table.y, { ...options, mayStart: true });
    await data.ready;
    const workspace = data.loaded.workspace({ alpha: 0, intercept: true });
    answers.push(await ask(workspace, given.weights, range));
    workspace.release();
    data.dispose();
  }
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});
