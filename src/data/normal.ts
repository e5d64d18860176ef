// Standard normals by Box–Muller from Philox words, n = ρ cos θ and ρ sin θ with ρ = √(−2 log u), addressed by
// (seed, stream, row, column): key (seed low, seed high), counter (block, row low, row high, stream).
//
//   f32: block → words (r₀, r₁), (r₂, r₃) → n₀ n₁, n₂ n₃        column 16k + 4m + l is n_m of block 4k + l
//   f64: block → words (r₁ r₀), (r₃ r₂)   → n₀ n₁               column  4k + 2m + l is n_m of block 2k + l
//
// The f64 stream has its top bit set, so the two precisions share no words. log, cos and sin use + − × ÷ √ and bit
// operations only, every f32 result rounded by Math.fround, in the order of assembly/random/normal.ts: the same bits
// there and here, for ever. docs/random.md has the layout and test vectors.

import { RelufitError, show } from '../errors.js';
import { isNumbers } from '../problem/dataset.js';
import { checkInteger, high, INDEX_LIMIT, low, SEED_LIMIT } from './address.js';
import { fillNormalKernel, kernelFills } from './fill-kernel.js';
import { philox } from './philox.js';

const { fround, sqrt } = Math;

/** Which numbers a matrix is filled with, and how it lies in its array. */
export interface NormalMatrix {
  /** An integer in [0, 2⁵³). */
  readonly seed: number;
  /** An integer in [0, 2³¹): streams of one seed are independent of each other. */
  readonly stream: number;
  /** The first row; 0 by default. row + rows ≤ 2⁵³. */
  readonly row?: number;
  readonly rows: number;
  readonly columns: number;
  /** Elements from one row to the next; `columns` by default, never fewer. */
  readonly stride?: number;
}

/**
 * n(seed, stream, row, column) ~ N(0, 1): a pure function of its address, independent for different addresses.
 *
 * seed: an integer in [0, 2⁵³); stream, column: in [0, 2³¹); row: in [0, 2⁵³). 'f64' (the default) and 'f32' draw
 * different numbers; |n| is at most 8.58 and 6.67.
 *
 * Costs one Philox block, O(1), whatever the address.
 *
 * @throws RelufitError INVALID_ARGUMENT outside those ranges.
 * @see J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011); G. E. P. Box, M. E. Muller, "A note on the
 * generation of random normal deviates" (1958).
 * @example
 * ```ts
 * normal(1, 0, 0, 0); // -0.4360745793390971
 * ```
 */
export function normal(
  seed: number,
  stream: number,
  row: number,
  column: number,
  precision: 'f32' | 'f64' = 'f64',
): number {
  const where = 'normal';
  checkInteger(where, 'seed', seed, 0, SEED_LIMIT);
  checkInteger(where, 'stream', stream, 0, INDEX_LIMIT);
  checkInteger(where, 'row', row, 0, SEED_LIMIT);
  checkInteger(where, 'column', column, 0, INDEX_LIMIT);
  if (precision === 'f32') {
    const block = (column >>> 4) * 4 + (column & 3);
    blockF32(block, low(row), high(row), stream, low(seed), high(seed));
    return quad[(column >>> 2) & 3];
  }
  if (precision === 'f64') {
    const block = (column >>> 2) * 2 + (column & 1);
    blockF64(block, low(row), high(row), stream, low(seed), high(seed));
    return pair[(column >>> 1) & 1];
  }
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'normal: precision',
    show(precision),
    "'f32' or 'f64'",
    'Leave it out for f64.',
  );
}

/**
 * out[i·stride + c] = n(seed, stream, row + i, c) for i < rows, c < columns: what `normal` gives, in the precision of the
 * array. Other elements are left as they are.
 *
 * Costs O(rows · columns): a few nanoseconds a number in WebAssembly, tens where only plain TypeScript runs.
 *
 * @throws RelufitError INVALID_ARGUMENT for a number outside its range, INVALID_SHAPE when out is too short.
 * @see `normal`, its sources.
 * @example
 * ```ts
 * const X = new Float32Array(2 * 3);
 * fillNormal(X, { seed: 1, stream: 0, rows: 2, columns: 3 });
 * X[5] === normal(1, 0, 1, 2, 'f32'); // true
 * ```
 */
export function fillNormal<T extends Float32Array | Float64Array>(out: T, matrix: NormalMatrix): T {
  const where = 'fillNormal';
  const { seed, stream, row = 0, rows, columns, stride = columns } = matrix;
  if (!isNumbers(out)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      `${where}: out`,
      show(out),
      'a Float32Array or a Float64Array',
      'Give one of them.',
    );
  }
  checkInteger(where, 'seed', seed, 0, SEED_LIMIT);
  checkInteger(where, 'stream', stream, 0, INDEX_LIMIT);
  checkInteger(where, 'row', row, 0, SEED_LIMIT);
  checkInteger(where, 'rows', rows, 0, Math.min(INDEX_LIMIT, SEED_LIMIT - row + 1));
  checkInteger(where, 'columns', columns, 0, INDEX_LIMIT);
  checkInteger(where, 'stride', stride, columns, INDEX_LIMIT);
  const needed = rows === 0 || columns === 0 ? 0 : (rows - 1) * stride + columns;
  if (out.length < needed) {
    throw new RelufitError(
      'INVALID_SHAPE',
      `${where}: out`,
      `${out.length} elements`,
      `at least ${needed} for ${rows} rows of ${columns} columns at stride ${stride}`,
      'Give a longer array or fewer rows.',
    );
  }
  const fill = kernelFills(rows, columns) ? fillNormalKernel : fillNormalScalar;
  fill(out, seed, stream, row, rows, columns, stride);
  return out;
}

