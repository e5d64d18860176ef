// Where a sum at several iterates keeps its parts: a tree of nodes for each, a kernel's scratch, and the list of the
// iterates as the kernel `gradients` reads it.

import type { Arena } from './arena.js';

/** Rows left out of an average: those whose fold is the iterate's own. */
export interface Folds {
  /** A fold of 0 … 255 for each row. */
  readonly folds?: Uint8Array;
  /** For each iterate the fold it does not see, −1 for none. */
  readonly left?: readonly number[];
}

export interface TreesPlan {
  /** Bytes from one tree to the next. */
  readonly treeBytes: number;
  /** Where they lie, in bytes from the first tree on. */
  readonly scratch: number;
  readonly iterates: number;
  readonly weights: number;
  readonly bytes: number;
}

// As assembly/macro/gradients.ts has it.
const SCRATCH = 512;
const ITERATE = 32;

export function planTrees(
  count: number,
  nodes: number,
  nodeBytes: number,
  weightBytes: number,
): TreesPlan {
  const treeBytes = nodes * nodeBytes;
  const scratch = count * treeBytes;
  const iterates = scratch + count * SCRATCH;
  const weights = iterates + count * ITERATE;
  return { treeBytes, scratch, iterates, weights, bytes: weights + count * weightBytes };
}

/** An iterate of the list. */
export interface ListedIterate {
  readonly weights: number;
  readonly offsets: number;
  readonly size: number;
  readonly left: number;
  readonly bias: number;
}

export function listIterates(arena: Arena, at: number, iterates: readonly ListedIterate[]): void {
  iterates.forEach(({ weights, offsets, size, left, bias }, k) => {
    arena.i32.set([weights, offsets, size, left], (at + k * ITERATE) / 4);
    arena.f64[(at + k * ITERATE) / 8 + 2] = bias;
  });
}

/** How many rows each of `count` iterates sees. */
export function rowsSeen(count: number, rows: number, { folds, left }: Folds): number[] {
  const sizes = new Float64Array(256);
  for (const fold of folds ?? []) sizes[fold]++;
  return Array.from({ length: count }, (_, k) => rows - (sizes[left?.[k] ?? -1] ?? 0));
}
