// Uniform integers and subsets from Philox words: key (seed low, seed high), counter (2³¹ + block, row low, row high,
// stream). Normals count their blocks from 0 and never reach 2³¹, so integers and normals of the same seed and stream
// share no words.

import { checkInteger, high, INDEX_LIMIT, low, SEED_LIMIT } from './address.js';
import { multiplyHigh, philox } from './philox.js';

const INTEGER_BLOCKS = 0x80000000;

/** Where integers are drawn from. */
export interface Source {
  /** An integer in [0, 2⁵³). */
  readonly seed: number;
  /** An integer in [0, 2³¹): streams of one seed are independent of each other. */
  readonly stream: number;
}

/**
 * out[0…3] = four uniform 32-bit words, a pure function of (seed, stream, row, block).
 *
 * seed, row: integers in [0, 2⁵³); stream, block: in [0, 2³¹). They are not words of any normal.
 * Throws `INVALID_ARGUMENT` outside those ranges. One Philox block. Salmon et al. (2011).
 *
 * @example
 * ```ts
 * uniformWords(new Uint32Array(4), 1, 0, 0, 0)[0]; // 2898200283
 * ```
 */
export function uniformWords(
  out: Uint32Array,
  seed: number,
  stream: number,
  row: number,
  block: number,
): Uint32Array {
  const where = 'uniformWords';
  checkInteger(where, 'seed', seed, 0, SEED_LIMIT);
  checkInteger(where, 'stream', stream, 0, INDEX_LIMIT);
  checkInteger(where, 'row', row, 0, SEED_LIMIT);
  checkInteger(where, 'block', block, 0, INDEX_LIMIT);
  philox(out, block | INTEGER_BLOCKS, low(row), high(row), stream, low(seed), high(seed));
  return out;
}

/**
 * Uniform on {0, …, m − 1}, exactly: a pure function of (m, seed, stream, draw).
 *
 * With a word x, x m = ⌊x m / 2³²⌋ 2³² + rest. Where the rest is at least 2³² mod m the quotient is the draw, otherwise
 * the next word has its turn: the words of block `draw`, row 0, then row 1, and so on.
 *
 * m: an integer in [1, 2³¹); draw: in [0, 2³¹). Throws `INVALID_ARGUMENT` outside those ranges.
 * Costs one Philox block nearly always. Lemire, "Fast random integer generation in an interval" (2019).
 *
 * @example
 * ```ts
 * uniformInteger(6, { seed: 1, stream: 0 }, 0); // 4
 * ```
 */
export function uniformInteger(m: number, { seed, stream }: Source, draw: number): number {
  checkInteger('uniformInteger', 'm', m, 1, INDEX_LIMIT);
  const uneven = 2 ** 32 % m;
  for (let row = 0; ; row++) {
    uniformWords(words, seed, stream, row, draw);
    for (let i = 0; i < 4; i++) {
      if (Math.imul(words[i], m) >>> 0 >= uneven) return multiplyHigh(words[i], m) >>> 0;
    }
  }
}

const words = new Uint32Array(4);

/**
 * 0 … m − 1 in uniformly random order: Fisher and Yates' shuffle, place i swapped with i + uniformInteger(m − i, source, i).
 *
 * m: an integer in [0, 2³¹). Throws `INVALID_ARGUMENT` outside that range, or where seed or stream is outside theirs. O(m).
 * Durstenfeld, "Algorithm 235: random permutation" (1964).
 *
 * @example
 * ```ts
 * permutation(5, { seed: 1, stream: 0 }); // Int32Array [3, 2, 0, 1, 4]
 * ```
 */
export function permutation(m: number, source: Source): Int32Array {
  checkInteger('permutation', 'm', m, 0, INDEX_LIMIT);
  checkInteger('permutation', 'seed', source.seed, 0, SEED_LIMIT);
  checkInteger('permutation', 'stream', source.stream, 0, INDEX_LIMIT);
  const order = Int32Array.from({ length: m }, (_, i) => i);
  for (let i = 0; i < m; i++) {
    const j = i + uniformInteger(m - i, source, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * A uniformly random subset of {0, …, d − 1} with s elements, sorted: Fisher and Yates' shuffle, stopped after s places,
 * place i swapped with i + uniformInteger(d − i, source, i).
 *
 * d: an integer in [0, 2³¹); s: in [0, d]. Throws `INVALID_ARGUMENT` outside those ranges, or where seed or stream is.
 * O(s log s) time and O(s) memory, whatever d: only places that a swap has touched are kept.
 * Durstenfeld, "Algorithm 235: random permutation" (1964).
 *
 * @example
 * ```ts
 * sampleWithoutReplacement(10, 3, { seed: 1, stream: 0 }); // Int32Array [0, 3, 6]
 * ```
 */
export function sampleWithoutReplacement(d: number, s: number, source: Source): Int32Array {
  const where = 'sampleWithoutReplacement';
  checkInteger(where, 'd', d, 0, INDEX_LIMIT);
  checkInteger(where, 's', s, 0, d + 1);
  checkInteger(where, 'seed', source.seed, 0, SEED_LIMIT);
  checkInteger(where, 'stream', source.stream, 0, INDEX_LIMIT);
  const sample = new Int32Array(s);
  const moved = new Map<number, number>();
  for (let i = 0; i < s; i++) {
    const j = i + uniformInteger(d - i, source, i);
    sample[i] = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
  }
  return sample.sort();
}