/** fillNormal in plain TypeScript, its arguments checked and complete: the oracle of the wasm kernel. */
export function fillNormalScalar(
  out: Float32Array | Float64Array,
  seed: number,
  stream: number,
  row: number,
  rows: number,
  columns: number,
  stride: number,
): void {
  const fillRow = out.BYTES_PER_ELEMENT === 4 ? fillRowF32 : fillRowF64;
  for (let i = 0; i < rows; i++) {
    fillRow(out as never, i * stride, columns, row + i, seed, stream);
  }
}

function fillRowF32(
  out: Float32Array,
  begin: number,
  columns: number,
  row: number,
  seed: number,
  stream: number,
): void {
  const c1 = low(row);
  const c2 = high(row);
  const k0 = low(seed);
  const k1 = high(seed);
  const end = begin + columns;
  for (let p = begin, block = 0; p < end; p += 16) {
    for (let l = p; l < p + 4; l++, block++) {
      if (l >= end) return;
      blockF32(block, c1, c2, stream, k0, k1);
      out[l] = quad[0];
      if (l + 4 < end) out[l + 4] = quad[1];
      if (l + 8 < end) out[l + 8] = quad[2];
      if (l + 12 < end) out[l + 12] = quad[3];
    }
  }
}

function fillRowF64(
  out: Float64Array,
  begin: number,
  columns: number,
  row: number,
  seed: number,
  stream: number,
): void {
  const c1 = low(row);
  const c2 = high(row);
  const k0 = low(seed);
  const k1 = high(seed);
  const end = begin + columns;
  for (let p = begin, block = 0; p < end; p += 4) {
    for (let l = p; l < p + 2; l++, block++) {
      if (l >= end) return;
      blockF64(block, c1, c2, stream, k0, k1);
      out[l] = pair[0];
      if (l + 2 < end) out[l + 2] = pair[1];
    }
  }
}

// What a block gives, kept here so that no number costs an allocation. Nothing is read that the same call did not write.
const words = new Int32Array(4);
const quad = new Float32Array(4);
const pair = new Float64Array(2);

const F64_STREAM = 0x80000000;

/** quad = n₀, n₁, n₂, n₃ of a block. */
function blockF32(
  block: number,
  rowLow: number,
  rowHigh: number,
  stream: number,
  k0: number,
  k1: number,
): void {
  philox(words, block, rowLow, rowHigh, stream, k0, k1);
  boxMullerF32(0, words[0], words[1]);
  boxMullerF32(2, words[2], words[3]);
}

/** pair = n₀, n₁ of a block. */
function blockF64(
  block: number,
  rowLow: number,
  rowHigh: number,
  stream: number,
  k0: number,
  k1: number,
): void {
  philox(words, block, rowLow, rowHigh, stream | F64_STREAM, k0, k1);
  boxMullerF64(words[1], words[0], words[3], words[2]);
}

// The angle 2π r 2⁻³² is q quarter turns and a rest in [−π/4, π/4]: cos is cos, −sin, −cos, sin of the rest for
// q = 0, 1, 2, 3, and sin is sin, cos, −sin, −cos.

function boxMullerF32(at: 0 | 2, radiusWord: number, angleWord: number): void {
  const rho = fround(sqrt(fround(-2 * logF32(uniformF32(radiusWord)))));
  const q = (angleWord + 0x20000000) >> 30;
  const a = fround(fround((angleWord - (q << 30)) | 0) * TURN);
  const z = fround(a * a);
  const cos = cosF32(z);
  const sin = sinF32(a, z);
  const x = (q & 1) === 0 ? cos : sin;
  const y = (q & 1) === 0 ? sin : cos;
  quad[at] = rho * (((q + 1) & 2) === 0 ? x : -x);
  quad[at + 1] = rho * ((q & 2) === 0 ? y : -y);
}

function boxMullerF64(
  radiusHigh: number,
  radiusLow: number,
  angleHigh: number,
  angleLow: number,
): void {
  const u = 1 - ((radiusHigh >>> 0) * 2 ** -32 + (radiusLow >>> 11) * 2 ** -53);
  const rho = sqrt(-2 * logF64(u));
  const q = (angleHigh + 0x20000000) >> 30;
  const t = ((angleHigh - (q << 30)) | 0) * 2 ** -32 + (angleLow >>> 11) * 2 ** -53;
  const a = t * (2 * Math.PI);
  const z = a * a;
  const cos = cosF64(z);
  const sin = sinF64(a, z);
  const x = (q & 1) === 0 ? cos : sin;
  const y = (q & 1) === 0 ? sin : cos;
  pair[0] = rho * (((q + 1) & 2) === 0 ? x : -x);
  pair[1] = rho * ((q & 2) === 0 ? y : -y);
}

