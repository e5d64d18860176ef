import type { Arena } from './arena.js';

/** A number, or a byte, for each row of a range, in the memory that has the rows; room is taken at the first use, and kept. */
export class RowNumbers {
  private at: number | undefined;

  constructor(
    private readonly arena: Arena,
    private readonly begin: number,
    private readonly end: number,
  ) {}

  /** Copies the range's part of the values of all rows; answers the address that row 0 would have. */
  copy(values: Float64Array | Uint8Array): number {
    const { begin, end, arena } = this;
    const size = values.BYTES_PER_ELEMENT;
    this.at ??= arena.take((end - begin) * size);
    const view = size === 1 ? arena.u8 : arena.f64;
    view.set(values.subarray(begin, end), this.at / size);
    return wrapped(this.at - begin * size);
  }
}

/** An address as the kernels compute with it, modulo 2³². */
export const wrapped = (address: number): number =>
  address - 2 ** 32 * Math.floor(address / 2 ** 32);
