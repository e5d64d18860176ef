// Philox4x32-10: four random words that are a function of a counter (c₀, c₁, c₂, c₃) and a key (k₀, k₁). Ten times
//
//   (c₀, c₁, c₂, c₃) ← (hi(M₁c₂) ⊕ c₁ ⊕ k₀,  lo(M₁c₂),  hi(M₀c₀) ⊕ c₃ ⊕ k₁,  lo(M₀c₀)),   (k₀, k₁) ← (k₀ + W₀, k₁ + W₁),
//
// hi and lo the two halves of a 64-bit product. Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
// 1, 2, 3" (2011). The same words as src/data/philox.ts.

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;
const ROUNDS = 10;

/** Writes the four words to out, 16 bytes. */
export function philox(out: usize, c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < ROUNDS; round++) {
    const p0 = <u64>M0 * <u64>c0;
    const p1 = <u64>M1 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
    c3 = <u32>p0;
    k0 += W0;
    k1 += W1;
  }
  store<u32>(out, c0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
}

// Two counters share a pair of vectors, u = c₀ c₂ | c₀ c₂ and v = c₁ c₃ | c₁ c₃. A round is then a product for each
// counter, lo₀ hi₀ lo₁ hi₁, and two shuffles that put their halves where the next round wants them.

/** Counters that `storeWords` has under way at once: a round alone would wait for its products. */
export const BLOCKS = 8;
export const KEY_BYTES: usize = 16 * ROUNDS;

/** Writes k₀ k₁ | k₀ k₁ of each round: made once, each is a load where two sums and two splats would be. */
// @ts-ignore: decorator
@inline
export function storeKeys(keys: usize, k0: u32, k1: u32): void {
  let key = i32x4(k0, k1, k0, k1);
  for (let end = keys + KEY_BYTES; keys < end; keys += 16) {
    v128.store(keys, key);
    key = i32x4.add(key, i32x4(W0, W1, W0, W1));
  }
}

/**
 * The words of the blocks block … block + 7: for f32 of four blocks r₀ r₀ r₀ r₀ | r₁ … | r₂ … | r₃ …, for f64 of two
 * r₀ r₀ r₁ r₁ | r₂ r₂ r₃ r₃, 128 bytes.
 */
// @ts-ignore: decorator
@inline
export function storeWords<T>(
  out: usize, block: u32, rowLow: u32, rowHigh: u32, stream: u32, keys: usize,
): void {
  let u0 = i32x4(block, rowHigh, block + 1, rowHigh);
  let u1 = i32x4.add(u0, i32x4(2, 0, 2, 0));
  let u2 = i32x4.add(u0, i32x4(4, 0, 4, 0));
  let u3 = i32x4.add(u0, i32x4(6, 0, 6, 0));
  let v0 = i32x4(rowLow, stream, rowLow, stream);
  let v1 = v0;
  let v2 = v0;
  let v3 = v0;
  for (let end = keys + KEY_BYTES; keys < end; keys += 16) {
    const key = v128.load(keys);
    const a0 = productsLow(u0);
    const b0 = productsHigh(u0);
    const a1 = productsLow(u1);
    const b1 = productsHigh(u1);
    const a2 = productsLow(u2);
    const b2 = productsHigh(u2);
    const a3 = productsLow(u3);
    const b3 = productsHigh(u3);
    u0 = v128.xor(v128.xor(hi(a0, b0), v0), key);
    u1 = v128.xor(v128.xor(hi(a1, b1), v1), key);
    u2 = v128.xor(v128.xor(hi(a2, b2), v2), key);
    u3 = v128.xor(v128.xor(hi(a3, b3), v3), key);
    v0 = lo(a0, b0);
    v1 = lo(a1, b1);
    v2 = lo(a2, b2);
    v3 = lo(a3, b3);
  }
  if (sizeof<T>() == 4) {
    v128.store(out, even(u0, u1));
    v128.store(out, even(v0, v1), 16);
    v128.store(out, odd(u0, u1), 32);
    v128.store(out, odd(v0, v1), 48);
    v128.store(out, even(u2, u3), 64);
    v128.store(out, even(v2, v3), 80);
    v128.store(out, odd(u2, u3), 96);
    v128.store(out, odd(v2, v3), 112);
  } else {
    v128.store(out, even(u0, v0));
    v128.store(out, odd(u0, v0), 16);
    v128.store(out, even(u1, v1), 32);
    v128.store(out, odd(u1, v1), 48);
    v128.store(out, even(u2, v2), 64);
    v128.store(out, odd(u2, v2), 80);
    v128.store(out, even(u3, v3), 96);
    v128.store(out, odd(u3, v3), 112);
  }
}

/** M₀c₀ and M₁c₂ of the first counter. */
// @ts-ignore: decorator
@inline
function productsLow(u: v128): v128 {
  return i64x2.extmul_low_i32x4_u(u, i32x4(M0, M1, M0, M1));
}

/** Of the second. */
// @ts-ignore: decorator
@inline
function productsHigh(u: v128): v128 {
  return i64x2.extmul_high_i32x4_u(u, i32x4(M0, M1, M0, M1));
}

/** hi₁ hi₀ of both counters. */
// @ts-ignore: decorator
@inline
function hi(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 3, 1, 7, 5);
}

/** lo₁ lo₀ of both counters. */
// @ts-ignore: decorator
@inline
function lo(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 2, 0, 6, 4);
}

// @ts-ignore: decorator
@inline
function even(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function odd(a: v128, b: v128): v128 {
  return v128.shuffle<u32>(a, b, 1, 3, 5, 7);
}
