// X and y in WebAssembly memory, and the kernels on them.

import type { Constraint, ProjectionKernel } from '../constraints/constraint.js';
import { RelufitError, show } from '../errors.js';
import { type Kernels, returnKernels, takeKernels } from '../kernels/kernels.js';
import { checkFinite, type Numbers, type Precision } from '../problem/dataset.js';
import { leastSquares } from '../problem/least-squares.js';
import type { Loss } from '../problem/loss.js';
import type { RowSource, Shape } from '../problem/row-source.js';
import { Arena, Scratch } from './arena.js';
import type { Engine, LoadedData, Vector, Workspace } from './engine.js';
import { type Gram, gramOf, planGram } from './gram.js';
import { type KernelTable, kernelName, kernelTable } from './kernel-table.js';
import { type Moments, momentsOf } from './moments.js';
import { denseArguments, Panel } from './panel.js';
import { type PoolWorker, returnWorker, takeWorkers } from './pool.js';
import { projectFirst } from './project-first.js';
import { rowsPerBlock } from './row-blocks.js';
import { fillCalls, placeProducts } from './row-kernels.js';
import { RowNumbers } from './row-numbers.js';
import { type Layout, Shard } from './shard.js';
import { type Folds, listIterates, planTrees, rowsSeen } from './trees.js';

export const wasmEngine: Engine = {
  name: 'wasm',
  simd: 'simd128',
  open: (shape) => new WasmData(shape, 1),
};

/** `wasm` with its rows in shards, one for this thread and one for each of `threads` − 1 workers. */
export const threadsEngine = (threads: number): Engine => ({
  name: 'threads',
  simd: 'simd128',
  open: (shape) => new WasmData(shape, threads),
});

// Rows are padded to whole vectors where that costs little; a kernel takes any pitch.
const PADDING_ALLOWED = 1.05;

const SELECTION_COUNTS = 8192;
const KERNEL_SCRATCH = 704;
// Where the vector and the level of a node are, as assembly/macro/nodes.ts has it.
const NODE_VECTOR = 64;
const NODE_LEVEL = 24;

/** Where the nodes of a sum lie, and how many numbers of which precision each one's vector has. */
interface Tree {
  readonly nodes: number;
  readonly nodeBytes: number;
  readonly length: number;
  readonly precision: Precision;
}

/** X, y and the memory that kernels work in. */
export class WasmData implements LoadedData, Layout {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  readonly kernels: Kernels;
  readonly table: KernelTable;
  readonly arena: Arena;
  readonly size: 4 | 8;
  readonly pitch: number;
  readonly X: number;
  readonly y: number;
  /** Rows of this thread, from 0; the others' follow in the order of the shards. */
  readonly ownRows: number;
  readonly blockRows: number;
  readonly shards: readonly Shard[] = [];
  readonly ready: Promise<unknown>;
  /** How many nodes this thread's rows and those of the other shards leave at most. */
  readonly nodeCount: number;
  readonly nodes: number;
  readonly nodeBytes: number;
  readonly scratch: number;
  readonly weights: RowNumbers;
  readonly target: RowNumbers;
  readonly folds: RowNumbers;
  readonly sumScratch: Scratch;
  projectionScratch: number;
  projectionScratchBytes: number;
  // Taken before the shards are made: making one may fail.
  private workers: readonly PoolWorker[] = [];
  private openWorkspaces = 0;
  private disposed = false;
  private computed: Moments | undefined;

