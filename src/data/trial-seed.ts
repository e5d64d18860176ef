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
  return (words[0] >>> 11) * 2 ** 32 + words[1];
}
