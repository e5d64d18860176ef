import { checkInteger, high, low, SEED_LIMIT } from './address.js';
import { philox } from './philox.js';

const words = new Uint32Array(4);
// Apart from every counter of a dataset, whose third word is the high half of a row below 2⁵³.
const BEYOND_ROWS = 0xffffffff;

/**
 * The seed of trial k of an experiment: 53 bits of Philox at (seed, k), so that it follows from the address alone and
 * trials of neighbouring numbers share nothing.
 */
export function trialSeed(seed: number, trial: number): number {
  checkInteger('trialSeed', 'seed', seed, 0, SEED_LIMIT);
  philox(words, low(trial), high(trial), BEYOND_ROWS, 0, low(seed), high(seed));
  return seedOf(words);
}

/**
 * The seed of what has this name in an experiment: the name's bytes go through Philox sixteen at a time, each block
 * under the key that the one before has left, and its length last. Names that differ share nothing.
 */
export function namedSeed(seed: number, name: string): number {
  checkInteger('namedSeed', 'seed', seed, 0, SEED_LIMIT);
  const bytes = new TextEncoder().encode(name);
  const blocks = new Uint32Array(4 * Math.ceil(bytes.length / 16));
  for (let i = 0; i < bytes.length; i++) blocks[i >>> 2] |= bytes[i] << (8 * (i & 3));
  let [first, second] = [low(seed), high(seed)];
  for (let i = 0; i < blocks.length; i += 4) {
    philox(words, blocks[i], blocks[i + 1], blocks[i + 2], blocks[i + 3], first, second);
    first ^= words[0];
    second ^= words[1];
  }
  philox(words, bytes.length, 0, BEYOND_ROWS, 1, first, second);
  return seedOf(words);
}

const seedOf = (drawn: Uint32Array) => (drawn[0] >>> 11) * 2 ** 32 + drawn[1];
