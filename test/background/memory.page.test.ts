import { describe, expect, test } from 'vitest';
import { custom, fit, plantedProblem, sparse } from '../../src/index.js';

// In a page of its own: what is measured here waits for every thread, and threads of an engine may be asleep for long.

const sized = (n: number, d: number) =>
  plantedProblem({ n, d, sparsity: 8, seed: 1, precision: 'f32' });
const large = sized(1024, 1024);
const constraint = sparse(8);
const line = custom({ name: 'own', project: (v) => v, contains: () => true, convex: true });

describe.runIf('measureUserAgentSpecificMemory' in performance)('memory', () => {
  interface Measured {
    readonly bytes: number;
  }
  const measure = async () =>
    (
      await (
        performance as unknown as { measureUserAgentSpecificMemory(): Promise<Measured> }
      ).measureUserAgentSpecificMemory()
    ).bytes;

  test('200 fits leave the page’s where it was', async () => {
    const larger = sized(1100, 4096);
    const fits = async (count: number) => {
      for (let k = 0; k < count; k++) {
        // Every other one with its steps on the page; every fifth of more than the worker keeps.
        const { X, y } = k % 5 === 0 ? larger : large;
        const options = { constraint: k % 2 ? constraint : line, maxIterations: 3 };
        expect((await fit(X, y, options)).engine.background).toBe(true);
      }
    };
    await fits(10);
    const before = await measure();
    await fits(200);
    const after = await measure();
    expect(after - before).toBeLessThan(8 * 2 ** 20);
  }, 60_000);
});
