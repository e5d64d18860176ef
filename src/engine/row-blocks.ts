/**
 * Rows of one block of the gradient's sum: a multiple of 16, so that a power of two of blocks, at most 64, holds n rows;
 * as many blocks as leave each 64 rows.
 *
 * The blocks depend on n alone. A block is summed from zero and blocks are added along a fixed binary tree, so any
 * division of the blocks among threads gives the same bits, and two, four or eight of them hand over one vector each.
 */
export function rowsPerBlock(rows: number): number {
  const blocks = 2 ** Math.max(0, Math.min(6, Math.floor(Math.log2(rows / 64))));
  return 16 * Math.ceil(rows / blocks / 16);
}
