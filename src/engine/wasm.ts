// X and y in WebAssembly memory, and the kernels on them.

import type { Constraint, ProjectionKernel } from '../constraints/constraint.js';
import { RelufitError, show } from '../errors.js';
import { type Kernels, returnKernels, takeKernels } from '../kernels/kernels.js';
import { checkFinite, type Numbers, type Precision } from '../problem/dataset.js';
import { leastSquares } from '../problem/least-squares.js';
import type { Loss } from '../problem/loss.js';
import type { RowSource, Shape } from '../problem/row-source.js';
import { Arena } from './arena.js';
import type { Engine, LoadedData, Vector, Workspace } from './engine.js';
import { type Moments, momentsOf } from './moments.js';
import { Panel } from './panel.js';
import { type PoolWorker, returnWorker, takeWorkers } from './pool.js';
import { projectFirst } from './project-first.js';
import { rowsPerBlock } from './row-blocks.js';
import { fillCalls, placeProducts } from './row-kernels.js';
import { type Layout, Shard } from './shard.js';

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

type Kernel = (...args: number[]) => number;

/** X, y and the memory that kernels work in. */
export class WasmData implements LoadedData, Layout {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  readonly kernels: Kernels;
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
  readonly nodes: number;
  readonly nodeBytes: number;
  readonly scratch: number;
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
    try {
      this.arena = new Arena(this.kernels.memory, this.kernels.heapBase.value as number);
      this.X = this.arena.take(this.ownRows * this.pitch);
      this.y = this.arena.take(this.ownRows * this.size);
      // What is left of a range of blocks, and of those of the other shards.
      const levels = Math.floor(Math.log2(blocks)) + 2;
      this.nodes = this.arena.take((count > 1 ? 2 * levels : levels) * this.nodeBytes);
      this.scratch = this.arena.take(KERNEL_SCRATCH);
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
    const { X, pitch, columns, size, scratch, ownRows } = this;
    const finish = this.shards.map((shard) => shard.fill(source, begin, end));
    const last = Math.min(end, ownRows);
    if (begin < last) {
      if (source.kernels === undefined) {
        const view = this.numbers(X + begin * pitch, ((last - begin) * pitch) / size);
        source.write(view, begin, last, pitch / size);
      } else {
        const place = { X, pitch, columns, size, scratch, begin, end: last };
        for (const [kernel, ...args] of fillCalls(source.kernels, place)) {
          this.kernel(kernel)(...args);
        }
      }
    }
    for (const end of finish) end();
  }

