import { expect, test } from 'vitest';
import { dataset, type MatrixLike, predict } from '../../src/index.js';
import { widenHalf } from '../../src/problem/half.js';
import { expectError } from '../support/errors.js';

// The definition: a sign, a biased exponent, a fraction of ten bits.
function half(bits: number): number {
  const sign = bits >> 15 === 1 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction));
}

const every = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

test('each of the 65536 patterns is the number that it means', () => {
  // Two numbers into a longer array, so that where it writes is seen.
  const out = new Float32Array(65536 + 4).fill(7);
  widenHalf(every, out.subarray(2));
  for (let bits = 0; bits < 65536; bits++) {
    if (!Object.is(out[bits + 2], half(bits))) expect.fail(`${bits}: ${out[bits + 2]}`);
  }
  expect([out[0], out[1], out[65538], out[65539]]).toEqual([7, 7, 7, 7]);
});

const finite = every.filter((bits) => Number.isFinite(half(bits)));

test.each(['wasm', 'reference'] as const)(
  'engine %s: half precision is computed in f32, and the same as Float32Array',
  (engine) => {
    const [rows, columns] = [finite.length / 31, 31];
    const y = new Float64Array(rows).fill(1);
    const X = { data: finite, rows, columns, format: 'f16' } as const;
    const single = { data: Float32Array.from(finite, half), rows, columns };
    const here = { engine, background: false };
    const [ours, same] = [dataset(X, y, here), dataset(single, y, here)];
    expect(ours.precision).toBe('f32');
    expect(ours.moments).toEqual(same.moments);
    expect(predict({ weights: new Float64Array(31).fill(1) }, X)).toEqual(
      predict({ weights: new Float64Array(31).fill(1) }, single),
    );
    ours.dispose();
    same.dispose();
  },
);

test.each([
  [0x7c00, 'Infinity'],
  [0xfc00, '-Infinity'],
  [0x7c01, 'NaN'],
  [0xffff, 'NaN'],
])('the bits %i are refused as %s, by row and column', (bits, value) => {
  for (const columns of [2, 4]) {
    const data = new Uint16Array(4 * columns);
    data[2 * columns + 1] = bits;
    const X = { data, rows: 4, columns, format: 'f16' } as const;
    for (const engine of ['wasm', 'reference'] as const) {
      const load = () => dataset(X, [1, 2, 3, 4], { engine });
      expectError(load, 'NOT_FINITE', 'X at row 2, column 1', `got ${value}`);
    }
    const model = { weights: new Float64Array(columns) };
    expectError(() => predict(model, X), 'NOT_FINITE', 'X at row 2, column 1');
  }
});

test('bits without their format are refused', () => {
  const X = { data: new Uint16Array(2), rows: 1, columns: 2 } as unknown as MatrixLike;
  expectError(() => dataset(X, [1]), 'INVALID_ARGUMENT', "Add format: 'f16'");
});

test('Float16Array is taken where there is one', (context) => {
  const Type = (globalThis as { Float16Array?: new (values: number[]) => unknown }).Float16Array;
  if (Type === undefined) return context.skip();
  const X = { data: new Type([1, -2, 0.5, 65504]), rows: 2, columns: 2 } as MatrixLike;
  expect(Array.from(predict({ weights: [1, 1], observation: 'linear' }, X))).toEqual([-1, 65504.5]);
  const data = dataset(X, [1, 2]);
  expect(data.precision).toBe('f32');
  data.dispose();
});
