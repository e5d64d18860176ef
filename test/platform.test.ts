import { expect, test } from 'vitest';
import { capabilities, fit, init, RelufitError, wholeSpace } from '../src/index.js';
import { binary } from '../src/kernels/core.generated.js';

const X = [
  [1, 0],
  [0, 1],
  [1, 1],
];
const y = [2, 0, 1];

test('the kernels run here, and the result says so', async () => {
  const { simd, threads, background, reason } = capabilities();
  expect([simd, background]).toEqual([true, true]);
  expect(reason).toMatch(threads ? /^\d+ threads run here$/ : /wait for workers/);
  const { engine } = await fit(X, y, { constraint: wholeSpace() });
  expect(engine).toEqual({
    name: 'wasm',
    simd: 'simd128',
    threads: 1,
    precision: 'f64',
    background: false,
    reason: expect.stringMatching(/^one thread: (X is small|one core)/),
  });
});

test('an engine asked for by name is that engine, with that reason', async () => {
  for (const name of ['wasm', 'reference'] as const) {
    const { engine } = await fit(X, y, { constraint: wholeSpace(), engine: name });
    expect(engine.name).toBe(name);
    // On a page it also says why the fit is not in the background.
    expect(engine.reason).toMatch(/^asked for/);
  }
});

test('init takes this version’s module, compiled or as bytes, and nothing else', async () => {
  const bytes = Uint8Array.from(binary.match(/../g) as string[], (pair) =>
    Number.parseInt(pair, 16),
  );
  await init();
  await init({ module: bytes });
  await init({ module: await WebAssembly.compile(bytes) });
  expect((await fit(X, y, { constraint: wholeSpace(), engine: 'wasm' })).engine.name).toBe('wasm');
  const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
  await expect(init({ module: empty })).rejects.toBeInstanceOf(RelufitError);
});