  constructor({ rows, columns, precision }: Shape, threads: number) {
    this.rows = rows;
    this.columns = columns;
    this.precision = precision;
    this.size = precision === 'f32' ? 4 : 8;
    this.pitch = pitchOf(columns, this.size);
    this.blockRows = rowsPerBlock(rows);
    this.nodeBytes = NODE_VECTOR + 16 * Math.ceil((columns * this.size) / 16);
    const blocks = Math.ceil(rows / this.blockRows);
    const count = Math.min(threads, blocks);
    // Whole blocks, as evenly as they go; the last may be short.
    const bounds = Array.from({ length: count + 1 }, (_, k) =>
      Math.min(rows, Math.floor((k * blocks) / count) * this.blockRows),
    );
    this.ownRows = bounds[1];
    this.kernels = takeKernels();
    this.table = kernelTable(this.kernels, precision);
    try {
      this.arena = new Arena(this.kernels.memory, this.kernels.heapBase.value as number);
      this.X = this.arena.take(this.ownRows * this.pitch);
      this.y = this.arena.take(this.ownRows * this.size);
      // What is left of a range of blocks, and of those of the other shards.
      const levels = Math.floor(Math.log2(blocks)) + 2;
      this.nodeCount = count > 1 ? 2 * levels : levels;
      this.nodes = this.arena.take(this.nodeCount * this.nodeBytes);
      this.scratch = this.arena.take(KERNEL_SCRATCH);
      this.weights = new RowNumbers(this.arena, 0, this.ownRows);
      this.target = new RowNumbers(this.arena, 0, this.ownRows);
      this.folds = new RowNumbers(this.arena, 0, this.ownRows);
      this.sumScratch = new Scratch(this.arena);
      // Selection takes counts and d candidates, the ℓ1 ball 2d numbers, the moments 3d.
      this.projectionScratchBytes = SELECTION_COUNTS + 24 * columns;
      this.projectionScratch = this.arena.take(this.projectionScratchBytes);
      if (count > 1) {
        this.workers = takeWorkers(count - 1);
        this.shards = this.workers.map(
          (worker, k) => new Shard(worker, this, bounds[k + 1], bounds[k + 2]),
        );
      }
      this.ready = Promise.all(this.workers.map(({ ready }) => ready));
      this.ready.catch(() => {});
    } catch (error) {
      this.giveBack();
      throw error;
    }
  }

  get isReady(): boolean {
    return this.workers.every(({ isReady }) => isReady);
  }

  get moments(): Moments {
    this.computed ??= this.computeMoments();
    return this.computed;
  }

  fill(source: RowSource, begin: number, end: number): void {
    const { X, pitch, columns, size, scratch, ownRows, kernels, precision } = this;
    const finish = this.shards.map((shard) => shard.fill(source, begin, end));
    const last = Math.min(end, ownRows);
    if (begin < last) {
      if (source.kernels === undefined) {
        const view = this.numbers(X + begin * pitch, ((last - begin) * pitch) / size);
        source.write(view, begin, last, pitch / size);
      } else {
        const place = { X, pitch, columns, size, scratch, begin, end: last };
        for (const [kernel, ...args] of fillCalls(source.kernels, place)) {
          kernels[kernelName(kernel, precision)](...args);
        }
      }
    }
    for (const end of finish) end();
  }

  addProducts(support: Int32Array, weights: Float64Array, z: Float64Array): void {
    const { kernels, precision, arena, ownRows, X, pitch } = this;
    const finish = this.shards.map((shard) => shard.addProducts(support, weights, z));
    const own = z.subarray(0, ownRows);
    const { args, end } = placeProducts(kernels.memory, arena, support, weights, own);
    kernels[kernelName('addProducts', precision)](X, pitch, 0, ownRows, ...args);
    end();
    for (const end of finish) end();
  }

  setTarget(y: Numbers): void {
    this.numbers(this.y, this.ownRows).set(y.subarray(0, this.ownRows));
    for (const shard of this.shards) shard.setTarget(y);
  }

  get threads(): number {
    return this.shards.length + 1;
  }

  numbers(address: number, length: number): Numbers {
    const { buffer } = this.kernels.memory;
    return this.precision === 'f32'
      ? new Float32Array(buffer, address, length)
      : new Float64Array(buffer, address, length);
  }

  /** Where a projection may write `bytes` bytes that nobody keeps. */
  scratchFor(bytes: number): number {
    if (bytes > this.projectionScratchBytes) {
      this.arena.give(this.projectionScratch, this.projectionScratchBytes);
      this.projectionScratch = this.arena.take(bytes);
      this.projectionScratchBytes = bytes;
    }
    return this.projectionScratch;
  }

