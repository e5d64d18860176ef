// The columns of X that sparse iterates need, packed, so that Xw reads s columns instead of all of X.

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

/** Those of a dense w. */
export const denseArguments = (weights: number): IterateArguments => ({
  weights,
  panel: 0,
  groupBytes: 0,
  offsets: 0,
  size: 0,
});

/** Iterates that a panel serves. */
export interface SparseIterates {
  /** Brings the shard's panel up to date, by calls to be made first, and answers what its sums take. */
  on(shard: Shard): readonly IterateArguments[];
}

// A slot holds 64 bytes: rows of one column.
const SLOT = 64;

// Where more columns than this share are needed and all are new, packing them costs what reading all of X does.
const WORTHWHILE = 1 / 8;

// A panel and the smaller ones before it are at most a tenth of X, or 8 MB.
const SHARE_OF_X = 1 / 20;
const BYTES = 2 ** 22;

const SMALLEST_CAPACITY = 16;

/** Of one iterate, lists of `limit` each: its support's indices, values and offsets. */
interface Lists {
  readonly indices: number;
  readonly values: number;
  readonly offsets: number;
}

/** The columns to pack, and their slots. */
interface Orders {
  readonly columns: number;
  readonly slots: number;
}

/** An iterate at hand: where its lists are, and the support that its offsets are for. */
interface Iterate {
  readonly lists: Lists;
  readonly support: Int32Array;
  size: number;
}

/** What a panel has in another memory. */
interface Remote {
  readonly lists: Lists[];
  readonly orders: Orders;
  panel: number;
  grown: number;
}

/**
 * One fit's panel, in the memory of every shard. It follows the supports of the iterates: only columns that were not in
 * one before are packed. Sums run in the order of the columns, wherever their slots are, so the bits of z depend on w
 * alone.
 */
export class Panel {
  private readonly limit: number;
  private readonly groupRows: number;
  // The slot of each column, −1 for none, and the column of each slot: the same in all shards.
  private readonly slotOf: Int32Array;
  private readonly columnOf: Int32Array;
  private capacity = 0;
  // The next slot to be given away: the one that was filled longest ago, unless its column is needed.
  private hand = 0;
  // The look at which a column was last needed: by it this look's columns are told from those whose slots are free.
  private readonly needed: Int32Array;
  private look = 0;
  private grown = 0;
  private panel = 0;
  private orders: Orders | undefined;
  private readonly iterates: Iterate[] = [];
  private readonly remotes = new Map<Shard, Remote>();
  // How many iterates the slots are assigned for, 0 for none.
  private count = 0;
  // Columns to pack, and their slots.
  private readonly missing: Int32Array;
  private readonly slots: Int32Array;
  private missingCount = 0;
  private placed: readonly IterateArguments[] = [];

  constructor(
    private readonly data: WasmData,
    private readonly take: (bytes: number, shard?: Shard) => number,
  ) {
    const { rows, columns, size } = data;
    this.groupRows = SLOT / size;
    const affordable = Math.max(columns * SHARE_OF_X, BYTES / (rows * size));
    this.limit = Math.floor(Math.min(columns * WORTHWHILE, affordable));
    // One allocation: for a small problem five take longer than its gradient.
    const { limit } = this;
    const d = limit > 0 ? columns : 0;
    const numbers = new Int32Array(2 * d + 3 * limit);
    this.slotOf = numbers.subarray(0, d);
    this.needed = numbers.subarray(d, 2 * d);
    this.columnOf = numbers.subarray(2 * d, 2 * d + limit);
    this.missing = numbers.subarray(2 * d + limit, 2 * d + 2 * limit);
    this.slots = numbers.subarray(2 * d + 2 * limit);
  }

  /** Looks at the iterates at the addresses; undefined where together they are not sparse enough. */
  at(addresses: readonly number[]): readonly IterateArguments[] | undefined {
    if (this.limit === 0) return undefined;
    this.missingCount = 0;
    const changed = this.readSupports(addresses);
    if (changed === undefined) return undefined;
    if (!changed) return this.placed;
    if (!this.assignSlots(addresses.length)) return undefined;
    try {
      if (this.panel === 0) this.panel = this.takePanel();
      if (this.missingCount > 0) this.pack();
    } catch (error) {
      // What the slots say is not in them: at the next look they are assigned anew.
      this.grow(0);
      this.count = 0;
      throw error;
    }
    this.placed = this.place(this.panel, (q) => this.iterates[q].lists);
    return this.placed;
  }

