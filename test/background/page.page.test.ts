import { describe, expect, test } from 'vitest';
import { custom, dataset, fit, fitSync, init, plantedProblem, sparse } from '../../src/index.js';
import { expectError, expectRejection } from '../support/errors.js';

const sized = (n: number, d: number) =>
  plantedProblem({ n, d, sparsity: 8, seed: 1, precision: 'f32' });
const small = sized(64, 128);
const large = sized(1024, 1024);
const constraint = sparse(8);
// Its steps are made on the page.
const line = custom({ name: 'own', project: (v) => v, contains: () => true, convex: true });

describe('by default', () => {
  test('large data are fitted in the background', async () => {
    const { X, y } = large;
    const { engine, weights } = await fit(X, y, { constraint });
    expect(engine.background).toBe(true);
    expect(weights).toEqual(fitSync(X, y, { constraint }).weights);
    const data = dataset(X, y);
    expect((await fit(data, { constraint })).weights).toEqual(weights);
    expectError(() => fitSync(data, { constraint }), 'ENGINE_UNAVAILABLE');
    data.dispose();
  });

  test('small data on the page, which the result says', async () => {
    const { X, y } = small;
    const { engine } = await fit(X, y, { constraint });
    expect(engine.background).toBe(false);
    expect(engine.reason).toMatch(
      /^one thread: X is small .*; on the page, in turns: X is below 64/,
    );
    const data = dataset(X, y);
    expect(data.engine.reason).toContain('X is below 64 KiB');
    expect(fitSync(data, { constraint }).status).toBe('converged');
    data.dispose();
  });

  test('a loss of one’s own: z and Xᵀψ in the worker, ψ on the page', async () => {
    const { X, y } = large;
    const loss = {
      name: 'own',
      parameters: {},
      value: (z: number, y: number) => (z - y) ** 2,
      rowWeight: (z: number, y: number) => 2 * (z - y),
      steps: () => ({ first: 0.5, later: 0.5 }),
    };
    const options = { constraint, loss, maxIterations: 3 } as const;
    const { engine, weights } = await fit(X, y, options);
    expect(engine).toMatchObject({ background: true });
    expect(engine.reason).toContain('own is made of functions');
    expect(weights).toEqual(fitSync(X, y, options).weights);
  });
});

describe.runIf(crossOriginIsolated)('in a page that is cross-origin isolated', () => {
  test('threads stay what init made them, also after data that end a worker', async () => {
    await init({ threads: 2 });
    for (const { X, y } of [sized(1024, 2048), sized(2048, 4096), sized(1024, 2048)]) {
      const options = { constraint, maxIterations: 2 };
      const { engine, weights } = await fit(X, y, options);
      expect(engine).toMatchObject({ name: 'threads', threads: 2, background: true });
      expect(weights).toEqual(fitSync(X, y, options).weights);
    }
  });

  test('fits have threads', async () => {
    const { X, y } = large;
    for (const given of [constraint, line]) {
      const options = {
        constraint: given,
        engine: 'threads',
        threads: 2,
        maxIterations: 5,
      } as const;
      const { engine, weights } = await fit(X, y, options);
      expect(engine).toMatchObject({ name: 'threads', threads: 2, background: true });
      expect(weights).toEqual(fitSync(X, y, { constraint: given, maxIterations: 5 }).weights);
    }
  });
});

describe.runIf(!crossOriginIsolated)('in a page that is not cross-origin isolated', () => {
  test('fits have one background worker, and say why', async () => {
    const { X, y } = sized(2048, 1024);
    const { engine } = await fit(X, y, { constraint });
    expect(engine).toEqual({
      name: 'wasm',
      simd: 'simd128',
      threads: 1,
      precision: 'f32',
      background: true,
      reason: expect.stringMatching(/^one thread: .*cross-origin isolat/),
    });
  });

  test('threads are refused', async () => {
    const { X, y } = large;
    await expectRejection(
      () => fit(X, y, { constraint, engine: 'threads' }),
      'ENGINE_UNAVAILABLE',
      'isolat',
    );
    await expectRejection(() => init({ threads: 2 }), 'ENGINE_UNAVAILABLE', 'isolat');
  });
});