  workspace(options: { loss: Loss; alpha: number; intercept: boolean }): Workspace {
    if (options.loss !== leastSquares()) {
      throw new RelufitError(
        'ENGINE_UNAVAILABLE',
        "engine 'wasm'",
        `the loss ${show(options.loss.name)}`,
        'leastSquares(), the one that its kernels compute',
        "Use engine: 'reference' for a loss of your own.",
      );
    }
    this.openWorkspaces++;
    return new WasmWorkspace(this, options.alpha, options.intercept);
  }

  /** A workspace has been released: called once for each. */
  closeWorkspace(): void {
    this.openWorkspaces--;
    this.returnWhenUnused();
  }

  dispose(): void {
    this.disposed = true;
    this.returnWhenUnused();
  }

  // A fit may still run when its dataset is disposed of: the memory is another's only after its last workspace.
  private returnWhenUnused(): void {
    if (this.disposed && this.openWorkspaces === 0) this.giveBack();
  }

  private giveBack(): void {
    returnKernels(this.kernels);
    for (const worker of this.workers) returnWorker(worker);
  }

  // The sums are finite only where every entry is: one trip of the kernel is the check and the moments. Shards go on
  // where the one before ended, so that the sums are those of one thread.
  private computeMoments(): Moments {
    const { rows, columns } = this;
    const [shift, sums, squares] = [0, 8, 16].map((k) => this.projectionScratch + k * columns);
    const { buffer } = this.kernels.memory;
    const at = (address: number) => new Float64Array(buffer, address, columns);
    at(shift).set(this.numbers(this.X, columns));
    at(sums).fill(0);
    at(squares).fill(0);
    this.table.moments(this.X, this.pitch, 0, this.ownRows, columns, shift, sums, squares);
    for (const shard of this.shards) shard.addMoments(at(shift), at(sums), at(squares));
    const moments = momentsOf(at(shift), at(sums), at(squares), rows);
    const { mean, meanSquare } = moments;
    if (!mean.every(Number.isFinite) || !meanSquare.every(Number.isFinite)) this.checkRows();
    return moments;
  }

  private checkRows(): void {
    const { columns, ownRows } = this;
    const stride = this.pitch / this.size;
    checkFinite(this.numbers(this.X, ownRows * stride), { columns, stride });
    for (const shard of this.shards) {
      checkFinite(shard.entries, { columns, stride, first: shard.begin });
    }
  }
}

class WasmVector implements Vector {
  private view: Numbers;
  private growths: number;

  constructor(
    private readonly data: WasmData,
    readonly address: number,
    private readonly length: number,
  ) {
    this.view = data.numbers(address, length);
    this.growths = data.arena.growths;
  }

  get array(): Numbers {
    const { growths } = this.data.arena;
    if (this.growths !== growths) {
      this.view = this.data.numbers(this.address, this.length);
      this.growths = growths;
    }
    return this.view;
  }
}

class WasmWorkspace implements Workspace {
  readonly length: number;
  // Addresses and sizes, to be given back.
  private readonly taken: [number, number, Shard?][] = [];
  private readonly constants = new Map<Float64Array | Int32Array, number>();
  private readonly memories = new Map<Constraint, number>();
  private readonly projections = new Map<Constraint, (v: Vector) => void>();
  private readonly panel: Panel;
  private wide: number | undefined;

  constructor(
    private readonly data: WasmData,
    private readonly alpha: number,
    private readonly intercept: boolean,
  ) {
    this.length = data.columns + (intercept ? 1 : 0);
    this.panel = new Panel(data, (bytes, shard) => this.take(bytes, shard));
  }

  allocate(count: number): Vector[] {
    return Array.from({ length: count }, () => {
      // Every vector has room for an intercept, so that any fit can use any of them.
      const address = this.take((this.data.columns + 1) * this.data.size);
      const vector = new WasmVector(this.data, address, this.length);
      vector.array.fill(0);
      return vector;
    });
  }

