// Rows of X and y in a memory besides the first, and the part of what the engine computes that is theirs. What computes
// answers a function that begins it; `finish` waits for it.

import type { Numbers } from '../problem/dataset.js';
import type { RowSource } from '../problem/row-source.js';
import { Scratch } from './arena.js';
import { planGram } from './gram.js';
import type { Host } from './host.js';
import { KERNEL_SCRATCH, type Layout } from './layout.js';
import { denseArguments, type IterateArguments, type SparseIterates } from './panel.js';
import { type RowRange, within } from './row-blocks.js';
import { fillCalls, placeProducts } from './row-kernels.js';
import { RowNumbers, wrapped } from './row-numbers.js';
import { type Folds, listIterates, planTrees } from './trees.js';

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
  private readonly weights: RowNumbers;
  private readonly target: RowNumbers;
  private readonly folds: RowNumbers;
  private readonly sumScratch: Scratch;
  // Of the sum begun last, and how many nodes it left.
  private tree = { nodes: 0, nodeBytes: 0, treeBytes: 0 };
  private made = 0;

  constructor(
    readonly host: Host,
    private readonly layout: Layout,
    readonly begin: number,
    readonly end: number,
  ) {
    const { columns, size, pitch, nodeBytes } = layout;
    const { arena } = host;
    this.rows = end - begin;
    const X = arena.take(this.rows * pitch);
    const y = arena.take(this.rows * size);
    this.X = wrapped(X - begin * pitch);
    this.y = wrapped(y - begin * size);
    this.nodes = arena.take(NODES * nodeBytes);
    this.scratch = arena.take(KERNEL_SCRATCH);
    this.iterate = arena.take(columns * size);
    // A panel's last group writes on to its end.
    this.z = arena.take(Math.max(this.rows * size + 64, 24 * columns));
    this.weights = new RowNumbers(arena, begin, end);
    this.target = new RowNumbers(arena, begin, end);
    this.folds = new RowNumbers(arena, begin, end);
    this.sumScratch = new Scratch(arena);
  }

  /** The rows, pitch and all. */
  get entries(): Numbers {
    return this.numbers(wrapped(this.X + this.begin * this.layout.pitch), this.rows * this.stride);
  }

  private get stride(): number {
    return this.layout.pitch / this.layout.size;
  }

  /** Writes what of rows begin … end − 1 is here, or answers what begins to. */
  fill(source: RowSource, begin: number, end: number): (() => void) | undefined {
    const first = Math.max(begin, this.begin);
    const last = Math.min(end, this.end);
    if (first >= last) return undefined;
    if (source.kernels === undefined) {
      const at = (first - this.begin) * this.stride;
      source.write(this.entries.subarray(at), first, last, this.stride);
      return undefined;
    }
    const { X, scratch } = this;
    const place = { ...this.layout, X, scratch, begin: first, end: last };
    const calls = fillCalls(source.kernels, place);
    return () => {
      for (const [kernel, ...args] of calls) this.list(kernel, ...args);
      this.host.start();
    };
  }

  /** z_i += Σ_k x_{i,support[k]} weights[k] over these rows, and what takes the sums when it has been waited for. */
  addProducts(
    support: Int32Array,
    weights: Float64Array,
    z: Float64Array,
  ): { readonly start: () => void; readonly end: () => void } {
    const { host, X, begin, end } = this;
    const placed = placeProducts(host.arena, support, weights, z.subarray(begin, end));
    const start = () => {
      this.list('addProducts', X, this.layout.pitch, begin, end, ...placed.args);
      host.start();
    };
    return { start, end: placed.end };
  }

  setTarget(y: Numbers): void {
    const address = wrapped(this.y + this.begin * this.layout.size);
    this.numbers(address, this.rows).set(y.subarray(this.begin, this.end));
  }

  /** Views are made at use: the memory may have grown. */
  numbers(address: number, length: number): Numbers {
    const { buffer } = this.host.arena.i32;
    return this.layout.size === 4
      ? new Float32Array(buffer, address, length)
      : new Float64Array(buffer, address, length);
  }

  /** Begins a gradient, or an objective, at w. */
  start(
    kernel: 'gradient' | 'objective',
    w: Numbers,
    sparse: SparseIterates | undefined,
    bias: number,
    alpha: number,
    { begin, end }: RowRange = this,
  ): void {
    const { scratch, nodes } = this;
    const { columns, blockRows, nodeBytes } = this.layout;
    const { weights, panel, groupBytes, offsets, size } = this.placeIterate(w, sparse);
    this.list(
      kernel,
      ...[this.X, this.layout.pitch, this.y, begin, end, blockRows, columns, weights, bias, alpha],
      ...[panel, groupBytes, offsets, size, nodes, nodeBytes, scratch],
    );
    this.startSum(nodes, nodeBytes);
  }

  /** Makes ready for Σ ωᵢ (xᵢ, 1); answers what begins it. */
  adjoint(values: Float64Array, rows: RowRange = this): () => void {
    const { X, nodes, scratch } = this;
    const { begin, end } = rows;
    const { pitch, blockRows, columns, nodeBytes } = this.layout;
    const weights = this.weights.copy(values, rows);
    const range = [begin, end, blockRows, columns];
    return () => {
      this.list('adjoint', X, pitch, weights, ...range, nodes, nodeBytes, scratch);
      this.startSum(nodes, nodeBytes);
    };
  }

  /** Makes ready for gradients at iterates, dense where `sparse` is undefined; answers what begins them. */
  gradients(
    iterates: readonly Numbers[],
    sparse: SparseIterates | undefined,
    biases: readonly number[],
    alpha: number,
    { folds, left }: Folds,
  ): () => void {
    const { X, y, begin, end } = this;
    const { pitch, blockRows, columns, size, nodeBytes } = this.layout;
    const count = iterates.length;
    const plan = planTrees(
      count,
      NODES,
      nodeBytes,
      sparse ? 0 : 8 * Math.ceil((columns * size) / 8),
    );
    const nodes = this.sumScratch.take(plan.bytes);
    const foldsAt = folds === undefined ? 0 : this.folds.copy(folds);
    const stride = (plan.bytes - plan.weights) / count;
    const places = iterates.map((_, k) => nodes + plan.weights + k * stride);
    const listed = sparse?.on(this) ?? places.map(denseArguments);
    if (sparse === undefined) {
      places.forEach((place, k) => {
        this.numbers(place, columns).set(iterates[k].subarray(0, columns));
      });
    }
    listIterates(
      this.host.arena,
      nodes + plan.iterates,
      listed.map((place, k) => ({ ...place, left: left?.[k] ?? -1, bias: biases[k] })),
    );
    const { panel, groupBytes } = listed[0];
    const range = [foldsAt, begin, end, blockRows, columns, alpha];
    const trees = [nodes, plan.treeBytes, nodeBytes, nodes + plan.scratch];
    return () => {
      const list = [nodes + plan.iterates, count, panel, groupBytes];
      this.list('gradients', X, pitch, y, ...range, ...list, ...trees);
      this.startSum(nodes, nodeBytes, plan.treeBytes);
    };
  }

  /** Makes ready for the Gram matrix of these columns; answers what begins it. */
  gram(support: Int32Array, values: Float64Array, targets: Float64Array): () => void {
    const { X, begin, end } = this;
    const { pitch, blockRows, columns: d } = this.layout;
    const k = support.length;
    const plan = planGram(k, NODES);
    const nodes = this.sumScratch.take(plan.bytes);
    const columns = nodes + plan.columns;
    // What is taken may grow the memory: views come after it.
    const weights = this.weights.copy(values);
    const target = this.target.copy(targets);
    this.host.arena.i32.set(support, columns / 4);
    const rows = [X, pitch, weights, target, begin, end, blockRows, d];
    return () => {
      this.list('gram', ...rows, columns, k, nodes, plan.nodeBytes, nodes + plan.scratch);
      this.startSum(nodes, plan.nodeBytes);
    };
  }

  /** Waits for the sum begun. */
  finish(): void {
    this.made = this.host.finish();
  }

  /** Its nodes, in order, of tree k. */
  nodesOf(k: number): Float64Array[] {
    const { nodes, nodeBytes, treeBytes } = this.tree;
    const first = nodes + k * treeBytes;
    return Array.from({ length: this.made }, (_, i) =>
      this.host.arena.f64.subarray((first + i * nodeBytes) / 8, (first + (i + 1) * nodeBytes) / 8),
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
    const { f64 } = this.host.arena;
    const at = [0, 8, 16].map((k) => this.z + k * columns);
    [shift, sums, squares].forEach((values, k) => {
      f64.set(values, at[k] / 8);
    });
    this.list('moments', this.X, this.layout.pitch, this.begin, this.end, columns, ...at);
    this.host.start();
    this.host.finish();
    sums.set(f64.subarray(at[1] / 8, at[1] / 8 + columns));
    squares.set(f64.subarray(at[2] / 8, at[2] / 8 + columns));
  }

  /** Begins the zᵢ of these rows, or of some of them. */
  startLatent(
    w: Numbers,
    sparse: SparseIterates | undefined,
    bias: number,
    { begin, end }: RowRange = this,
  ): void {
    const { columns, pitch } = this.layout;
    const { weights, panel, groupBytes, offsets, size } = this.placeIterate(w, sparse);
    const iterate = [weights, bias, panel, groupBytes, offsets, size];
    this.list('latent', this.X, pitch, begin, end, columns, ...iterate, this.z);
    this.host.start();
  }

  /** out[i − first] = zᵢ, of the rows that were begun. */
  takeLatent(out: Float64Array, { begin, end }: RowRange, first: number): void {
    out.set(this.numbers(this.z, end - begin), begin - first);
  }

  /** What of the range is here, undefined where nothing is. */
  part(range: RowRange): RowRange | undefined {
    const part = within(range, this.begin, this.end);
    return part.begin < part.end ? part : undefined;
  }

  // Where a kernel finds w: copied here, or as it is looked at through a panel.
  private placeIterate(w: Numbers, sparse: SparseIterates | undefined): IterateArguments {
    if (sparse !== undefined) return sparse.on(this)[0];
    const { columns } = this.layout;
    this.numbers(this.iterate, columns).set(w.subarray(0, columns));
    return denseArguments(this.iterate);
  }

  private startSum(nodes: number, nodeBytes: number, treeBytes = 0): void {
    this.tree = { nodes, nodeBytes, treeBytes };
    this.host.start();
  }

  private list(kernel: string, ...args: number[]): void {
    this.host.list(kernel + (this.layout.size === 4 ? 'F32' : 'F64'), ...args);
  }
}
