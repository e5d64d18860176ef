// What `fit` loads when it is first needed. Each test has modules of its own, in which nothing is loaded yet.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const X = () => ({ data: Float64Array.of(1, 0, 0, 1, 1, 1, 2, 1), rows: 4, columns: 2 });
const y = [2, 0, 1, 3];

beforeEach(() => vi.resetModules());
afterEach(() => {
  vi.doUnmock('../src/engine/reference.js');
  vi.unstubAllGlobals();
});

const library = () => import('../src/index.js');

test('a fit that waits for a part gives the bits of one that has it', async () => {
  const { simplex, l1Ball, sparse, oneSided, wholeSpace } = await library();
  const cases = [
    { constraint: simplex(2) },
    // Its set in equilibrated coordinates is a weighted ball, whose kernel is a rare one.
    { constraint: l1Ball(1) },
    { constraint: sparse(1), loss: oneSided() },
    { constraint: wholeSpace(), sampleWeight: [1, 2, 0, 1] },
    { constraint: sparse(1), restarts: 3 },
    { constraint: sparse(1), engine: 'reference' as const },
  ];
  for (const options of cases) {
    vi.resetModules();
    const { fit, fitSync } = await library();
    const waited = await fit(X(), y, options);
    const { weights, objective, iterations, status } = fitSync(X(), y, options);
    expect(waited).toMatchObject({ weights, objective, iterations, status });
  }
});

test('X may be changed while a part is on its way', async () => {
  const { fit, wholeSpace } = await library();
  const options = { constraint: wholeSpace(), engine: 'reference' as const };
  const changed = X();
  const running = fit(changed, y, options);
  changed.data.fill(NaN);
  expect((await running).weights).toEqual((await fit(X(), y, options)).weights);
});

// `background` and `threads` are waited for even when their code is there.
test.each([{ engine: 'reference' }, { engine: 'threads' }, { background: true }] as const)(
  'options may be changed once fit is called: %o',
  async (place) => {
    const { fit, wholeSpace } = await library();
    const weights = [1, 2, 0, 1];
    const options = (maxIterations: number) => ({
      ...{ constraint: wholeSpace(), sampleWeight: [...weights], initial: [1, 1], maxIterations },
      ...place,
    });
    const changing = options(0);
    const running = [1, 2, 3].map((most) => {
      changing.maxIterations = most;
      return fit(X(), y, changing);
    });
    changing.sampleWeight.fill(0.5);
    changing.initial.fill(7);
    Object.assign(changing, { engine: 'wasm', background: false });
    const results = await Promise.all(running);
    expect(results.map(({ iterations }) => iterations)).toEqual([1, 2, 3]);
    expect(results[2].weights).toEqual((await fit(X(), y, options(3))).weights);
  },
);

test('rows beyond the first block are read when they are written', async () => {
  const { heldRows, rowSource, rowsOfBlock } = await import('../src/problem/row-source.js');
  const rows = 3;
  const columns = 2 ** 18;
  const data = Float32Array.from({ length: rows * columns }, (_, k) => k);
  const source = rowSource({ data, rows, columns });
  expect(rowsOfBlock(source)).toBe(3);
  expect(rowsOfBlock({ ...source, columns: 2 ** 19 })).toBe(2);
  expect(rowsOfBlock({ ...source, columns: 2 ** 24 })).toBe(1);
  const wide = { data: new Float64Array(3 * 2 ** 18).map((_, k) => k), rows: 3, columns: 2 ** 18 };
  const held = heldRows(rowSource(wide));
  wide.data.fill(-1);
  const out = new Float64Array(3 * (2 ** 18 + 1));
  held.write(out, 0, 3, 2 ** 18 + 1);
  expect([out[5], out[2 ** 18 + 1], out[2 * (2 ** 18 + 1)]]).toEqual([5, 2 ** 18, -1]);
  held.write(out, 1, 2, 2 ** 18);
  expect(out[0]).toBe(2 ** 18);
  held.write(out, 2, 3, 2 ** 18);
  expect(out[0]).toBe(-1);
});

test('a part that cannot be loaded is an error with a code', async () => {
  vi.doMock('../src/engine/reference.js', () => {
    throw new Error('the file is gone');
  });
  const { parts } = await import('../src/parts.js');
  await expect(parts.reference()).rejects.toMatchObject({
    code: 'LOAD_FAILED',
    message: expect.stringMatching(/^a part of relufit: got .+, expected .+\. Serve all files/s),
  });
});

test('where the part for the background cannot be loaded, fits run on the page and say why', async () => {
  vi.stubGlobal('document', {});
  const { loading } = await import('../src/dataset.js');
  const { parts } = await import('../src/parts-at-once.js');
  const { RelufitError } = await library();
  const gone = new RelufitError('LOAD_FAILED', 'a part', 'nothing', 'a file', 'Serve it.');
  const without = { ...parts, background: () => Promise.reject(gone) };
  const big = { data: new Float64Array(2 ** 14).fill(1), rows: 2 ** 7, columns: 2 ** 7 };
  const target = new Array(2 ** 7).fill(1);
  async function load(background: true | 'by default') {
    const run = loading(big, target, { background }, without);
    let reached = run.next();
    while (!reached.done) {
      const failed = await reached.value.then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      reached = failed ? run.throw(failed.error) : run.next();
    }
    return reached.value;
  }
  await expect(load(true)).rejects.toBe(gone);
  const data = await load('by default');
  expect(data.engine).toMatchObject({ background: false });
  expect(data.engine.reason).toContain(gone.message);
  data.dispose();
});
