// Standard normals by Box–Muller from Philox words, n = ρ cos θ and ρ sin θ with ρ = √(−2 log u), addressed by
// (seed, stream, row, column): key (seed low, seed high), counter (block, row low, row high, stream).
//
//   f32: block → words (r₀, r₁), (r₂, r₃) → n₀ n₁, n₂ n₃        column 16k + 4m + l is n_m of block 4k + l
//   f64: block → words (r₁ r₀), (r₃ r₂)   → n₀ n₁               column  4k + 2m + l is n_m of block 2k + l
//
// So 32 bytes of words make the 32 bytes of normals that stand in their place, a block in each lane:
//
//   f32   lane l of block 4k + l      r₀ r₀ r₀ r₀ | r₁ r₁ r₁ r₁ →  ρ ρ ρ ρ | r₁ r₁ r₁ r₁ →  n₀ n₀ n₀ n₀ | n₁ n₁ n₁ n₁
//   f64   lane l of block 2k + l      r₀ r₀ r₁ r₁ | r₂ r₂ r₃ r₃ →  ρ   ρ   | r₂ r₂ r₃ r₃ →  n₀    n₀    | n₁    n₁
//
// Each arrow is a loop of its own over a batch of words in scratch. A polynomial is one long chain of dependent sums,
// so every loop has two of them under way; more would spill, and one loop for both arrows has chains twice as long.
//
// log, cos and sin use + − × ÷ √ and bit operations only, each rounded by itself, in the order of
// src/data/normal.ts: the same bits there and here. docs/random.md has the layout and test vectors.

import { BLOCKS, KEY_BYTES, storeKeys, storeWords } from "./philox";

// Words made at a time, in bytes, and how many batches' worth a loop runs over: long enough that setting up its
// constants does not count.
const STEP: usize = 16 * BLOCKS;
const BATCH: usize = 4 * STEP;

// ---- f32 ----

// u = (r >> 1) 2⁻³¹ + 2⁻³² in (0, 1], rounded twice.
// @ts-ignore: decorator
@inline
function uniformF32(r: v128): v128 {
  const x = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(r, 1)), f32x4.splat(4.656612873077393e-10));
  return f32x4.add(x, f32x4.splat(2.3283064365386963e-10));
}

// log(2ᵉ(1 + f)) with 1 + f in [√½, √2): the polynomial of cephes' logf.
// @ts-ignore: decorator
@inline
function logF32(u: v128): v128 {
  const bits = i32x4.sub(u, i32x4.splat(0x3f3504f3));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1));
  const z = f32x4.mul(f, f);
  let y = f32x4.splat(7.0376836292e-2);
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-1.151461031e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(1.167699874e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, f), z);
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(f32x4.splat(0.5), z));
  return f32x4.add(f32x4.add(f, y), f32x4.mul(e, f32x4.splat(0.693359375)));
}

// @ts-ignore: decorator
@inline
function cosF32(z: v128): v128 {
  let y = f32x4.splat(2.443315711809948e-5);
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(-1.388731625493765e-3));
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(4.166664568298827e-2));
  y = f32x4.sub(f32x4.mul(f32x4.mul(y, z), z), f32x4.mul(f32x4.splat(0.5), z));
  return f32x4.add(y, f32x4.splat(1));
}

// @ts-ignore: decorator
@inline
function sinF32(a: v128, z: v128): v128 {
  let y = f32x4.splat(-1.9515295891e-4);
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(8.3321608736e-3));
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(-1.6666654611e-1));
  return f32x4.add(f32x4.mul(f32x4.mul(y, z), a), a);
}

// ---- f64: two lanes; words are in lanes 0 and 1 ----

// 1 − u, u = high 2⁻³² + (low >> 11) 2⁻⁵³, in (0, 1]: exact. The flipped top bit makes the conversion a signed one.
// @ts-ignore: decorator
@inline
function uniformF64(high: v128, low: v128): v128 {
  const h = f64x2.convert_low_i32x4_s(v128.xor(high, i32x4.splat(0x80000000)));
  const l = f64x2.convert_low_i32x4_s(i32x4.shr_u(low, 11));
  const x = f64x2.sub(f64x2.splat(0.5), f64x2.mul(h, f64x2.splat(2.3283064365386963e-10)));
  return f64x2.sub(x, f64x2.mul(l, f64x2.splat(1.1102230246251565e-16)));
}

