// Philox4x32-10: four random words that are a function of a counter (c₀, c₁, c₂, c₃) and a key (k₀, k₁). Ten times
//
//   (c₀, c₁, c₂, c₃) ← (hi(M₁c₂) ⊕ c₁ ⊕ k₀,  lo(M₁c₂),  hi(M₀c₀) ⊕ c₃ ⊕ k₁,  lo(M₀c₀)),
//   (k₀, k₁) ← (k₀ + W₀, k₁ + W₁),
//
// hi and lo the two halves of a 64-bit product. A counter instead of a state: any number can be made by itself, in any
// order, by any thread. The same words as assembly/random/philox.ts.

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/** ⌊ab / 2³²⌋ of 32-bit words, as a signed word: `>>> 0` makes it unsigned. Exact. */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Each sum stays below 2³²: (2¹⁶ − 1)² + 2¹⁶ − 1 = 2³² − 2¹⁶.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}

/**
 * out[0…3] = Philox4x32-10 of the counter (c0, c1, c2, c3) under the key (k0, k1), all 32-bit words.
 *
 * Nothing is checked: numbers are taken modulo 2³². Tens of nanoseconds, nothing allocated.
 * Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011), and the known answers of their
 * Random123.
 *
 * @example
 * ```ts
 * const out = new Uint32Array(4);
 * philox(out, 0, 0, 0, 0, 0, 0);
 * out[0].toString(16); // '6627e8d5'
 * ```
 */
export function philox(
  out: Uint32Array | Int32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(c0, M0);
    const low0 = Math.imul(c0, M0);
    const high1 = multiplyHigh(c2, M1);
    const low1 = Math.imul(c2, M1);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + W0) | 0;
    k1 = (k1 + W1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
