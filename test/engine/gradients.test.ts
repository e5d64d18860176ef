import { describe, expect, test } from 'vitest';
import type { Workspace } from '../../src/engine/engine.js';
import { referenceEngine } from '../../src/engine/reference.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { Random } from '../../src/testing/random.js';
import { evaluateTogether, foldsOf, iterates, rowsOutside } from '../support/gradients.js';
import type { Table } from '../support/load.js';
import { onWorkspace, rowWeights } from '../support/row-weights.js';

const SHAPES = [
  [1, 1],
  [7, 40],
  [64, 33],
  [65, 160],
  [300, 200],
  [1100, 30],
] as const;

function alone(workspace: Workspace, w: Float64Array) {
  const [iterate, gradient] = workspace.allocate(2);
  iterate.array.set(w);
  const objective = workspace.gradient(iterate, gradient);
  return { objective, gradient: Float64Array.from(gradient.array) };
}

describe.each([
  ['wasm', wasmEngine],
  ['reference', referenceEngine],
] as const)('%s', (_, engine) => {
  describe.each(['f32', 'f64'] as const)('%s', (precision) => {
    test.each(SHAPES)('%i × %i: each gradient has the bits of its own call', (n, d) => {
      const { table } = rowWeights(n, d, precision);
      const random = new Random(n);
      for (const intercept of [false, true]) {
        const length = d + (intercept ? 1 : 0);
        // All dense; all sparse on few columns together; none.
        for (const sizes of [[d, d, d], [Math.floor(d / 40), 1, 0, 2], [d], []]) {
          const ws = iterates(random, length, d, sizes);
          // One column of few is too many for a panel.
          if (sizes.length === 4 && d < 100) continue;
          const together = onWorkspace(engine, table, intercept, (workspace) =>
            evaluateTogether(workspace, ws),
          );
          const each = ws.map((w) => onWorkspace(engine, table, intercept, (s) => alone(s, w)));
          expect(together).toEqual(each);
        }
      }
    });

    test.each(SHAPES)('%i × %i: a fold left out is as if its rows were not there', (n, d) => {
      const { table } = rowWeights(n, d, precision);
      const random = new Random(n);
      const folds = foldsOf(random, n);
      for (const sizes of [
        [d, d, d, d, d],
        [1, 2, 0, 3, 1].map((s) => Math.min(s, Math.floor(d / 40))),
      ]) {
        const ws = iterates(random, d + 1, d, sizes);
        // The last fold has no rows, the last but one is none.
        const left = [0, 1, 2, -1, 200];
        const together = onWorkspace(engine, table, true, (s) =>
          evaluateTogether(s, ws, { folds, left }),
        );
        ws.forEach((w, k) => {
          const rest: Table = rowsOutside(table, folds, left[k]);
          if (rest.rows === 0) {
            expect(together[k].objective).toBeNaN();
            return;
          }
          const want = onWorkspace(engine, rest, true, (s) => alone(s, w));
          const digits = precision === 'f32' ? 1e-5 : 1e-13;
          const scale = Math.max(...want.gradient.map(Math.abs)) + Math.sqrt(want.objective);
          expect(Math.abs(together[k].objective - want.objective)).toBeLessThanOrEqual(
            digits * want.objective,
          );
          together[k].gradient.forEach((value, j) => {
            expect(Math.abs(value - want.gradient[j])).toBeLessThanOrEqual(digits * scale);
          });
        });
      }
    });
  });
});

test('calls for one and for several take turns: the panel follows', () => {
  const [n, d] = [150, 400];
  const { table } = rowWeights(n, d, 'f64');
  const random = new Random(9);
  onWorkspace(wasmEngine, table, false, (workspace) => {
    const several = iterates(random, d, d, [4, 4, 4]);
    for (let turn = 0; turn < 10; turn++) {
      const [one] = iterates(random, d, d, [1 + random.integer(20)]);
      const fresh = onWorkspace(wasmEngine, table, false, (s) => alone(s, one));
      expect(alone(workspace, one)).toEqual(fresh);
      // The first of several alone: what it needs is there, what the others need is not.
      if (turn % 2 === 1) alone(workspace, several[0]);
      const each = several.map((w) => onWorkspace(wasmEngine, table, false, (s) => alone(s, w)));
      expect(evaluateTogether(workspace, several)).toEqual(each);
    }
    // Sparse each, too many columns together.
    const wide = iterates(random, d, d, [40, 40, 40]);
    const objectives = wide.map((w) => alone(workspace, w).objective);
    evaluateTogether(workspace, wide).forEach(({ objective }, k) => {
      expect(Math.abs(objective - objectives[k])).toBeLessThan(1e-12 * objectives[k]);
    });
  });
});
