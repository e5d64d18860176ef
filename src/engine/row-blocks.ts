/** Rows begin … end − 1. What an engine sums over begins at a block and ends at one, or with the last row. */
export interface RowRange {
  readonly begin: number;
  readonly end: number;
}

/** All rows. */
export const allRows = (rows: number): RowRange => ({ begin: 0, end: rows });

/** What of the range is among rows first … last − 1. */
export const within = ({ begin, end }: RowRange, first: number, last: number): RowRange => ({
  begin: Math.max(begin, first),
  end: Math.min(end, last),
});

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
