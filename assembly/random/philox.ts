// Philox4x32-10: four random words that are a function of a counter (c₀, c₁, c₂, c₃) and a key (k₀, k₁). Ten times
//
//   (c₀, c₁, c₂, c₃) ← (hi(M₁c₂) ⊕ c₁ ⊕ k₀,  lo(M₁c₂),  hi(M₀c₀) ⊕ c₃ ⊕ k₁,  lo(M₀c₀)),   (k₀, k₁) ← (k₀ + W₀, k₁ + W₁),
//
// hi and lo the two halves of a 64-bit product. Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
// 1, 2, 3" (2011). The same words as src/data/philox.ts.

export const M0: u32 = 0xd2511f53;
export const M1: u32 = 0xcd9e8d57;
export const W0: u32 = 0x9e3779b9;
export const W1: u32 = 0xbb67ae85;
export const ROUNDS = 10;

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

// Four products at a time: two of them in `low`, two in `high`, as words (lo, hi, lo, hi).

/** The 64-bit products of lanes 0 and 1. */
// @ts-ignore: decorator
@inline
export function productsLow(a: v128, b: v128): v128 {
  return i64x2.extmul_low_i32x4_u(a, b);
}

/** The 64-bit products of lanes 2 and 3. */
// @ts-ignore: decorator
@inline
export function productsHigh(a: v128, b: v128): v128 {
  return i64x2.extmul_high_i32x4_u(a, b);
}

/** lo of four products. */
// @ts-ignore: decorator
@inline
export function lo(low: v128, high: v128): v128 {
  return v128.shuffle<u32>(low, high, 0, 2, 4, 6);
}

/** hi of four products. */
// @ts-ignore: decorator
@inline
export function hi(low: v128, high: v128): v128 {
  return v128.shuffle<u32>(low, high, 1, 3, 5, 7);
}