  /** The iterates looked at last, on a shard. */
  on(shard: Shard): readonly IterateArguments[] {
    const { data, groupBytes, missingCount } = this;
    let remote = this.remotes.get(shard);
    if (remote === undefined) {
      remote = { lists: [], orders: this.takeOrders(shard), panel: 0, grown: 0 };
      this.remotes.set(shard, remote);
    }
    if (remote.grown !== this.grown) {
      remote.panel = this.takePanel(shard);
      remote.grown = this.grown;
    }
    const { lists, orders } = remote;
    while (lists.length < this.count) lists.push(this.takeLists(shard));
    const { i32 } = shard.host.arena;
    // Groups are counted from row 0, the panel begins with the shard's first.
    const panel = wrapped(remote.panel - (shard.begin / this.groupRows) * groupBytes);
    if (missingCount > 0) {
      i32.set(this.missing.subarray(0, missingCount), orders.columns / 4);
      i32.set(this.slots.subarray(0, missingCount), orders.slots / 4);
      shard.pack(orders.columns, orders.slots, missingCount, panel, groupBytes);
    }
    for (let q = 0; q < this.count; q++) {
      const { lists: own, size } = this.iterates[q];
      const offsets = own.offsets / 4;
      i32.set(data.arena.i32.subarray(offsets, offsets + size), lists[q].offsets / 4);
      shard.numbers(lists[q].values, size).set(data.numbers(own.values, size));
    }
    return this.place(panel, (q) => lists[q]);
  }

  private get groupBytes(): number {
    return this.capacity * SLOT;
  }

  private place(panel: number, lists: (q: number) => Lists): readonly IterateArguments[] {
    const { groupBytes, iterates, count } = this;
    const places: IterateArguments[] = [];
    for (let q = 0; q < count; q++) {
      const { values, offsets } = lists(q);
      places.push({ weights: values, panel, groupBytes, offsets, size: iterates[q].size });
    }
    return places;
  }

  // The lists of each iterate; answers whether slots have to be assigned anew, undefined where one is not sparse.
  private readSupports(addresses: readonly number[]): boolean | undefined {
    const { data, limit, iterates } = this;
    let changed = this.count !== addresses.length;
    for (let q = 0; q < addresses.length; q++) {
      if (q === iterates.length) {
        iterates.push({ lists: this.takeLists(), support: new Int32Array(limit), size: 0 });
      }
      const iterate = iterates[q];
      const { support, lists } = iterate;
      const { indices, values } = lists;
      const size = data.table.support(addresses[q], data.columns, limit, indices, values);
      if (size > limit) {
        this.count = 0;
        return undefined;
      }
      const { i32 } = data.arena;
      const begin = indices / 4;
      changed ||= size !== iterate.size;
      for (let k = 0; k < size; k++) {
        if (support[k] === i32[begin + k]) continue;
        support[k] = i32[begin + k];
        changed = true;
      }
      iterate.size = size;
    }
    return changed;
  }

  // A slot for each column of the supports; false where there are not as many.
  private assignSlots(count: number): boolean {
    const { iterates, limit, needed, slotOf } = this;
    this.count = 0;
    const look = ++this.look;
    let size = 0;
    for (let q = 0; q < count; q++) {
      const { support } = iterates[q];
      for (let k = 0; k < iterates[q].size; k++) {
        if (needed[support[k]] !== look) size++;
        needed[support[k]] = look;
      }
    }
    if (size > limit) return false;
    if (size > this.capacity || this.grown === 0) this.grow(size);
    const { columnOf, missing, slots } = this;
    const { i32 } = this.data.arena;
    const { capacity } = this;
    let found = 0;
    for (let q = 0; q < count; q++) {
      const { support, size, lists } = iterates[q];
      for (let k = 0; k < size; k++) {
        const j = support[k];
        if (slotOf[j] < 0) {
          while (columnOf[this.hand] >= 0 && needed[columnOf[this.hand]] === look) {
            this.hand = (this.hand + 1) % capacity;
          }
          const slot = this.hand;
          this.hand = (slot + 1) % capacity;
          if (columnOf[slot] >= 0) slotOf[columnOf[slot]] = -1;
          columnOf[slot] = j;
          slotOf[j] = slot;
          missing[found] = j;
          slots[found++] = slot;
        }
        i32[lists.offsets / 4 + k] = slotOf[j] * SLOT;
      }
    }
    this.missingCount = found;
    this.count = count;
    return true;
  }

  private pack(): void {
    const { data, missingCount } = this;
    this.orders ??= this.takeOrders();
    const { columns, slots } = this.orders;
    const { i32 } = data.arena;
    for (let k = 0; k < missingCount; k++) {
      i32[columns / 4 + k] = this.missing[k];
      i32[slots / 4 + k] = this.slots[k];
    }
    const { X, pitch, ownRows, table } = data;
    const { panel, groupBytes } = this;
    table.pack(X, pitch, 0, ownRows, columns, slots, missingCount, panel, groupBytes);
  }

  // Slots for twice as many columns as are needed: until the support settles, half of the columns that leave it come
  // back soon. What was packed is packed again, which happens a few times in a fit.
  private grow(size: number): void {
    const capacity = Math.max(SMALLEST_CAPACITY, 2 * this.capacity, 2 * size);
    this.capacity = Math.min(this.limit, capacity);
    this.hand = 0;
    this.columnOf.fill(-1);
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
    };
  }

  private takeOrders(shard?: Shard): Orders {
    const { limit } = this;
    return { columns: this.take(limit * 4, shard), slots: this.take(limit * 4, shard) };
  }

  private takePanel(shard?: Shard): number {
    const rows = shard?.rows ?? this.data.ownRows;
    return this.take(Math.ceil(rows / this.groupRows) * this.groupBytes, shard);
  }
}
