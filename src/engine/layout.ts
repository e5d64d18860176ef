/** What every shard of a dataset shares. */
export interface Layout {
  readonly columns: number;
  readonly size: 4 | 8;
  readonly pitch: number;
  readonly blockRows: number;
  readonly nodeBytes: number;
}

/** Bytes that a sum over rows works in. */
export const KERNEL_SCRATCH = 704;
