/**
 * Rows of one block of the gradient's sum: at most 64 blocks, each a multiple of 16 rows, at least 64.
 *
 * The blocks depend on n alone. A block is summed from zero and blocks are added along a fixed binary tree, so any
 * division of the blocks among threads gives the same bits, and a thread hands over one vector for a subtree.
 */
export function rowsPerBlock(rows: number): number {
  return Math.max(64, 16 * Math.ceil(rows / 1024));
}
