import type { Arena } from './arena.js';

/** A number for each row of a range, in the memory that has the rows; room is taken at the first use, and kept. */
export class RowNumbers {
  private at: number | undefined;

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly arena: Arena,
    private readonly begin: number,
    private readonly end: number,
  ) {}

  /** Copies the range's part of the values of all rows; answers the address that row 0 would have. */
  copy(values: Float64Array): number {
    const { begin, end } = this;
    this.at ??= this.arena.take((end - begin) * 8);
    new Float64Array(this.memory.buffer, this.at, end - begin).set(values.subarray(begin, end));
    return wrapped(this.at - begin * 8);
  }
}

/** An address as the kernels compute with it, modulo 2³². */
export const wrapped = (address: number): number =>
  address - 2 ** 32 * Math.floor(address / 2 ** 32);
