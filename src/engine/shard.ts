// Rows of X and y in a worker's memory, and the worker's part of what the engine computes on them.

import type { Numbers } from '../problem/dataset.js';
import type { RowSource } from '../problem/row-source.js';
import type { SparseIterate } from './panel.js';
import type { PoolWorker } from './pool.js';
import { fillCalls, placeProducts } from './row-kernels.js';

/** What every shard of a dataset shares. */
export interface Layout {
  readonly columns: number;
  readonly size: 4 | 8;
  readonly pitch: number;
  readonly blockRows: number;
  readonly nodeBytes: number;
}

const KERNEL_SCRATCH = 704;
// The nodes that cover a range of 64 blocks at most, and the one being summed.
const NODES = 13;

/** Rows begin … end − 1, whole blocks. Addresses of X and y are those that row 0 would have. */
export class Shard {
  readonly rows: number;
  private readonly X: number;
  private readonly y: number;
  private readonly nodes: number;
  private readonly scratch: number;
  private readonly iterate: number;
  private readonly z: number;

  constructor(
    readonly worker: PoolWorker,
    private readonly layout: Layout,
    readonly begin: number,
    readonly end: number,
  ) {
    const { columns, size, pitch, nodeBytes } = layout;
    const { arena } = worker;
    this.rows = end - begin;
    const X = arena.take(this.rows * pitch);
    const y = arena.take(this.rows * size);
    this.X = wrapped(X - begin * pitch);
    this.y = wrapped(y - begin * size);
    this.nodes = arena.take(NODES * nodeBytes);
    this.scratch = arena.take(KERNEL_SCRATCH);
    this.iterate = arena.take(columns * size);
    this.z = arena.take(Math.max(this.rows * size, 24 * columns));
  }

  /** The rows, pitch and all. */
  get entries(): Numbers {
    return this.numbers(wrapped(this.X + this.begin * this.layout.pitch), this.rows * this.stride);
  }

  private get stride(): number {
    return this.layout.pitch / this.layout.size;
  }

  /** Writes what of rows begin … end − 1 is here; kernels begin to, and the answer waits until they have. */
  fill(source: RowSource, begin: number, end: number): () => void {
    const first = Math.max(begin, this.begin);
    const last = Math.min(end, this.end);
    if (first >= last) return () => {};
    if (source.kernels === undefined) {
      const at = (first - this.begin) * this.stride;
      source.write(this.entries.subarray(at), first, last, this.stride);
      return () => {};
    }
    const { X, scratch } = this;
    const place = { ...this.layout, X, scratch, begin: first, end: last };
    for (const [kernel, ...args] of fillCalls(source.kernels, place)) this.list(kernel, ...args);
    this.worker.start();
    return () => this.worker.finish();
  }

  /** Begins z_i += Σ_k x_{i,support[k]} weights[k] over these rows; the answer waits for it. */
  addProducts(support: Int32Array, weights: Float64Array, z: Float64Array): () => void {
    const { worker, X, begin, end } = this;
    const own = z.subarray(begin, end);
    const placed = placeProducts(worker.memory, worker.arena, support, weights, own);
    this.list('addProducts', X, this.layout.pitch, begin, end, ...placed.args);
    worker.start();
    return () => {
      worker.finish();
      placed.end();
    };
  }

  setTarget(y: Numbers): void {
    const address = wrapped(this.y + this.begin * this.layout.size);
    this.numbers(address, this.rows).set(y.subarray(this.begin, this.end));
  }

  /** Views are made at use: the memory may have grown. */
  numbers(address: number, length: number): Numbers {
    const { buffer } = this.worker.memory;
    return this.layout.size === 4
      ? new Float32Array(buffer, address, length)
      : new Float64Array(buffer, address, length);
  }

  /** Begins a gradient, or an objective, at w. */
  start(
    kernel: 'gradient' | 'objective',
    w: Numbers,
    sparse: SparseIterate | undefined,
    bias: number,
    alpha: number,
  ): void {
    const { begin, end, scratch, nodes } = this;
    const { columns, blockRows, nodeBytes } = this.layout;
    let iterate = [this.iterate, bias, alpha, 0, 0, 0, 0];
    if (sparse === undefined) this.numbers(this.iterate, columns).set(w.subarray(0, columns));
    else {
      const { weights, panel, groupBytes, offsets, size } = sparse.on(this);
      iterate = [weights, bias, alpha, panel, groupBytes, offsets, size];
    }
    const [weights, ...rest] = iterate;
    this.list(
      kernel,
      ...[this.X, this.layout.pitch, this.y, begin, end, blockRows, columns, weights, ...rest],
      ...[nodes, nodeBytes, scratch],
    );
    this.worker.start();
  }

  /** The nodes of the gradient begun, as bytes, in order. */
  finish(): Uint8Array[] {
    const count = this.worker.finish();
    const { nodeBytes } = this.layout;
    const { buffer } = this.worker.memory;
    return Array.from(
      { length: count },
      (_, k) => new Uint8Array(buffer, this.nodes + k * nodeBytes, nodeBytes),
    );
  }

  /** Lists the call that packs columns of these rows into a panel at the address of its first group. */
  pack(columns: number, slots: number, count: number, panel: number, groupBytes: number): void {
    const { X, begin, end } = this;
    this.list('pack', X, this.layout.pitch, begin, end, columns, slots, count, panel, groupBytes);
  }

  /** sums and squares go on over these rows. */
  addMoments(shift: Float64Array, sums: Float64Array, squares: Float64Array): void {
    const { columns } = this.layout;
    const at = [0, 8, 16].map((k) => this.z + k * columns);
    const views = () =>
      at.map((place) => new Float64Array(this.worker.memory.buffer, place, columns));
    [shift, sums, squares].forEach((values, k) => {
      views()[k].set(values);
    });
    this.list('moments', this.X, this.layout.pitch, this.begin, this.end, columns, ...at);
    this.worker.start();
    this.worker.finish();
    sums.set(views()[1]);
    squares.set(views()[2]);
  }

  /** All zᵢ of these rows, to out. */
  startLatent(w: Numbers, bias: number): void {
    const { columns, pitch } = this.layout;
    this.numbers(this.iterate, columns).set(w.subarray(0, columns));
    this.list('latent', this.X, pitch, this.begin, this.end, columns, this.iterate, bias, this.z);
    this.worker.start();
  }

  finishLatent(out: Float64Array): void {
    this.worker.finish();
    out.set(this.numbers(this.z, this.rows), this.begin);
  }

  private list(kernel: string, ...args: number[]): void {
    this.worker.list(kernel + (this.layout.size === 4 ? 'F32' : 'F64'), ...args);
  }
}

/** An address as the kernels compute with it, modulo 2³². */
export const wrapped = (address: number): number =>
  address - 2 ** 32 * Math.floor(address / 2 ** 32);
