import { expect, test } from 'vitest';
import { rowsPerBlock } from '../../src/engine/row-blocks.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { box, dataset, fit, fitSync, plantedProblem, sparse, wholeSpace } from '../../src/index.js';
import { load } from '../support/load.js';

test('two fits at once on one dataset do not disturb each other', async () => {
  const { X, y } = plantedProblem({ n: 150, d: 200, sparsity: 4, seed: 3 });
  const data = dataset(X, y, { engine: 'wasm', background: false });
  const alone = fitSync(data, { constraint: sparse(4) });
  const [first, second] = await Promise.all([
    fit(data, { constraint: sparse(4), tolerance: 0, maxIterations: 2000 }),
    fit(data, { constraint: sparse(4) }),
  ]);
  data.dispose();
  expect(second.weights).toEqual(alone.weights);
  expect(first.iterations).toBe(2000);
});

test('a dataset disposed of while a fit runs is not given to another before the fit has ended', async () => {
  const { X, y } = plantedProblem({ n: 150, d: 200, sparsity: 4, seed: 3 });
  const options = { constraint: sparse(4), tolerance: 0, maxIterations: 2000 };
  const alone = fitSync(X, y, options);
  const data = dataset(X, y, { engine: 'wasm', background: false });
  const running = fit(data, {
    ...options,
    // In the middle of the fit for certain, however fast the machine is.
    onIteration: ({ iteration }) => {
      if (iteration !== 3) return;
      data.dispose();
      for (let seed = 0; seed < 8; seed++) {
        const other = plantedProblem({ n: 150, d: 200, sparsity: 4, seed: 50 + seed });
        fitSync(other.X, other.y, { constraint: sparse(4) });
      }
    },
  });
  expect((await running).weights).toEqual(alone.weights);
  expect(() => fitSync(data, options)).toThrow(/disposed/);
});

test('200 fits, disposed of, leave the memory of an instance where it was', () => {
  const { X, y } = plantedProblem({ n: 60, d: 40, sparsity: 4, seed: 3 });
  const sizes = new Set<number>();
  for (let k = 0; k < 200; k++) {
    const data = load(wasmEngine, X, y);
    const workspace = data.workspace({ alpha: 0, intercept: false });
    const [vector] = workspace.allocate(5);
    if (k > 5) sizes.add(vector.array.buffer.byteLength);
    workspace.release();
    data.dispose();
  }
  expect(sizes.size).toBe(1);
});

test('vectors given back are used again, whatever the fit', () => {
  const { X, y } = plantedProblem({ n: 60, d: 40, sparsity: 4, seed: 3 });
  const data = load(wasmEngine, X, y);
  const addresses = [false, true, false].map((intercept) => {
    const workspace = data.workspace({ alpha: 0, intercept });
    const offset = workspace.allocate(1)[0].array.byteOffset;
    workspace.release();
    return offset;
  });
  data.dispose();
  expect(new Set(addresses).size).toBe(1);
});

test('memory that grows in the middle of a fit loses nothing', () => {
  // The box's bounds are copied in at the first projection, when the vectors are already in use.
  const { X, y } = plantedProblem({ n: 300, d: 2000, sparsity: 4, seed: 3 });
  const bounds = { lower: new Float64Array(2000).fill(-1), upper: new Float64Array(2000).fill(1) };
  const run = (engine: 'wasm' | 'reference') =>
    fitSync(X, y, { constraint: box(bounds), engine, maxIterations: 20, tolerance: 0 });
  const [ours, oracle] = [run('wasm'), run('reference')];
  expect(Math.max(...ours.weights.map((w, j) => Math.abs(w - oracle.weights[j])))).toBeLessThan(
    1e-9,
  );
});

test('row blocks are at most 64, of multiples of 16 rows, each of 64 rows where there are so many', () => {
  for (const n of [1, 63, 64, 65, 127, 128, 640, 4096, 4097, 10_000, 1_000_003, 2 ** 31 - 1]) {
    const rows = rowsPerBlock(n);
    expect(rows % 16).toBe(0);
    expect(rows).toBeGreaterThanOrEqual(Math.min(64, n));
    const blocks = Math.ceil(n / rows);
    expect(blocks).toBeLessThanOrEqual(64);
    // More than half of a power of two: the tree has no empty half.
    if (blocks > 1)
      expect(blocks).toBeGreaterThan(2 ** Math.min(6, Math.floor(Math.log2(n / 64))) / 2);
  }
});

test('a block of rows that does not fit into one memory is refused with its size, and the instance is given back', () => {
  const shape = { rows: 64, columns: 10_000_000, precision: 'f64' as const };
  expect(() => wasmEngine.open(shape)).toThrow(/4\.77 GiB in one memory/);
  expect(fitSync([[1]], [1], { constraint: wholeSpace() }).status).toBe('converged');
});