// log(2ᵏ(1 + f)) with 1 + f in [√½, √2), by fdlibm's log.
// @ts-ignore: decorator
@inline
function logF64(u: v128): v128 {
  const bits = i64x2.add(u, i64x2.splat(0x00095f6200000000));
  // The biased exponent as the low bits of 2⁵² is 2⁵² + k + 1023.
  const biased = v128.or(i64x2.shr_u(bits, 52), i64x2.splat(0x4330000000000000));
  const k = f64x2.sub(biased, f64x2.splat(4503599627371519.0));
  const m = i64x2.add(v128.and(bits, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3fe6a09e00000000));
  const f = f64x2.sub(m, f64x2.splat(1));
  const h = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.splat(1.531383769920937332e-1);
  even = f64x2.add(f64x2.mul(even, w), f64x2.splat(2.222219843214978396e-1));
  even = f64x2.add(f64x2.mul(even, w), f64x2.splat(3.999999999940941908e-1));
  let odd = f64x2.splat(1.479819860511658591e-1);
  odd = f64x2.add(f64x2.mul(odd, w), f64x2.splat(1.818357216161805012e-1));
  odd = f64x2.add(f64x2.mul(odd, w), f64x2.splat(2.857142874366239149e-1));
  odd = f64x2.add(f64x2.mul(odd, w), f64x2.splat(6.666666666666735130e-1));
  const R = f64x2.add(f64x2.mul(odd, z), f64x2.mul(even, w));
  let y = f64x2.mul(s, f64x2.add(h, R));
  y = f64x2.add(y, f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)));
  y = f64x2.add(f64x2.sub(y, h), f);
  return f64x2.add(y, f64x2.mul(k, f64x2.splat(6.93147180369123816490e-1)));
}

// fdlibm's __kernel_cos: 1 − z/2 loses bits, which ((1 − w) − z/2) gives back.
// @ts-ignore: decorator
@inline
function cosF64(z: v128): v128 {
  let y = f64x2.splat(-1.13596475577881948265e-11);
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(2.08757232129817482790e-9));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(-2.75573143513906633035e-7));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(2.48015872894767294178e-5));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(-1.38888888888741095749e-3));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(4.16666666666666019037e-2));
  y = f64x2.mul(f64x2.mul(y, z), z);
  const half = f64x2.mul(f64x2.splat(0.5), z);
  const w = f64x2.sub(f64x2.splat(1), half);
  return f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(f64x2.splat(1), w), half), y));
}

// fdlibm's __kernel_sin.
// @ts-ignore: decorator
@inline
function sinF64(a: v128, z: v128): v128 {
  let y = f64x2.splat(1.58969099521155010221e-10);
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(-2.50507602534068634195e-8));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(2.75573137070700676789e-6));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(-1.98412698298579493134e-4));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(8.33333333332248946124e-3));
  y = f64x2.add(f64x2.mul(y, z), f64x2.splat(-1.66666666666666324348e-1));
  return f64x2.add(f64x2.mul(f64x2.mul(y, z), a), a);
}

// ---- both ----

/** √(−2 log u) of the words (f32: high alone). */
// @ts-ignore: decorator
@inline
function radius<T>(high: v128, low: v128): v128 {
  if (sizeof<T>() == 4) return f32x4.sqrt(f32x4.mul(f32x4.splat(-2), logF32(uniformF32(high))));
  return f64x2.sqrt(f64x2.mul(f64x2.splat(-2), logF64(uniformF64(high, low))));
}

/** The quarter turns nearest to the angle, modulo 4, in the two top bits. */
// @ts-ignore: decorator
@inline
function quarters(high: v128): v128 {
  return v128.and(i32x4.add(high, i32x4.splat(0x20000000)), i32x4.splat(0xc0000000));
}

/** What is left of the angle, in [−π/4, π/4]. */
// @ts-ignore: decorator
@inline
function rest<T>(high: v128, low: v128, q: v128): v128 {
  const r = i32x4.sub(high, q);
  if (sizeof<T>() == 4) return f32x4.mul(f32x4.convert_i32x4_s(r), f32x4.splat(1.4629180792671596e-9));
  const h = f64x2.mul(f64x2.convert_low_i32x4_s(r), f64x2.splat(2.3283064365386963e-10));
  const l = f64x2.mul(f64x2.convert_low_i32x4_s(i32x4.shr_u(low, 11)), f64x2.splat(1.1102230246251565e-16));
  return f64x2.mul(f64x2.add(h, l), f64x2.splat(6.283185307179586));
}

// The quarters as a vector of T's integers, still in the two top bits.
// @ts-ignore: decorator
@inline
function widen<T>(q: v128): v128 {
  if (sizeof<T>() == 4) return q;
  return v128.shuffle<u32>(q, q, 0, 0, 1, 1);
}

// All ones where a quarter turn is odd. q has no bit but the two, so shifting out the top one leaves one sign bit.
// @ts-ignore: decorator
@inline
function oddQuarters(q: v128): v128 {
  return i32x4.shr_s(i32x4.shl(q, 1), 31);
}

// @ts-ignore: decorator
@inline
function signBit<T>(): v128 {
  if (sizeof<T>() == 4) return i32x4.splat(0x80000000);
  return i64x2.splat(0x8000000000000000);
}

// cos(a + qπ/2) is cos a, −sin a, −cos a, sin a: negative where q + 1 has bit 1.
// @ts-ignore: decorator
@inline
function turnedCos<T>(cos: v128, sin: v128, q: v128): v128 {
  const sign = v128.and(i32x4.add(q, i32x4.splat(0x40000000)), signBit<T>());
  return v128.xor(v128.bitselect(sin, cos, oddQuarters(q)), sign);
}

