// Arrays of another realm: those of a frame, or of the context in which a test runner runs its tests.

import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import {
  fillNormal,
  fitSync,
  loadDataset,
  type Numbers,
  parseNpy,
  toNpy,
  wholeSpace,
} from '../../src/index.js';

const foreign = <T>(code: string): T => runInNewContext(code) as T;

test.each(['Float64Array', 'Float32Array'])('%s of another realm is data', (name) => {
  const data = foreign<Numbers>(`${name}.of(1, 0, 0, 1, 1, 1)`);
  expect(data).not.toBeInstanceOf(Float64Array);
  const { weights, engine } = fitSync({ data, rows: 3, columns: 2 }, [1, 2, 3], {
    constraint: wholeSpace(),
  });
  expect(engine.precision).toBe(name === 'Float64Array' ? 'f64' : 'f32');
  expect(weights[0]).toBeCloseTo(1, 4);
  expect(weights[1]).toBeCloseTo(2, 4);
});

test('half precision of another realm is half precision', () => {
  const data = foreign<Uint16Array>('Uint16Array.of(0x3c00, 0, 0, 0x4000)');
  const X = { data, rows: 2, columns: 2, format: 'f16' } as const;
  const { weights } = fitSync(X, [1, 2], { constraint: wholeSpace() });
  expect(weights[1]).toBeCloseTo(1, 4);
});

test('normals are written into an array of another realm', () => {
  const [out, own] = [foreign<Float32Array>('new Float32Array(6)'), new Float32Array(6)];
  for (const array of [out, own]) fillNormal(array, { seed: 1, stream: 0, rows: 2, columns: 3 });
  expect([...out]).toEqual([...own]);
});

test('a file is read from bytes of another realm, and written from its numbers', async () => {
  const data = Float64Array.of(1, 0, 0, 1, 1, 1);
  const bytes = toNpy(data, [3, 2]);
  const text = `Float64Array.of(${data.join()})`;
  expect(toNpy(foreign<Float64Array>(text), [3, 2])).toEqual(bytes);
  for (const other of [
    foreign<Uint8Array>(`Uint8Array.of(${bytes.join()})`),
    foreign<ArrayBuffer>(`Uint8Array.of(${bytes.join()}).buffer`),
  ]) {
    expect(parseNpy(other)).toEqual({ data, shape: [3, 2] });
    const loaded = await loadDataset({ X: other, y: [1, 2, 3] });
    expect(loaded.rows).toBe(3);
    loaded.dispose();
  }
});

const fit = (data: unknown) =>
  fitSync({ data: data as Numbers, rows: 2, columns: 2 }, [1, 2], { constraint: wholeSpace() });

test('an array is one whatever it says of itself', () => {
  class Named extends Float64Array {
    override get [Symbol.toStringTag](): never {
      return 'Named' as never;
    }
  }
  expect(fit(Named.of(1, 0, 0, 1)).weights[1]).toBeCloseTo(2, 4);
  expect(fillNormal(new Named(4), { seed: 1, stream: 0, rows: 2, columns: 2 })[3]).not.toBe(0);
  expect(parseNpy(toNpy(Named.of(1, 2), [2])).data).toEqual(Float64Array.of(1, 2));
});

test.each([
  ['of another realm', foreign('({ length: 4, 0: 1, 1: 0, 2: 0, 3: 1 })')],
  ['with its name', { [Symbol.toStringTag]: 'Float64Array', length: 4, 0: 1, 1: 0, 2: 0, 3: 1 }],
  ['without a class', Object.setPrototypeOf(Uint8Array.of(1, 0, 0, 1), null)],
])('what only looks like an array of floats is none: %s', (_, data) => {
  const refuses = (call: () => unknown) =>
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  refuses(() => fit(data));
  refuses(() => fillNormal(data as Numbers, { seed: 1, stream: 0, rows: 2, columns: 2 }));
  refuses(() => toNpy(data as Numbers, [4]));
});

test('a body that is no stream of the web is refused', async () => {
  // As node-fetch has it.
  const response = { [Symbol.toStringTag]: 'Response', ok: true, status: 200, bodyUsed: false };
  const X = { ...response, body: { pipe() {} } } as unknown as Response;
  await expect(loadDataset({ X, y: [1, 2] })).rejects.toMatchObject({ code: 'INVALID_FILE' });
});
