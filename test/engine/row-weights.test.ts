import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../src/engine/reference.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { leastSquares } from '../../src/problem/least-squares.js';
import { RELU } from '../../src/problem/observation.js';
import { Random } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';
import { adjointFault, gramFault, onWorkspace, rowWeights } from '../support/row-weights.js';

const SHAPES = [
  [1, 1],
  [3, 40],
  [63, 17],
  [64, 8],
  [65, 33],
  [200, 50],
  [1100, 9],
] as const;

describe.each([
  ['wasm', wasmEngine],
  ['reference', referenceEngine],
] as const)('%s', (_, engine) => {
  describe.each(['f32', 'f64'] as const)('%s', (precision) => {
    test.each(SHAPES)('%i × %i: the adjoint is (1/n) Σ ωᵢ (xᵢ, 1)', (n, d) => {
      for (const intercept of [false, true]) {
        for (const active of [0, 0.1, 0.5, 1]) {
          const given = rowWeights(n, d, precision, active);
          const g = onWorkspace(engine, given.table, intercept, (workspace) => {
            const [g] = workspace.allocate(1);
            g.array.fill(7);
            workspace.adjoint(given.weights, g);
            return Float64Array.from(g.array);
          });
          expect(g.length).toBe(d + (intercept ? 1 : 0));
          expect(adjointFault(given, g), `${active} of the rows`).toBe(-1);
        }
      }
    });

    test.each(SHAPES)('%i × %i: the Gram matrix of a support is Σ ωᵢ xᵢ xᵢᵀ', (n, d) => {
      const random = new Random(n + d);
      for (const active of [0, 0.5, 1]) {
        const given = rowWeights(n, d, precision, active);
        onWorkspace(engine, given.table, true, (workspace) => {
          // One workspace, supports that grow and shrink: none, few, odd many, all and the intercept.
          for (const k of [0, 1, 2, 5, d + 1, 3, Math.ceil(d / 2)].filter((k) => k <= d + 1)) {
            const support = Int32Array.from(random.permutation(d + 1).slice(0, k));
            const result = workspace.gram(support, given.weights, given.target);
            expect(gramFault(given, support, result), `k = ${k}, ${active} of the rows`).toBe(
              undefined,
            );
          }
        });
      }
    });

    test('with ψ as weights the adjoint is the gradient', () => {
      const { table } = rowWeights(300, 21, precision);
      const loss = leastSquares();
      onWorkspace(engine, table, true, (workspace) => {
        const random = new Random(5);
        const [w, g, ours] = workspace.allocate(3);
        w.array.set(Array.from(w.array, () => random.normal()));
        workspace.gradient(w, g);
        const weights = workspace.latent(w).map((z, i) => loss.rowWeight(z, table.y[i], RELU, NaN));
        workspace.adjoint(weights, ours);
        const scale = Math.max(...g.array.map(Math.abs));
        const gap = Math.max(...ours.array.map((value, j) => Math.abs(value - g.array[j])));
        expect(gap).toBeLessThan((precision === 'f32' ? 1e-5 : 1e-14) * scale);
      });
    });

    test('a sum that leaves the precision shows', () => {
      const { table } = rowWeights(5, 3, precision);
      onWorkspace(engine, table, false, (workspace) => {
        const [g] = workspace.allocate(1);
        workspace.adjoint(new Float64Array(5).fill(Number.MAX_VALUE), g);
        expect(g.array.every(Number.isFinite)).toBe(false);
      });
    });
  });
});

test('supports that grow by one leave memory as they found it, to a factor', () => {
  const given = rowWeights(64, 400, 'f64');
  onWorkspace(wasmEngine, given.table, false, (workspace) => {
    const [w] = workspace.allocate(1);
    const all = Int32Array.from({ length: 400 }, (_, j) => j);
    for (let k = 0; k <= 400; k++) workspace.gram(all.subarray(0, k), given.weights, given.target);
    // The last one needs 2 nodes of 0.65 MB and strips of 0.43 MB.
    expect(w.array.buffer.byteLength).toBeLessThan(8 * 2 ** 20);
  });
});

test('after a Gram for which there is no memory all is as it was', () => {
  const { table, weights, target } = rowWeights(16, 3000, 'f64');
  onWorkspace(wasmEngine, table, false, (workspace) => {
    const [w, g] = workspace.allocate(2);
    w.array.fill(0.1);
    const columns = Int32Array.from({ length: 40 }, (_, k) => 7 * k);
    const expected = [workspace.gradient(w, g), g.array.slice()];
    const gram = workspace.gram(columns, weights, target);
    for (let time = 0; time < 2; time++) {
      const all = () => workspace.gram(new Int32Array(25_000), weights, target);
      expectError(all, 'TOO_LARGE', 'GiB');
      expect(workspace.gram(columns, weights, target)).toEqual(gram);
      expect([workspace.gradient(w, g), g.array.slice()]).toEqual(expected);
    }
  });
});
