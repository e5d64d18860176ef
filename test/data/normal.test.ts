import { describe, expect, test } from 'vitest';
import {
  cosF32,
  cosF64,
  fillNormal,
  fillNormalScalar,
  logF32,
  logF64,
  normal,
  sinF32,
  sinF64,
} from '../../src/data/normal.js';
import { takeKernels, withRareKernels } from '../../src/kernels/kernels.js';
import { loadRareKernels } from '../../src/kernels/rare-kernels.js';

const N = 1_000_000;

const precisions = [
  { precision: 'f32', Data: Float32Array },
  { precision: 'f64', Data: Float64Array },
] as const;

/** Φ(x) within 1.5e-7 / 2: Abramowitz and Stegun 7.1.26. */
function Phi(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-z * z);
  return x < 0 ? tail / 2 : 1 - tail / 2;
}

describe.each(precisions)('$precision', ({ precision, Data }) => {
  const matrix = (seed: number, stream: number, row: number, rows: number, columns: number) =>
    fillNormal(new Data(rows * columns), { seed, stream, row, rows, columns });

  const sample = matrix(20, 1, 0, 1000, N / 1000);

  test('mean, variance, skewness and kurtosis are those of N(0, 1), within 5 standard errors', () => {
    const power = [0, 0, 0, 0];
    for (const x of sample) {
      power[0] += x;
      power[1] += x * x;
      power[2] += x ** 3;
      power[3] += x ** 4;
    }
    // Var xᵏ = E x²ᵏ − (E xᵏ)², with E x², x⁴, x⁶, x⁸ = 1, 3, 15, 105.
    const moments = [0, 1, 0, 3];
    const variances = [1, 3 - 1, 15, 105 - 9];
    for (let k = 0; k < 4; k++) {
      const error = Math.abs(power[k] / N - moments[k]);
      expect(error, `moment ${k + 1}`).toBeLessThan(5 * Math.sqrt(variances[k] / N));
    }
  });

  test('the distribution is N(0, 1) by Kolmogorov and Smirnov', () => {
    const sorted = sample.slice().sort();
    let distance = 0;
    for (let i = 0; i < N; i++) {
      const p = Phi(sorted[i]);
      distance = Math.max(distance, (i + 1) / N - p, p - i / N);
    }
    // √n D exceeds 1.95 with probability 2 exp(−2 · 1.95²) = 0.001.
    expect(Math.sqrt(N) * distance).toBeLessThan(1.95);
  });

  test('the tails are as heavy as they should be', () => {
    for (const threshold of [2, 3, 4]) {
      const p = 2 * Phi(-threshold);
      let count = 0;
      for (const x of sample) if (Math.abs(x) > threshold) count++;
      // Φ is known within 1e-7, which is 0.1 of a million.
      expect(Math.abs(count - N * p)).toBeLessThan(5 * Math.sqrt(N * p) + 1);
    }
  });

  test('neighbours by column, row, stream and seed are independent', () => {
    const rows = 400;
    const columns = 500;
    const a = matrix(9, 4, 0, rows, columns);
    const others = {
      stream: matrix(9, 5, 0, rows, columns),
      seed: matrix(10, 4, 0, rows, columns),
      seedHigh: matrix(9 + 2 ** 32, 4, 0, rows, columns),
      rowHigh: matrix(9, 4, 2 ** 32, rows, columns),
    };
    // For independent normals x y and (x² − 1)(y² − 1)/2 have mean 0 and variance 1.
    const check = (name: string, pairs: Iterable<[number, number]>) => {
      let n = 0;
      let linear = 0;
      let square = 0;
      for (const [x, y] of pairs) {
        n++;
        linear += x * y;
        square += ((x * x - 1) * (y * y - 1)) / 2;
      }
      expect(Math.abs(linear), name).toBeLessThan(5 * Math.sqrt(n));
      expect(Math.abs(square), `${name}, squares`).toBeLessThan(5 * Math.sqrt(n));
    };
    for (const [name, b] of Object.entries(others)) {
      check(
        name,
        Array.from(a, (x, i) => [x, b[i]]),
      );
    }
    for (const lag of [1, 2, 3, 4, 8, 16, columns, columns + 1]) {
      check(
        `lag ${lag}`,
        Array.from(a.subarray(lag), (y, i) => [a[i], y]),
      );
    }
  });

  test('normal gives what fillNormal writes there', () => {
    const rows = 3;
    for (const row of [0, 5, 2 ** 32 - 2, 2 ** 40 + 3, 2 ** 53 - 3]) {
      const columns = 37;
      const X = matrix(2 ** 53 - 1, 2 ** 31 - 1, row, rows, columns);
      for (let i = 0; i < rows; i++) {
        for (let c = 0; c < columns; c++) {
          const value = normal(2 ** 53 - 1, 2 ** 31 - 1, row + i, c, precision);
          if (!Object.is(value, X[i * columns + c])) expect.fail(`row ${row + i}, column ${c}`);
        }
      }
    }
  });

  test('a row does not know how many columns are asked for, nor where they go', () => {
    const wide = matrix(3, 0, 8, 2, 64);
    for (let columns = 0; columns <= 40; columns++) {
      const stride = columns + 5;
      const out = new Data(2 * stride).fill(7);
      fillNormal(out, { seed: 3, stream: 0, row: 8, rows: 2, columns, stride });
      for (let i = 0; i < 2; i++) {
        const row = out.subarray(i * stride, (i + 1) * stride);
        expect(row.subarray(0, columns)).toEqual(wide.subarray(i * 64, i * 64 + columns));
        expect(row.subarray(columns)).toEqual(new Data(5).fill(7));
      }
    }
  });

  test('TypeScript and WebAssembly give the same bits, and write nowhere else', () => {
    const kernel = precision === 'f32' ? wasm.fillNormalF32 : wasm.fillNormalF64;
    const Bits = precision === 'f32' ? Int32Array : BigInt64Array;
    let seed = 0;
    for (const columns of [
      1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 128, 129, 1027,
    ]) {
      for (const gap of [0, 1, 6]) {
        for (const row of [0, 77, 2 ** 32 - 2, 2 ** 45 + 2 ** 32 - 1]) {
          seed = (seed * 48271 + 2 ** 45 + 11) % 2 ** 53;
          const stream = (seed >>> 3) % 2 ** 31;
          const rows = 5;
          const stride = columns + gap;
          const length = rows * stride + 16;
          const here = new Data(length).fill(-5);
          fillNormalScalar(here, seed, stream, row, rows, columns, stride);

          // One element past a multiple of 16, so that every store is unaligned.
          const at = heap + Data.BYTES_PER_ELEMENT;
          const there = new Data(wasm.memory.buffer, at, length).fill(-5);
          const [rowLow, rowHigh] = [row % 2 ** 32, Math.floor(row / 2 ** 32)];
          const [seedLow, seedHigh] = [seed % 2 ** 32, Math.floor(seed / 2 ** 32)];
          kernel(at, stride, rowLow, rowHigh, rows, columns, seedLow, seedHigh, stream, scratch);
          const bits = new Bits(here.buffer);
          const theirs = new Bits(there.slice().buffer);
          for (let i = 0; i < length; i++) {
            if (bits[i] !== theirs[i]) {
              expect.fail(`seed ${seed}, stream ${stream}, row ${row}, ${columns} columns: ${i}`);
            }
          }
        }
      }
    }
  });

  test('TypeScript and WebAssembly give the same bits on a million numbers', () => {
    const kernel = precision === 'f32' ? wasm.fillNormalF32 : wasm.fillNormalF64;
    const here = new Data(N);
    fillNormalScalar(here, 20, 1, 0, 1000, 1000, 1000);
    kernel(heap, 1000, 0, 0, 1000, 1000, 20, 0, 1, scratch);
    const there = new Data(wasm.memory.buffer, heap, N);
    let different = 0;
    for (let i = 0; i < N; i++) if (!Object.is(here[i], there[i])) different++;
    expect(different).toBe(0);
  });

  test.each([
    ['seed', { seed: -1 }],
    ['seed', { seed: 2 ** 53 }],
    ['stream', { stream: 2 ** 31 }],
    ['row', { row: 0.5 }],
    ['rows', { row: 2 ** 53 - 1, rows: 2 }],
    ['columns', { columns: Number.NaN }],
    ['stride', { stride: 2 }],
  ])('fillNormal refuses a wrong %s: %j', (name, wrong) => {
    const right = { seed: 1, stream: 0, rows: 2, columns: 3 };
    const fill = () => fillNormal(new Data(9), { ...right, ...wrong });
    expect(fill).toThrow(new RegExp(`^fillNormal: ${name}: got .*, expected an integer in`));
  });

  test('fillNormal refuses an array that is too short', () => {
    expect(() => fillNormal(new Data(5), { seed: 1, stream: 0, rows: 2, columns: 3 })).toThrow(
      'fillNormal: out: got 5 elements, expected at least 6 for 2 rows of 3 columns at stride 3.',
    );
  });
});

