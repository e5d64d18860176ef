// The columns of X that a sparse iterate needs, packed, so that Xw reads s columns instead of all of X.

import type { WasmData } from './wasm.js';

/** What the kernels take for w: dense where `panel` is 0. Addresses are good until the next call. */
export interface PanelView {
  readonly weights: number;
  readonly panel: number;
  readonly groupBytes: number;
  readonly offsets: number;
  /** How many weights are not 0. */
  readonly size: number;
}

// A slot holds 64 bytes: rows of one column.
const SLOT = 64;

// Where more columns than this share are needed and all are new, packing them costs what reading all of X does.
const WORTHWHILE = 1 / 8;

// A panel and the smaller ones before it are at most a tenth of X, or 8 MB.
const SHARE_OF_X = 1 / 20;
const BYTES = 2 ** 22;

const SMALLEST_CAPACITY = 16;

/**
 * One fit's panel. It follows the support of the iterate: only columns that were not in it before are packed. Sums run
 * in the order of the columns, wherever their slots are, so the bits of z depend on w alone.
 */
export class Panel {
  private readonly limit: number;
  private readonly groups: number;
  // The slot of each column, −1 for none, and the column of each slot.
  private readonly slotOf: Int32Array;
  private columnOf = new Int32Array(0);
  private panel = 0;
  // Lists of `limit` each: the support's indices, values and offsets, then the columns to pack and their slots.
  private lists:
    | { indices: number; values: number; offsets: number; columns: number; slots: number }
    | undefined;

  constructor(
    private readonly data: WasmData,
    private readonly take: (bytes: number) => number,
  ) {
    const { rows, columns, size } = data;
    this.groups = Math.ceil((rows * size) / SLOT);
    const affordable = Math.max(columns * SHARE_OF_X, BYTES / (this.groups * SLOT));
    this.limit = Math.floor(Math.min(columns * WORTHWHILE, affordable));
    this.slotOf = new Int32Array(this.limit > 0 ? columns : 0).fill(-1);
  }

  /** The iterate at the address, by the panel where it is sparse enough. */
  at(iterate: number): PanelView {
    const { data, limit } = this;
    const dense = { weights: iterate, panel: 0, groupBytes: 0, offsets: 0, size: 0 };
    if (limit === 0) return dense;
    this.lists ??= {
      indices: this.take(limit * 4),
      values: this.take(limit * data.size),
      offsets: this.take(limit * 4),
      columns: this.take(limit * 4),
      slots: this.take(limit * 4),
    };
    const { indices, values, offsets } = this.lists;
    const size = data.kernel('support')(iterate, data.columns, limit, indices, values);
    if (size > limit) return dense;
    this.pack(size);
    const { buffer } = data.kernels.memory;
    const columns = new Int32Array(buffer, indices, size);
    const places = new Int32Array(buffer, offsets, size);
    for (let k = 0; k < size; k++) places[k] = this.slotOf[columns[k]] * SLOT;
    return { weights: values, panel: this.panel, groupBytes: this.groupBytes, offsets, size };
  }

  private get groupBytes(): number {
    return this.columnOf.length * SLOT;
  }

  // Brings the columns of the support into the panel.
  private pack(size: number): void {
    const { data, slotOf } = this;
    if (size > this.columnOf.length || this.panel === 0) this.grow(size);
    const { indices, columns, slots } = this.lists as NonNullable<typeof this.lists>;
    const { buffer } = data.kernels.memory;
    const support = new Int32Array(buffer, indices, size);
    const missing = support.filter((j) => slotOf[j] < 0);
    if (missing.length === 0) return;
    const needed = new Set(support);
    const packed = new Int32Array(buffer, slots, missing.length);
    let slot = 0;
    for (let k = 0; k < missing.length; k++) {
      while (this.columnOf[slot] >= 0 && needed.has(this.columnOf[slot])) slot++;
      const leaving = this.columnOf[slot];
      if (leaving >= 0) slotOf[leaving] = -1;
      this.columnOf[slot] = missing[k];
      slotOf[missing[k]] = slot;
      packed[k] = slot++;
    }
    new Int32Array(buffer, columns, missing.length).set(missing);
    const { X, pitch, rows } = data;
    data.kernel('pack')(
      X,
      pitch,
      0,
      rows,
      columns,
      slots,
      missing.length,
      this.panel,
      this.groupBytes,
    );
  }

  // Slots for twice as many columns; what was packed is packed again, which happens a few times in a fit.
  private grow(size: number): void {
    const capacity = Math.min(
      this.limit,
      Math.max(SMALLEST_CAPACITY, 2 * this.columnOf.length, size),
    );
    this.panel = this.take(this.groups * capacity * SLOT);
    this.columnOf = new Int32Array(capacity).fill(-1);
    this.slotOf.fill(-1);
  }
}
