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

test('what only looks like an array is none', () => {
  const data = foreign<Numbers>('({ length: 4, 0: 1, 1: 0, 2: 0, 3: 1 })');
  expect(() =>
    fitSync({ data, rows: 2, columns: 2 }, [1, 2], { constraint: wholeSpace() }),
  ).toThrow('X: got data: ');
});