  gradient(w: Vector, g: Vector): number {
    const { data } = this;
    this.sum('gradient', w, data.columns);
    return this.objectiveOf(data.nodes) + this.takeMean(data.nodes, g);
  }

  gradients(
    iterates: readonly Vector[],
    gradients: readonly Vector[],
    given: Folds = {},
  ): Float64Array {
    const { data, alpha } = this;
    const { X, pitch, y, ownRows, blockRows, columns, nodeBytes } = data;
    const count = iterates.length;
    if (count === 0) return new Float64Array(0);
    const plan = planTrees(count, data.nodeCount, nodeBytes, 0);
    const nodes = data.sumScratch.take(plan.bytes);
    const folds = given.folds === undefined ? 0 : data.folds.copy(given.folds);
    const biases = iterates.map((w) => this.bias(w));
    const sparse = this.panel.at(iterates.map(address));
    // Memory is taken, which may fail, before any worker begins.
    const arrays = iterates.map((w) => w.array);
    const starts = data.shards.map((shard) =>
      shard.gradients(arrays, sparse && this.panel, biases, alpha, given),
    );
    for (const start of starts) start();
    const listed = sparse ?? iterates.map((w) => denseArguments(address(w)));
    listIterates(
      data.arena,
      nodes + plan.iterates,
      listed.map((place, k) => ({ ...place, left: given.left?.[k] ?? -1, bias: biases[k] })),
    );
    const { panel, groupBytes } = listed[0];
    const made = data.table.gradients(
      X,
      pitch,
      y,
      folds,
      0,
      ownRows,
      blockRows,
      columns,
      alpha,
      nodes + plan.iterates,
      count,
      panel,
      groupBytes,
      nodes,
      plan.treeBytes,
      nodeBytes,
      nodes + plan.scratch,
    );
    for (const shard of data.shards) shard.finish();
    const seen = rowsSeen(count, data.rows, given);
    return Float64Array.from(gradients, (g, k) => {
      const tree = { ...this.tree(columns), nodes: nodes + k * plan.treeBytes };
      this.collect(made, tree, k);
      return this.objectiveOf(tree.nodes, seen[k]) + this.takeMean(tree.nodes, g, seen[k]);
    });
  }

  objective(w: Vector): number {
    this.sum('objective', w, 0);
    return this.objectiveOf(this.data.nodes);
  }

  latent(w: Vector): Float64Array {
    const { data } = this;
    const { ownRows, columns, size } = data;
    const bias = this.bias(w);
    for (const shard of data.shards) shard.startLatent(w.array, bias);
    // In slices of the projections' scratch, which is there already: z of all rows need not be.
    const slice = Math.floor(data.projectionScratchBytes / size);
    const z = new Float64Array(data.rows);
    const out = data.projectionScratch;
    for (let begin = 0; begin < ownRows; begin += slice) {
      const end = Math.min(ownRows, begin + slice);
      data.table.latent(data.X, data.pitch, begin, end, columns, address(w), bias, out);
      z.set(data.numbers(out, end - begin), begin);
    }
    for (const shard of data.shards) shard.finishLatent(z);
    return z;
  }

  adjoint(values: Float64Array, g: Vector): void {
    const { data } = this;
    const { X, pitch, ownRows, blockRows, columns, nodes, nodeBytes, scratch } = data;
    // Memory is taken, which may fail, before any worker begins.
    const starts = data.shards.map((shard) => shard.adjoint(values));
    const weights = data.weights.copy(values);
    for (const start of starts) start();
    const count = data.table.adjoint(
      X,
      pitch,
      weights,
      0,
      ownRows,
      blockRows,
      columns,
      nodes,
      nodeBytes,
      scratch,
    );
    this.collectSum(count, this.tree(columns));
    this.takeMean(nodes, g);
  }