// ---- f32 ----

const TURN = fround(2 * Math.PI * 2 ** -32);

// (r >> 1) 2⁻³¹ + 2⁻³² in (0, 1], rounded twice.
function uniformF32(r: number): number {
  return fround(fround(fround(r >>> 1) * 2 ** -31) + 2 ** -32);
}

// y x + c, rounded twice.
function horner(y: number, x: number, c: number): number {
  return fround(fround(y * x) + c);
}

// One element seen as a number and as bits.
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);
const ROOT_HALF = 0x3f3504f3;

const L2 = fround(3.3333331174e-1);
const L3 = fround(-2.4999993993e-1);
const L4 = fround(2.0000714765e-1);
const L5 = fround(-1.6668057665e-1);
const L6 = fround(1.4249322787e-1);
const L7 = fround(-1.2420140846e-1);
const L8 = fround(1.167699874e-1);
const L9 = fround(-1.151461031e-1);
const L10 = fround(7.0376836292e-2);
const LN2_LOW = fround(-2.1219444e-4);
const LN2_HIGH = 0.693359375;

/** log(2ᵉ(1 + f)) with 1 + f in [√½, √2), for f32 u in (0, 1]: the polynomial of cephes' logf. */
export function logF32(u: number): number {
  single[0] = u;
  const bits = singleBits[0] - ROOT_HALF;
  const e = bits >> 23;
  singleBits[0] = (bits & 0x007fffff) + ROOT_HALF;
  const f = fround(single[0] - 1);
  const z = fround(f * f);
  let y = horner(L10, f, L9);
  y = horner(y, f, L8);
  y = horner(y, f, L7);
  y = horner(y, f, L6);
  y = horner(y, f, L5);
  y = horner(y, f, L4);
  y = horner(y, f, L3);
  y = horner(y, f, L2);
  y = fround(fround(y * f) * z);
  y = fround(y + fround(e * LN2_LOW));
  y = fround(y - fround(0.5 * z));
  return fround(fround(f + y) + fround(e * LN2_HIGH));
}

const C4 = fround(4.166664568298827e-2);
const C6 = fround(-1.388731625493765e-3);
const C8 = fround(2.443315711809948e-5);

/** cos a, z = a², |a| ≤ π/4, by cephes' cosf. */
export function cosF32(z: number): number {
  const y = horner(horner(C8, z, C6), z, C4);
  return fround(fround(fround(fround(y * z) * z) - fround(0.5 * z)) + 1);
}

const S3 = fround(-1.6666654611e-1);
const S5 = fround(8.3321608736e-3);
const S7 = fround(-1.9515295891e-4);

/** sin a, z = a², |a| ≤ π/4, by cephes' sinf. */
export function sinF32(a: number, z: number): number {
  const y = horner(horner(S7, z, S5), z, S3);
  return fround(fround(fround(y * z) * a) + a);
}

// ---- f64 ----

const double = new Float64Array(1);
const doubleBits = new Int32Array(double.buffer);
// Which of the two words has the exponent: not the same on big-endian machines.
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0];

/** log(2ᵏ(1 + f)) with 1 + f in [√½, √2), for u in [2⁻⁵³, 1]: fdlibm's log. */
export function logF64(u: number): number {
  double[0] = u;
  const bits = doubleBits[HIGH] + (0x3ff00000 - 0x3fe6a09e);
  const k = (bits >> 20) - 1023;
  doubleBits[HIGH] = (bits & 0x000fffff) + 0x3fe6a09e;
  const f = double[0] - 1;
  const h = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = (1.5313837699209373e-1 * w + 2.2222198432149784e-1) * w + 3.999999999940942e-1;
  const odd =
    ((1.4798198605116586e-1 * w + 1.818357216161805e-1) * w + 2.857142874366239e-1) * w +
    6.666666666666735e-1;
  const R = odd * z + even * w;
  return s * (h + R) + k * 1.9082149292705877e-10 - h + f + k * 6.931471803691238e-1;
}

/** cos a, z = a², |a| ≤ π/4: fdlibm's kernel. 1 − z/2 loses bits, which ((1 − w) − z/2) gives back. */
export function cosF64(z: number): number {
  let y = -1.1359647557788195e-11 * z + 2.087572321298175e-9;
  y = y * z - 2.7557314351390663e-7;
  y = y * z + 2.480158728947673e-5;
  y = y * z - 1.388888888887411e-3;
  y = y * z + 4.16666666666666e-2;
  y = y * z * z;
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + y);
}

/** sin a, z = a², |a| ≤ π/4: fdlibm's kernel. */
export function sinF64(a: number, z: number): number {
  let y = 1.58969099521155e-10 * z - 2.5050760253406863e-8;
  y = y * z + 2.7557313707070068e-6;
  y = y * z - 1.984126982985795e-4;
  y = y * z + 8.33333333332249e-3;
  y = y * z - 1.6666666666666632e-1;
  return y * z * a + a;
}
