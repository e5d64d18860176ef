// Rows in several memories: more than one holds, or a memory for each thread.

import type { Shape } from '../problem/row-source.js';
import type { Engine } from './engine.js';
import { OwnHost } from './host.js';
import type { Layout } from './layout.js';
import { type PoolWorker, returnWorker, takeWorkers } from './pool-worker.js';
import { Shard } from './shard.js';
import { type Division, type Others, READY, WasmData } from './wasm.js';

// Bytes of rows in one memory: below 4 GiB there is room for a panel of a tenth of them and the vectors of fits.
const MOST_BYTES = 3.5 * 2 ** 30;

/** One thread, with so many bytes of rows in a memory at most, and as many memories as that takes. */
export const wasmEngineWithin = (memoryBytes = MOST_BYTES): Engine => ({
  name: 'wasm',
  simd: 'simd128',
  open: (shape) => new WasmData(shape, (layout) => divide(layout, 1, memoryBytes)),
});

/** `wasm` with as many memories for this thread as for each of `threads` − 1 others. */
export const threadsEngine = (threads: number, memoryBytes = MOST_BYTES): Engine => ({
  name: 'threads',
  simd: 'simd128',
  open: (shape) => new WasmData(shape, (layout) => divide(layout, threads, memoryBytes)),
});

function divide(layout: Layout & Shape, wanted: number, memoryBytes: number): Division | undefined {
  const { rows, blockRows, pitch, size } = layout;
  const blocks = Math.ceil(rows / blockRows);
  const threads = Math.min(wanted, blocks);
  // In each round of a sum every thread takes one memory.
  const blocksInMemory = Math.max(1, Math.floor(memoryBytes / (blockRows * (pitch + size))));
  const rounds = Math.ceil(Math.ceil(blocks / threads) / blocksInMemory);
  const count = Math.min(blocks, threads * rounds);
  if (count === 1) return undefined;
  // Whole blocks, as evenly as they go; the last may be short.
  const bounds = Array.from({ length: count + 1 }, (_, k) =>
    Math.min(rows, Math.floor((k * blocks) / count) * blockRows),
  );
  return {
    threads,
    ownRows: bounds[1],
    open: () => new OtherMemories(layout, threads, bounds),
  };
}

class OtherMemories implements Others {
  readonly shards: readonly Shard[];
  readonly ready: Promise<unknown>;
  // Taken before the shards are made: making one may fail.
  private readonly workers: PoolWorker[] = [];
  private readonly ownHosts: OwnHost[] = [];

  /** The rows of memory k are bounds[k] … bounds[k + 1] − 1. */
  constructor(
    layout: Layout,
    private readonly threads: number,
    bounds: readonly number[],
  ) {
    try {
      this.shards = this.takeHosts(bounds.length - 1).map(
        (host, k) => new Shard(host, layout, bounds[k + 1], bounds[k + 2]),
      );
    } catch (error) {
      this.giveBack();
      throw error;
    }
    this.ready = READY;
    if (this.workers.length > 0) {
      this.ready = Promise.all(this.workers.map(({ ready }) => ready));
      this.ready.catch(() => {});
    }
  }

  get isReady(): boolean {
    return this.workers.every(({ isReady }) => isReady);
  }

  inRounds(starts: readonly ((() => void) | undefined)[], own: () => void): void {
    const { shards, threads } = this;
    for (let first = 0; first <= shards.length; first += threads) {
      // Shard s − 1 has the memory s; that of this thread is the first to be waited for.
      const last = Math.min(first + threads, shards.length + 1);
      const begun: Shard[] = [];
      try {
        for (let s = Math.max(first, 1); s < last; s++) {
          const start = starts[s - 1];
          if (start === undefined) continue;
          start();
          begun.push(shards[s - 1]);
        }
        if (first === 0) own();
      } finally {
        // Also where one could not start: none may compute on after its memory was given back.
        for (const shard of begun) shard.finish();
      }
    }
  }

  giveBack(): void {
    for (const host of this.ownHosts) host.giveBack();
    for (const worker of this.workers) returnWorker(worker);
  }

  // Of the memories behind the first: every `threads`-th is this thread's.
  private takeHosts(count: number): (OwnHost | PoolWorker)[] {
    const { threads, ownHosts, workers } = this;
    for (let s = threads; s < count; s += threads) ownHosts.push(new OwnHost());
    workers.push(...takeWorkers(count - 1 - ownHosts.length));
    return Array.from({ length: count - 1 }, (_, k) => {
      const before = Math.floor((k + 1) / threads);
      return (k + 1) % threads === 0 ? ownHosts[before - 1] : workers[k - before];
    });
  }
}
