// The columns of X that a sparse iterate needs, packed, so that Xw reads s columns instead of all of X.

import { wrapped } from './row-numbers.js';
import type { Shard } from './shard.js';
import type { WasmData } from './wasm.js';

/** What the kernels take for w: dense where `panel` is 0. Addresses are good until the next call. */
export interface IterateArguments {
  readonly weights: number;
  readonly panel: number;
  readonly groupBytes: number;
  readonly offsets: number;
  /** How many weights are not 0. */
  readonly size: number;
}

/** An iterate that a panel serves. */
export interface SparseIterate {
  /** Brings the shard's panel up to date, by calls to be made first, and answers what its gradient takes. */
  on(shard: Shard): IterateArguments;
}

// A slot holds 64 bytes: rows of one column.
const SLOT = 64;

// Where more columns than this share are needed and all are new, packing them costs what reading all of X does.
const WORTHWHILE = 1 / 8;

// A panel and the smaller ones before it are at most a tenth of X, or 8 MB.
const SHARE_OF_X = 1 / 20;
const BYTES = 2 ** 22;

const SMALLEST_CAPACITY = 16;

/** Lists of `limit` each: the support's indices, values and offsets, then the columns to pack and their slots. */
interface Lists {
  readonly indices: number;
  readonly values: number;
  readonly offsets: number;
  readonly columns: number;
  readonly slots: number;
}

/**
 * One fit's panel, in the memory of every shard. It follows the support of the iterate: only columns that were not in it
 * before are packed. Sums run in the order of the columns, wherever their slots are, so the bits of z depend on w alone.
 */
export class Panel {
  private readonly limit: number;
  private readonly groupRows: number;
  // The slot of each column, −1 for none, and the column of each slot: the same in all shards.
  private readonly slotOf: Int32Array;
  private columnOf = new Int32Array(0);
  private grown = 0;
  private panel = 0;
  private lists: Lists | undefined;
  private readonly remotes = new Map<Shard, { lists: Lists; panel: number; grown: number }>();
  // Of the iterate at hand: what a shard has to be told.
  private support = new Int32Array(0);
  private values = new Float64Array(0);
  private offsets = new Int32Array(0);
  private missing = new Int32Array(0);
  private slots = new Int32Array(0);

  constructor(
    private readonly data: WasmData,
    private readonly take: (bytes: number, shard?: Shard) => number,
  ) {
    const { rows, columns, size } = data;
    this.groupRows = SLOT / size;
    const affordable = Math.max(columns * SHARE_OF_X, BYTES / (rows * size));
    this.limit = Math.floor(Math.min(columns * WORTHWHILE, affordable));
    this.slotOf = new Int32Array(this.limit > 0 ? columns : 0).fill(-1);
  }

  /** Looks at the iterate at the address; undefined where it is not sparse enough. */
  at(iterate: number): IterateArguments | undefined {
    const { data, limit } = this;
    if (limit === 0) return undefined;
    this.lists ??= this.takeLists();
    const { lists } = this;
    const { indices, values, offsets } = lists;
    const size = data.kernel('support')(iterate, data.columns, limit, indices, values);
    if (size > limit) return undefined;
    this.support = new Int32Array(data.kernels.memory.buffer, indices, size).slice();
    this.assignSlots();
    if (this.panel === 0) this.panel = this.takePanel();
    const { buffer } = data.kernels.memory;
    new Int32Array(buffer, offsets, size).set(this.offsets);
    const { columns, slots } = lists;
    const { length } = this.missing;
    if (length > 0) {
      new Int32Array(buffer, columns, length).set(this.missing);
      new Int32Array(buffer, slots, length).set(this.slots);
      const { X, pitch, ownRows } = data;
      data.kernel('pack')(
        X,
        pitch,
        0,
        ownRows,
        columns,
        slots,
        length,
        this.panel,
        this.groupBytes,
      );
    }
    if (data.shards.length > 0) this.values = Float64Array.from(data.numbers(values, size));
    return { weights: values, panel: this.panel, groupBytes: this.groupBytes, offsets, size };
  }

  /** The iterate looked at last, on a shard. */
  on(shard: Shard): IterateArguments {
    const { groupBytes } = this;
    let place = this.remotes.get(shard);
    if (place === undefined) {
      place = { lists: this.takeLists(shard), panel: 0, grown: 0 };
      this.remotes.set(shard, place);
    }
    if (place.grown !== this.grown) {
      place.panel = this.takePanel(shard);
      place.grown = this.grown;
    }
    const { values, offsets, columns, slots } = place.lists;
    const { buffer } = shard.worker.memory;
    // Groups are counted from row 0, the panel begins with the shard's first.
    const panel = wrapped(place.panel - (shard.begin / this.groupRows) * groupBytes);
    const { length } = this.missing;
    if (length > 0) {
      new Int32Array(buffer, columns, length).set(this.missing);
      new Int32Array(buffer, slots, length).set(this.slots);
      shard.pack(columns, slots, length, panel, groupBytes);
    }
    new Int32Array(buffer, offsets, this.offsets.length).set(this.offsets);
    shard.numbers(values, this.values.length).set(this.values);
    return { weights: values, panel, groupBytes, offsets, size: this.support.length };
  }

  private get groupBytes(): number {
    return this.columnOf.length * SLOT;
  }

  // A slot for each column of the support; `missing` are those that have to be packed.
  private assignSlots(): void {
    const { support, slotOf } = this;
    if (support.length > this.columnOf.length || this.grown === 0) this.grow(support.length);
    this.missing = support.filter((j) => slotOf[j] < 0);
    this.slots = new Int32Array(this.missing.length);
    const needed = this.missing.length > 0 ? new Set(support) : undefined;
    let slot = 0;
    for (let k = 0; k < this.missing.length; k++) {
      while (this.columnOf[slot] >= 0 && needed?.has(this.columnOf[slot])) slot++;
      const leaving = this.columnOf[slot];
      if (leaving >= 0) slotOf[leaving] = -1;
      this.columnOf[slot] = this.missing[k];
      slotOf[this.missing[k]] = slot;
      this.slots[k] = slot++;
    }
    this.offsets = support.map((j) => slotOf[j] * SLOT);
  }

  // Slots for twice as many columns; what was packed is packed again, which happens a few times in a fit.
  private grow(size: number): void {
    const capacity = Math.max(SMALLEST_CAPACITY, 2 * this.columnOf.length, size);
    this.columnOf = new Int32Array(Math.min(this.limit, capacity)).fill(-1);
    this.slotOf.fill(-1);
    this.panel = 0;
    this.grown++;
  }

  private takeLists(shard?: Shard): Lists {
    const { limit } = this;
    return {
      indices: this.take(limit * 4, shard),
      values: this.take(limit * this.data.size, shard),
      offsets: this.take(limit * 4, shard),
      columns: this.take(limit * 4, shard),
      slots: this.take(limit * 4, shard),
    };
  }

  private takePanel(shard?: Shard): number {
    const rows = shard?.rows ?? this.data.ownRows;
    return this.take(Math.ceil(rows / this.groupRows) * this.groupBytes, shard);
  }
}