  gram(support: Int32Array, values: Float64Array, targets: Float64Array): Gram {
    const { data } = this;
    const { X, pitch, ownRows, blockRows, columns: d } = data;
    const k = support.length;
    const { length, nodeBytes, ...plan } = planGram(k, data.nodeCount);
    const nodes = data.sumScratch.take(plan.bytes);
    const weights = data.weights.copy(values);
    const target = data.target.copy(targets);
    for (const start of data.shards.map((shard) => shard.gram(support, values, targets))) start();
    const columns = nodes + plan.columns;
    const { i32, f64 } = data.arena;
    i32.set(support, columns / 4);
    const count = data.table.gram(
      X,
      pitch,
      weights,
      target,
      0,
      ownRows,
      blockRows,
      d,
      columns,
      k,
      nodes,
      nodeBytes,
      nodes + plan.scratch,
    );
    this.collectSum(count, { nodes, nodeBytes, length, precision: 'f64' });
    const tiles = (nodes + NODE_VECTOR) / 8;
    return gramOf(f64.subarray(tiles, tiles + length), k);
  }

  step(w: Vector, g: Vector, mu: number, out: Vector): void {
    this.data.table.step(address(w), address(g), mu, address(out), this.length);
  }

  project(v: Vector, constraint: Constraint): void {
    let project = this.projections.get(constraint);
    if (project === undefined) {
      project = this.projection(constraint);
      this.projections.set(constraint, project);
    }
    project(v);
  }

  inner(a: Vector, b: Vector): number {
    return this.data.table.inner(address(a), address(b), this.length);
  }

  squaredDistance(a: Vector, b: Vector): number {
    return this.data.table.squaredDistance(address(a), address(b), this.length);
  }

  release(): void {
    for (const [address, bytes, shard] of this.taken.splice(0)) {
      (shard?.worker ?? this.data).arena.give(address, bytes);
    }
    this.data.closeWorkspace();
  }

  // Σ(φ(z) − y)², Σψ and max|ψ| over all rows at w, and for length > 0 their vector: the first node. Workers begin first;
  // their nodes follow this thread's in the order of the rows.
  private sum(kernel: 'gradient' | 'objective', w: Vector, length: number): void {
    const { data, alpha } = this;
    const { X, pitch, y, ownRows, blockRows, columns, nodes, nodeBytes, scratch } = data;
    const bias = this.bias(w);
    const sparse = this.panel.at([address(w)]);
    for (const shard of data.shards) {
      shard.start(kernel, w.array, sparse && this.panel, bias, alpha);
    }
    const { weights, panel, groupBytes, offsets, size } = sparse?.[0] ?? denseArguments(address(w));
    const count = data.table[kernel](
      X,
      pitch,
      y,
      0,
      ownRows,
      blockRows,
      columns,
      weights,
      bias,
      alpha,
      panel,
      groupBytes,
      offsets,
      size,
      nodes,
      nodeBytes,
      scratch,
    );
    this.collectSum(count, this.tree(length));
  }

  private tree(length: number): Tree {
    const { nodes, nodeBytes, precision } = this.data;
    return { nodes, nodeBytes, length, precision };
  }

  private collectSum(count: number, tree: Tree): void {
    for (const shard of this.data.shards) shard.finish();
    this.collect(count, tree, 0);
  }

  // The first node becomes the sum of all: `count` of this thread's, then the workers', of their tree k.
  private collect(count: number, { nodes, nodeBytes, length, precision }: Tree, k: number): void {
    const { data } = this;
    const { join, collapse } = kernelTable(data.kernels, precision);
    for (const shard of data.shards) {
      let block = shard.begin / data.blockRows;
      for (const node of shard.nodesOf(k)) {
        const at = nodes + count * nodeBytes;
        data.arena.f64.set(node, at / 8);
        block += 2 ** data.arena.i32[(at + NODE_LEVEL) / 4];
        count = join(nodes, count + 1, nodeBytes, length, block - 1);
      }
    }
    collapse(nodes, count, nodeBytes, length);
  }