test('the examples of the docstrings', () => {
  expect(normal(1, 0, 0, 0)).toBe(-0.4360745793390971);
  const X = new Float32Array(2 * 3);
  fillNormal(X, { seed: 1, stream: 0, rows: 2, columns: 3 });
  expect(X[5]).toBe(normal(1, 0, 1, 2, 'f32'));
});

test('normal refuses another precision, and numbers that are no address', () => {
  expect(() => normal(1, 0, 0, 0, 'f16' as 'f32')).toThrow(/^normal: precision: got 'f16'/);
  expect(() => normal(0.5, 0, 0, 0)).toThrow(/^normal: seed: got 0.5/);
  expect(() => normal(0, 0, 0, 2 ** 31)).toThrow(/^normal: column: got 2147483648/);
});

test('fillNormal refuses an array of another kind', () => {
  const out = [0, 0] as unknown as Float32Array;
  expect(() => fillNormal(out, { seed: 1, stream: 0, rows: 1, columns: 2 })).toThrow(
    /^fillNormal: out: got Array of length 2/,
  );
});

// The units in the last place of results in [½, 1): 2⁻²⁴ and 2⁻⁵³. Math.log and its kin are themselves within one.
describe('log, cos and sin', () => {
  const steps = 200_000;

  test('f32: log is within 1.25 ulp, relative, on (0, 1]', () => {
    let worst = 0;
    for (let i = 0; i < steps; i++) {
      for (const u of [(i + 0.5) / steps, 2 ** (-32 * ((i + 0.5) / steps)), 1 - i * 2 ** -24]) {
        const exact = Math.log(Math.fround(u));
        if (exact !== 0) worst = Math.max(worst, Math.abs(logF32(Math.fround(u)) / exact - 1));
      }
    }
    expect(logF32(1)).toBe(0);
    expect(worst).toBeLessThan(1.25 * 2 ** -23);
  });

  test('f64: log is within 1.25 ulp, relative, on (0, 1]', () => {
    let worst = 0;
    for (let i = 0; i < steps; i++) {
      for (const u of [(i + 0.5) / steps, 2 ** (-53 * ((i + 0.5) / steps)), 1 - i * 2 ** -53]) {
        const exact = Math.log(u);
        if (exact !== 0) worst = Math.max(worst, Math.abs(logF64(u) / exact - 1));
      }
    }
    expect(logF64(1)).toBe(0);
    expect(worst).toBeLessThan(1.25 * 2 ** -52);
  });

  test('cos and sin are within 1.25 ulp of 1 on [−π/4, π/4]', () => {
    let worst32 = 0;
    let worst64 = 0;
    for (let i = -steps; i <= steps; i++) {
      const a = (i / steps) * (Math.PI / 4);
      const b = Math.fround(a);
      worst64 = Math.max(worst64, Math.abs(cosF64(a * a) - Math.cos(a)));
      worst64 = Math.max(worst64, Math.abs(sinF64(a, a * a) - Math.sin(a)));
      worst32 = Math.max(worst32, Math.abs(cosF32(Math.fround(b * b)) - Math.cos(b)));
      worst32 = Math.max(worst32, Math.abs(sinF32(b, Math.fround(b * b)) - Math.sin(b)));
    }
    expect(worst64).toBeLessThan(1.25 * 2 ** -53);
    expect(worst32).toBeLessThan(1.25 * 2 ** -24);
  });
});

loadRareKernels();
const wasm = withRareKernels(takeKernels());
const scratch: number = wasm.heapBase.value;
const heap = scratch + 1024;
wasm.memory.grow(Math.ceil((8 * N) / 2 ** 16) + 1);

test('fillNormal, which takes the kernel where it is worth it, gives the bits of the plain loop', () => {
  for (const Type of [Float32Array, Float64Array]) {
    for (const [rows, columns, stride] of [
      [1, 255, 255],
      [1, 256, 256],
      [300, 1000, 1000],
      [70, 33, 40],
      [2, 40_000, 40_001],
    ]) {
      const ours = new Type(rows * stride).fill(7);
      const plain = new Type(rows * stride).fill(7);
      const row = 2 ** 32 - 1;
      fillNormal(ours, { seed: 5, stream: 3, row, rows, columns, stride });
      fillNormalScalar(plain, 5, 3, row, rows, columns, stride);
      // Bit by bit in a loop: toEqual takes seconds on arrays of this size.
      expect(ours.every((value, k) => Object.is(value, plain[k]))).toBe(true);
    }
  }
});