// sin(a + qπ/2) is sin a, cos a, −sin a, −cos a: negative where q has bit 1.
// @ts-ignore: decorator
@inline
function turnedSin<T>(cos: v128, sin: v128, q: v128): v128 {
  return v128.xor(v128.bitselect(cos, sin, oddQuarters(q)), v128.and(q, signBit<T>()));
}

/** ρ in the place of the words it is made of, for two times 32 bytes. */
// @ts-ignore: decorator
@inline
function storeRadii<T>(words: usize): void {
  const low0 = v128.load(words);
  const low1 = v128.load(words, 32);
  const high0 = sizeof<T>() == 4 ? low0 : v128.load64_zero(words, 8);
  const high1 = sizeof<T>() == 4 ? low1 : v128.load64_zero(words, 40);
  const rho0 = radius<T>(high0, low0);
  const rho1 = radius<T>(high1, low1);
  v128.store(words, rho0);
  v128.store(words, rho1, 32);
}

/** ρ cos θ to p and ρ sin θ 16 bytes on, for two times 32 bytes of ρ and the words of θ. */
// @ts-ignore: decorator
@inline
function storePairs<T>(p: usize, words: usize): void {
  const rho0 = v128.load(words);
  const rho1 = v128.load(words, 32);
  const low0 = v128.load(words, 16);
  const low1 = v128.load(words, 48);
  const high0 = sizeof<T>() == 4 ? low0 : v128.load64_zero(words, 24);
  const high1 = sizeof<T>() == 4 ? low1 : v128.load64_zero(words, 56);
  const quarters0 = quarters(high0);
  const quarters1 = quarters(high1);
  const a0 = rest<T>(high0, low0, quarters0);
  const a1 = rest<T>(high1, low1, quarters1);
  const q0 = widen<T>(quarters0);
  const q1 = widen<T>(quarters1);
  const z0 = v128.mul<T>(a0, a0);
  const z1 = v128.mul<T>(a1, a1);
  const cos0 = sizeof<T>() == 4 ? cosF32(z0) : cosF64(z0);
  const cos1 = sizeof<T>() == 4 ? cosF32(z1) : cosF64(z1);
  const sin0 = sizeof<T>() == 4 ? sinF32(a0, z0) : sinF64(a0, z0);
  const sin1 = sizeof<T>() == 4 ? sinF32(a1, z1) : sinF64(a1, z1);
  v128.store(p, v128.mul<T>(rho0, turnedCos<T>(cos0, sin0, q0)));
  v128.store(p, v128.mul<T>(rho0, turnedSin<T>(cos0, sin0, q0)), 16);
  v128.store(p, v128.mul<T>(rho1, turnedCos<T>(cos1, sin1, q1)), 32);
  v128.store(p, v128.mul<T>(rho1, turnedSin<T>(cos1, sin1, q1)), 48);
}

// @ts-ignore: decorator
@inline
function fill<T>(
  out: usize, stride: i32, rowLow: u32, rowHigh: u32, rows: i32, columns: i32,
  seedLow: u32, seedHigh: u32, stream: u32, scratch: usize,
): void {
  const keys = scratch;
  const words = scratch + KEY_BYTES;
  storeKeys(keys, seedLow, seedHigh);
  for (let i = 0; i < rows; i++) {
    const end = out + (<usize>columns) * sizeof<T>();
    let block = 0;
    for (let p = out; p < end; p += BATCH) {
      const bytes = min(end - p, BATCH);
      for (let k: usize = 0; k < bytes; k += STEP) {
        storeWords<T>(words + k, block, rowLow, rowHigh, stream, keys);
        block += BLOCKS;
      }
      for (let k: usize = 0; k < bytes; k += 64) storeRadii<T>(words + k);
      // The end of a row is made in scratch, because it may be wider than the row.
      const target = bytes == BATCH ? p : words;
      for (let k: usize = 0; k < bytes; k += 64) storePairs<T>(target + k, words + k);
      if (target == words) memory.copy(p, words, bytes);
    }
    out += (<usize>stride) * sizeof<T>();
    rowLow++;
    if (rowLow == 0) rowHigh++;
  }
}

/**
 * Rows [row, row + rows) of a matrix of f32 normals, `stride` elements from one to the next, columns [0, columns).
 * stream < 2³¹. scratch: 672 bytes. Nothing else is written; no alignment is asked for.
 */
export function fillNormalF32(
  out: usize, stride: i32, rowLow: u32, rowHigh: u32, rows: i32, columns: i32,
  seedLow: u32, seedHigh: u32, stream: u32, scratch: usize,
): void {
  fill<f32>(out, stride, rowLow, rowHigh, rows, columns, seedLow, seedHigh, stream, scratch);
}

/** The same for f64, whose words are those of the stream with its top bit set. */
export function fillNormalF64(
  out: usize, stride: i32, rowLow: u32, rowHigh: u32, rows: i32, columns: i32,
  seedLow: u32, seedHigh: u32, stream: u32, scratch: usize,
): void {
  fill<f64>(out, stride, rowLow, rowHigh, rows, columns, seedLow, seedHigh, stream | 0x80000000, scratch);
}