  // g = a node's vector and weights, over n; answers NaN where g is not finite.
  private takeMean(node: number, g: Vector, rows = this.data.rows): number {
    const { columns, table, arena } = this.data;
    const notANumber = table.scale(node + NODE_VECTOR, 1 / rows, address(g), columns);
    if (this.intercept) g.array[columns] = arena.f64[node / 8 + 1] / rows;
    return notANumber;
  }

  private bias(w: Vector): number {
    return this.intercept ? w.array[this.data.columns] : 0;
  }

  private objectiveOf(node: number, rows = this.data.rows): number {
    const { arena, precision } = this.data;
    const square = arena.f64[node / 8 + 2] ** 2;
    const finite = Number.isFinite(precision === 'f32' ? Math.fround(square) : square);
    return finite ? arena.f64[node / 8] / rows : Infinity;
  }

  // P_K as a call on a vector: what a set names is looked up once a fit.
  private projection(constraint: Constraint): (v: Vector) => void {
    const { data } = this;
    const { kernels, columns: d } = data;
    const named = constraint.kernel?.(d);
    if (named === undefined) return (v) => projectFirst(v.array, d, constraint);
    if (named.name === 'none') return () => {};
    const { name, scratch = 0 } = named;
    const own = kernels[kernelName(`project${name}`, data.precision)];
    if (own !== undefined) {
      const rest = this.kernelArguments(named, constraint, data.precision);
      return (v) => void own(address(v), d, data.scratchFor(scratch), ...rest);
    }
    // A kernel in f64 alone projects f32 data as well: it is rounded once, at the end.
    const kernel = kernels[kernelName(`project${name}`, 'f64')];
    const rest = this.kernelArguments(named, constraint, 'f64');
    this.wide ??= this.take(d * 8);
    const { wide } = this;
    return (v) => {
      const at = data.scratchFor(scratch);
      const entries = data.arena.f64.subarray(wide / 8, wide / 8 + d);
      entries.set(v.array.subarray(0, d));
      kernel(wide, d, at, ...rest);
      v.array.set(entries);
    };
  }

  // What follows the scratch.
  private kernelArguments(
    { vectors = [], integers = [], scalars = [], memory }: ProjectionKernel,
    constraint: Constraint,
    precision: Precision,
  ): number[] {
    const constants = [
      ...vectors.map((vector) => this.constant(vector, precision)),
      ...integers.map((indices) => this.constant(indices, 'i32')),
    ];
    const remembered = memory === undefined ? [] : [this.memoryOf(constraint, memory)];
    return [...remembered, ...constants, ...scalars];
  }

  // Where a set's own vectors (a box's bounds) lie, copied in at their first use.
  private constant(values: Float64Array | Int32Array, kind: Precision | 'i32'): number {
    let at = this.constants.get(values);
    if (at === undefined) {
      const Type = kind === 'i32' ? Int32Array : kind === 'f32' ? Float32Array : Float64Array;
      at = this.take(values.length * Type.BYTES_PER_ELEMENT);
      new Type(this.data.kernels.memory.buffer, at, values.length).set(values);
      this.constants.set(values, at);
    }
    return at;
  }

  // What a kernel remembers of a set between its calls in one fit; zeros at the first.
  private memoryOf(constraint: Constraint, bytes: number): number {
    let at = this.memories.get(constraint);
    if (at === undefined) {
      at = this.take(bytes);
      new Uint8Array(this.data.kernels.memory.buffer, at, bytes).fill(0);
      this.memories.set(constraint, at);
    }
    return at;
  }

  private take(bytes: number, shard?: Shard): number {
    const address = (shard?.worker ?? this.data).arena.take(bytes);
    this.taken.push([address, bytes, shard]);
    return address;
  }
}

const address = (vector: Vector) => (vector as WasmVector).address;

function pitchOf(columns: number, size: number): number {
  const bytes = columns * size;
  const padded = Math.ceil(bytes / 16) * 16;
  return padded <= bytes * PADDING_ALLOWED ? padded : bytes;
}
