// Standard normals by Box–Muller from Philox words, n = ρ cos θ and ρ sin θ with ρ = √(−2 log u), addressed by
// (seed, stream, row, column): key (seed low, seed high), counter (block, row low, row high, stream).
//
//   f32: block → words (r₀, r₁), (r₂, r₃) → n₀ n₁, n₂ n₃        column 16k + 4m + l is n_m of block 4k + l
//   f64: block → words (r₁ r₀), (r₃ r₂)   → n₀ n₁               column  4k + 2m + l is n_m of block 2k + l
//
// So four neighbouring blocks, a lane each, fill 64 bytes in either precision, and a vector is stored as it is:
//
//   f32   lane l of block 4k + l      n₀ n₀ n₀ n₀ | n₁ n₁ n₁ n₁ | n₂ n₂ n₂ n₂ | n₃ n₃ n₃ n₃
//   f64   lane l of block 2k + l      n₀ n₀ | n₁ n₁ | n₀ n₀ | n₁ n₁
//
// log, cos and sin use + − × ÷ √ and bit operations only, each rounded by itself, in the order of
// src/data/normal.ts: the same bits there and here. docs/random.md has the layout and test vectors.

import { M0, M1, ROUNDS, W0, W1, hi, lo, productsHigh, productsLow } from "./philox";

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

// Not inlined: two calls for 64 bytes cost nothing beside their logarithms, and one copy saves 2 kB of the module.
/** Writes ρ cos θ to p and ρ sin θ 16 bytes on, or what of them is before `end`. */
function storePair<T>(p: usize, end: usize, uHigh: v128, uLow: v128, tHigh: v128, tLow: v128): void {
  const rho = radius<T>(uHigh, uLow);
  const q32 = quarters(tHigh);
  const a = rest<T>(tHigh, tLow, q32);
  const q = widen<T>(q32);
  const z = v128.mul<T>(a, a);
  const cos = sizeof<T>() == 4 ? cosF32(z) : cosF64(z);
  const sin = sizeof<T>() == 4 ? sinF32(a, z) : sinF64(a, z);
  const n0 = v128.mul<T>(rho, turnedCos<T>(cos, sin, q));
  const n1 = v128.mul<T>(rho, turnedSin<T>(cos, sin, q));
  if (p + 32 <= end) {
    v128.store(p, n0);
    v128.store(p, n1, 16);
  } else {
    storeBefore<T>(p, end, n0);
    storeBefore<T>(p + 16, end, n1);
  }
}

// The lanes of v that are before `end`.
function storeBefore<T>(p: usize, end: usize, v: v128): void {
  if (p + 16 <= end) {
    v128.store(p, v);
    return;
  }
  if (p < end) v128.store_lane<T>(p, v, 0);
  if (sizeof<T>() == 8) return;
  if (p + 4 < end) v128.store_lane<T>(p, v, 1, 4);
  if (p + 8 < end) v128.store_lane<T>(p, v, 2, 8);
}

// @ts-ignore: decorator
@inline
function fill<T>(
  out: usize, stride: i32, rowLow: u32, rowHigh: u32, rows: i32, columns: i32,
  seedLow: u32, seedHigh: u32, stream: u32,
): void {
  const m0 = i32x4.splat(M0);
  const m1 = i32x4.splat(M1);
  for (let i = 0; i < rows; i++) {
    const end = out + (<usize>columns) * sizeof<T>();
    let blocks = i32x4(0, 1, 2, 3);
    for (let p = out; p < end; p += 64) {
      let c0 = blocks;
      let c1 = i32x4.splat(rowLow);
      let c2 = i32x4.splat(rowHigh);
      let c3 = i32x4.splat(stream);
      let k0 = seedLow;
      let k1 = seedHigh;
      for (let round = 0; round < ROUNDS; round++) {
        const low0 = productsLow(c0, m0);
        const high0 = productsHigh(c0, m0);
        const low1 = productsLow(c2, m1);
        const high1 = productsHigh(c2, m1);
        c0 = v128.xor(v128.xor(hi(low1, high1), c1), i32x4.splat(k0));
        c1 = lo(low1, high1);
        c2 = v128.xor(v128.xor(hi(low0, high0), c3), i32x4.splat(k1));
        c3 = lo(low0, high0);
        k0 += W0;
        k1 += W1;
      }
      if (sizeof<T>() == 4) {
        storePair<T>(p, end, c0, c0, c1, c1);
        storePair<T>(p + 32, end, c2, c2, c3, c3);
      } else {
        storePair<T>(p, end, c1, c0, c3, c2);
        // Lanes 2 and 3, brought down.
        c0 = v128.shuffle<u64>(c0, c0, 1, 1);
        c1 = v128.shuffle<u64>(c1, c1, 1, 1);
        c2 = v128.shuffle<u64>(c2, c2, 1, 1);
        c3 = v128.shuffle<u64>(c3, c3, 1, 1);
        storePair<T>(p + 32, end, c1, c0, c3, c2);
      }
      blocks = i32x4.add(blocks, i32x4.splat(4));
    }
    out += (<usize>stride) * sizeof<T>();
    rowLow++;
    if (rowLow == 0) rowHigh++;
  }
}

/**
 * Rows [row, row + rows) of a matrix of f32 normals, `stride` elements from one to the next, columns [0, columns).
 * stream < 2³¹. Nothing is written outside those elements; no alignment is asked for.
 */
export function fillNormalF32(
  out: usize, stride: i32, rowLow: u32, rowHigh: u32, rows: i32, columns: i32,
  seedLow: u32, seedHigh: u32, stream: u32,
): void {
  fill<f32>(out, stride, rowLow, rowHigh, rows, columns, seedLow, seedHigh, stream);
}

/** The same for f64, whose words are those of the stream with its top bit set. */
export function fillNormalF64(
  out: usize, stride: i32, rowLow: u32, rowHigh: u32, rows: i32, columns: i32,
  seedLow: u32, seedHigh: u32, stream: u32,
): void {
  fill<f64>(out, stride, rowLow, rowHigh, rows, columns, seedLow, seedHigh, stream | 0x80000000);
}
