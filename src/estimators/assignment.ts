// Which rows belong together: folds and halves, each a pure function of a seed.

import { uniformInteger } from '../data/sampling.js';

// Streams of a seed apart from those of planted problems, never to be renumbered.
export const STREAM = { folds: 16, halves: 17 } as const;

/**
 * A group of 0 … count − 1 for each of n rows, at random, sizes that differ by one at most: row π(i) of a uniformly random
 * permutation π is in group i mod count.
 *
 * O(n). Durstenfeld, "Algorithm 235: random permutation" (1964).
 */
export function randomGroups(
  n: number,
  count: number,
  source: { readonly seed: number; readonly stream: number },
): Uint8Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const groups = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const j = i + uniformInteger(n - i, source, i);
    const row = order[j];
    order[j] = order[i];
    groups[row] = i % count;
  }
  return groups;
}
