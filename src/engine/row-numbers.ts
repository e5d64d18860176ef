import type { Arena } from './arena.js';
import { type RowRange, within } from './row-blocks.js';

/** A number, or a byte, for each row of a range, in the memory that has the rows; room is taken at the first use, and kept. */
export class RowNumbers {
  private at: number | undefined;

  constructor(
    private readonly arena: Arena,
    readonly begin: number,
    readonly end: number,
  ) {}

  /**
   * Copies the range's part of the values of all rows, or what of it is in `rows`; answers the address that row 0 would
   * have.
   */
  copy(values: Float64Array | Uint8Array, rows: RowRange = this): number {
    const { begin, end, arena } = this;
    const copied = within(rows, begin, end);
    const size = values.BYTES_PER_ELEMENT;
    this.at ??= arena.take((end - begin) * size);
    const view = size === 1 ? arena.u8 : arena.f64;
    const at = this.at / size + copied.begin - begin;
    if (copied.begin < copied.end) view.set(values.subarray(copied.begin, copied.end), at);
    return wrapped(this.at - begin * size);
  }
}

/** An address as the kernels compute with it, modulo 2³². */
export const wrapped = (address: number): number =>
  address - 2 ** 32 * Math.floor(address / 2 ** 32);