  addProducts(support: Int32Array, weights: Float64Array, z: Float64Array): void {
    const { kernels, arena, ownRows, X, pitch } = this;
    const finish = this.shards.map((shard) => shard.addProducts(support, weights, z));
    const own = z.subarray(0, ownRows);
    const { args, end } = placeProducts(kernels.memory, arena, support, weights, own);
    this.kernel('addProducts')(X, pitch, 0, ownRows, ...args);
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

  kernel(name: string): Kernel {
    return this.kernels[name + (this.precision === 'f32' ? 'F32' : 'F64')];
  }

  numbers(address: number, length: number): Numbers {
    const { buffer } = this.kernels.memory;
    return this.precision === 'f32'
      ? new Float32Array(buffer, address, length)
      : new Float64Array(buffer, address, length);
  }

  hasKernel(name: string): boolean {
    return name + (this.precision === 'f32' ? 'F32' : 'F64') in this.kernels;
  }

  /** Of the first node: Σ(φ(z) − y)², Σψ, max|ψ|. */
  sums(): Float64Array {
    return new Float64Array(this.kernels.memory.buffer, this.nodes, 3);
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
    this.kernel('moments')(this.X, this.pitch, 0, this.ownRows, columns, shift, sums, squares);
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
  constructor(
    private readonly data: WasmData,
    readonly address: number,
    private readonly length: number,
  ) {}

  get array(): Numbers {
    return this.data.numbers(this.address, this.length);
  }
}

class WasmWorkspace implements Workspace {
  readonly length: number;
  // Addresses and sizes, to be given back.
  private readonly taken: [number, number, Shard?][] = [];
  private readonly constants = new Map<Float64Array | Int32Array, number>();
  private readonly memories = new Map<Constraint, number>();
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
    const { rows, columns } = data;
    const [squares, weights, largest] = this.sum('gradient', w, columns);
    const sums = data.nodes + NODE_VECTOR;
    const notANumber = data.kernel('scale')(sums, 1 / rows, address(g), columns);
    if (this.intercept) g.array[columns] = weights / rows;
    return this.objectiveOf(squares, largest) + notANumber;
  }

  objective(w: Vector): number {
    const [squares, , largest] = this.sum('objective', w, 0);
    return this.objectiveOf(squares, largest);
  }

  latent(w: Vector): Float64Array {
    const { data } = this;
    const { ownRows, columns, size } = data;
    const bias = this.bias(w);
    for (const shard of data.shards) shard.startLatent(w.array, bias);
    // In slices of the projections' scratch, which is there already: z of all rows need not be. Whole groups of rows,
    // so that the bits are those of one range.
    const slice = 8 * Math.ceil(data.projectionScratchBytes / size / 8 - 1);
    const z = new Float64Array(data.rows);
    const out = data.projectionScratch;
    for (let begin = 0; begin < ownRows; begin += slice) {
      const end = Math.min(ownRows, begin + slice);
      data.kernel('latent')(data.X, data.pitch, begin, end, columns, address(w), bias, out);
      z.set(data.numbers(out, end - begin), begin);
    }
    for (const shard of data.shards) shard.finishLatent(z);
    return z;
  }

  step(w: Vector, g: Vector, mu: number, out: Vector): void {
    this.data.kernel('step')(address(w), address(g), mu, address(out), this.length);
  }

  project(v: Vector, constraint: Constraint): void {
    const { data } = this;
    const d = data.columns;
    const kernel = constraint.kernel?.(d);
    if (kernel === undefined) {
      projectFirst(v.array, d, constraint);
      return;
    }
    if (kernel.name === 'none') return;
    const name = `project${kernel.name}`;
    if (data.hasKernel(name)) {
      data.kernel(name)(address(v), d, ...this.kernelArguments(kernel, constraint, data.precision));
      return;
    }
    // A kernel in f64 alone projects f32 data as well: it is rounded once, at the end.
    this.wide ??= this.take(d * 8);
    const { wide } = this;
    const rest = this.kernelArguments(kernel, constraint, 'f64');
    const { buffer } = data.kernels.memory;
    const entries = new Float64Array(buffer, wide, d);
    entries.set(v.array.subarray(0, d));
    (data.kernels[`${name}F64`] as Kernel)(wide, d, ...rest);
    v.array.set(entries);
  }

  inner(a: Vector, b: Vector): number {
    return this.data.kernel('inner')(address(a), address(b), this.length);
  }

  squaredDistance(a: Vector, b: Vector): number {
    return this.data.kernel('squaredDistance')(address(a), address(b), this.length);
  }

  release(): void {
    for (const [address, bytes, shard] of this.taken.splice(0)) {
      (shard?.worker ?? this.data).arena.give(address, bytes);
    }
    this.data.closeWorkspace();
  }

  // Σ(φ(z) − y)², Σψ and max|ψ| over all rows at w; the vector of the sum is the first node's, for length > 0. Workers
  // begin first; their nodes follow this thread's in the order of the rows.
  private sum(kernel: 'gradient' | 'objective', w: Vector, length: number): Float64Array {
    const { data, alpha } = this;
    const { X, pitch, y, ownRows, blockRows, columns, nodes, nodeBytes, scratch } = data;
    const bias = this.bias(w);
    const sparse = this.panel.at(address(w));
    for (const shard of data.shards) {
      shard.start(kernel, w.array, sparse && this.panel, bias, alpha);
    }
    const { weights, panel, groupBytes, offsets, size } = sparse ?? dense(address(w));
    let count = data.kernel(kernel)(
      ...[X, pitch, y, 0, ownRows, blockRows, columns, weights, bias, alpha],
      ...[panel, groupBytes, offsets, size, nodes, nodeBytes, scratch],
    );
    for (const shard of data.shards) {
      let block = shard.begin / blockRows;
      for (const node of shard.finish()) {
        const { buffer } = data.kernels.memory;
        new Uint8Array(buffer, nodes + count * nodeBytes, nodeBytes).set(node);
        block += 2 ** new Int32Array(buffer, nodes + count * nodeBytes + NODE_LEVEL, 1)[0];
        count = data.kernel('join')(nodes, count + 1, nodeBytes, length, block - 1);
      }
    }
    data.kernel('collapse')(nodes, count, nodeBytes, length);
    return data.sums();
  }

  private bias(w: Vector): number {
    return this.intercept ? w.array[this.data.columns] : 0;
  }

  private objectiveOf(squares: number, largest: number): number {
    const square = largest * largest;
    const finite = Number.isFinite(this.data.precision === 'f32' ? Math.fround(square) : square);
    return finite ? squares / this.data.rows : Infinity;
  }

  // Everything is taken before any view is made: taking may grow the memory.
  private kernelArguments(
    { vectors = [], integers = [], scalars = [], scratch = 0, memory }: ProjectionKernel,
    constraint: Constraint,
    precision: Precision,
  ): number[] {
    const constants = [
      ...vectors.map((vector) => this.constant(vector, precision)),
      ...integers.map((indices) => this.constant(indices, 'i32')),
    ];
    const remembered = memory === undefined ? [] : [this.memoryOf(constraint, memory)];
    return [this.data.scratchFor(scratch), ...remembered, ...constants, ...scalars];
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

const dense = (weights: number) => ({ weights, panel: 0, groupBytes: 0, offsets: 0, size: 0 });

function pitchOf(columns: number, size: number): number {
  const bytes = columns * size;
  const padded = Math.ceil(bytes / 16) * 16;
  return padded <= bytes * PADDING_ALLOWED ? padded : bytes;
}
