import { afterEach, describe, expect, test } from 'vitest';
import { type BrowserPage, openPage } from '../support/browser-page.js';
import { ISOLATED } from '../support/static-server.js';

const program = `
import { dataset, fit, fitSync, init, plantedProblem, sparse } from 'relufit';
const { X, y, planted } = plantedProblem({ n: 800, d: 1000, sparsity: 8, seed: 1, precision: 'f32' });
const options = { constraint: sparse(8), planted };
globalThis.start = init;
globalThis.run = async (extra) => {
  const { engine, weights, trace } = await fit(X, y, { ...options, ...extra });
  const same = fitSync(X, y, { ...options, engine: engine.name === 'reference' ? 'reference' : 'wasm' });
  return { engine, error: trace.error.at(-1), same: weights.every((x, j) => x === same.weights[j]) };
};
globalThis.ready = true;
`;

interface Ran {
  readonly engine: { name: string; threads: number; background: boolean; reason: string };
  readonly error: number;
  readonly same: boolean;
}

let here: BrowserPage;
afterEach(() => here.close());

const policy = (scripts: string) => ({
  'Content-Security-Policy': `default-src 'self'; script-src 'self' ${scripts}; worker-src 'self'`,
});
const run = async (options = {}) =>
  (await here.page.evaluate(`run(${JSON.stringify(options)})`)) as Ran;
const start = (options: object) => here.page.evaluate(`start(${JSON.stringify(options)})`);

test('a page of an opaque origin, which has no locks, has its background worker', async () => {
  here = await openPage(program, {
    'Content-Security-Policy': 'sandbox allow-scripts',
    'Access-Control-Allow-Origin': '*',
  });
  expect(await here.page.evaluate('globalThis.origin')).toBe('null');
  const { engine, error, same } = await run();
  expect(engine).toMatchObject({ name: 'wasm', background: true });
  expect([error < 1e-4, same]).toEqual([true, true]);
});

test('a worker that may have no lock serves a page that has some', async () => {
  here = await openPage(program);
  await here.page.evaluate(() => {
    const text = `
      navigator.locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
      importScripts('${location.origin}/worker.js');`;
    const address = URL.createObjectURL(new Blob([text]));
    const { start } = globalThis as unknown as { start(options: object): Promise<void> };
    return start({ worker: () => new Worker(address) });
  });
  for (const background of [undefined, true]) {
    const { engine, error } = await run({ background });
    expect(engine).toMatchObject({ name: 'wasm', background: true });
    expect(error).toBeLessThan(1e-4);
  }
});

describe('a policy of worker-src self', () => {
  const strict = policy("'wasm-unsafe-eval'");

  test('is content with the program as a file', async () => {
    here = await openPage(program, strict);
    await start({ worker: '/worker.js' });
    const { engine, error, same } = await run();
    expect(engine).toMatchObject({ name: 'wasm', threads: 1, background: true });
    expect([error < 1e-4, same]).toEqual([true, true]);
    expect((await run({ background: true })).engine.background).toBe(true);
    expect(here.asked).toContain('/worker.js');
  });

  test('and so are threads', async () => {
    here = await openPage(program, { ...strict, ...ISOLATED });
    await start({ worker: '/worker.js', threads: 2 });
    const { engine, error, same } = await run({ engine: 'threads', threads: 2 });
    expect(engine).toMatchObject({ name: 'threads', threads: 2, background: true });
    expect([error < 1e-4, same]).toEqual([true, true]);
  });

  test('without it fits run on the page, which the result says', async () => {
    here = await openPage(program, strict);
    for (let k = 0; k < 2; k++) {
      const { engine, error, same } = await run();
      expect(engine).toMatchObject({ name: 'wasm', threads: 1, background: false });
      expect(engine.reason).toContain('; on the page, in turns: a worker that ended');
      expect([error < 1e-4, same]).toEqual([true, true]);
    }
    await expect(run({ background: true })).rejects.toThrow('got a worker that');
    await expect(start({ worker: '/nowhere.js' })).rejects.toThrow('got a worker that');
    await start({ worker: '/worker.js' });
    expect((await run()).engine.background).toBe(true);
  });
});

test('where WebAssembly may not be compiled the worker computes without, and says so', async () => {
  here = await openPage(program, policy(''));
  await start({ worker: '/worker.js' });
  const { engine, error, same } = await run();
  expect(engine).toMatchObject({ name: 'reference', background: true });
  expect(engine.reason).toMatch(/^WebAssembly may not be compiled here/);
  expect([error < 1e-4, same]).toEqual([true, true]);
});

test('the program is loaded when it is first needed, as a chunk of its own', async () => {
  here = await openPage(program);
  const chunks = () => here.asked.filter((path) => /\/chunk|\/program/.test(path)).length;
  const before = chunks();
  expect((await run({ background: false })).engine.background).toBe(false);
  expect(chunks()).toBe(before);
  expect((await run()).engine.background).toBe(true);
  expect(chunks()).toBe(before + 1);
});
