/**
 * Rows of one block of the gradient's sum: at most 64 blocks, each a multiple of 16 rows, at least 64.
 *
 * The blocks depend on n alone. A block is summed from zero and the blocks are added in order, so any division of the
 * blocks among threads gives the same bits, and 64 partial gradients are all that a reduction ever holds.
 */
export function rowsPerBlock(rows: number): number {
  return Math.max(64, 16 * Math.ceil(rows / 1024));
}
