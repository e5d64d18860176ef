// X and y in WebAssembly memory, and the kernels on them.

import type { Constraint, ProjectionKernel } from '../constraints/constraint.js';
import { RelufitError, show } from '../errors.js';
import { type Kernels, returnKernels, takeKernels } from '../kernels/kernels.js';
import { checkFinite, type Numbers, type Precision, type Table } from '../problem/dataset.js';
import { leastSquares } from '../problem/least-squares.js';
import type { Loss } from '../problem/loss.js';
import { Arena } from './arena.js';
import type { Engine, LoadedData, Vector, Workspace } from './engine.js';
import { type Moments, momentsOf } from './moments.js';
import { Panel } from './panel.js';
import { projectFirst } from './project-first.js';
import { rowsPerBlock } from './row-blocks.js';

export const wasmEngine: Engine = {
  name: 'wasm',
  simd: 'simd128',
  load: (table) => new WasmData(table),
};

// Rows are padded to whole vectors where that costs little; a kernel takes any pitch.
const PADDING_ALLOWED = 1.05;

const SELECTION_COUNTS = 8192;
const KERNEL_SCRATCH = 512;
// Where the vector of a node begins, as assembly/macro/nodes.ts has it.
const NODE_VECTOR = 64;

type Kernel = (...args: number[]) => number;

/** X, y and the memory that kernels work in. */
export class WasmData implements LoadedData {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  readonly moments: Moments;
  readonly kernels: Kernels;
  readonly arena: Arena;
  readonly size: 4 | 8;
  readonly pitch: number;
  readonly X: number;
  readonly y: number;
  readonly nodes: number;
  readonly nodeBytes: number;
  readonly scratch: number;
  projectionScratch: number;
  projectionScratchBytes: number;
  private openWorkspaces = 0;
  private disposed = false;

  constructor(table: Table) {
    const { rows, columns, precision, data } = table;
    this.rows = rows;
    this.columns = columns;
    this.precision = precision;
    this.size = precision === 'f32' ? 4 : 8;
    this.pitch = pitchOf(columns, this.size);
    this.kernels = takeKernels();
    try {
      this.arena = new Arena(this.kernels);
      this.X = this.arena.take(rows * this.pitch);
      this.y = this.arena.take(rows * this.size);
      this.nodeBytes = NODE_VECTOR + 16 * Math.ceil((columns * this.size) / 16);
      const blocks = Math.ceil(rows / rowsPerBlock(rows));
      this.nodes = this.arena.take((Math.floor(Math.log2(blocks)) + 2) * this.nodeBytes);
      this.scratch = this.arena.take(KERNEL_SCRATCH);
      // Selection takes counts and d candidates, the ℓ1 ball 2d numbers, the moments 3d.
      this.projectionScratchBytes = SELECTION_COUNTS + 24 * columns;
      this.projectionScratch = this.arena.take(this.projectionScratchBytes);
      this.copyRows(data);
      this.numbers(this.y, rows).set(table.y);
      this.moments = this.computeMoments(table);
    } catch (error) {
      returnKernels(this.kernels);
      throw error;
    }
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
    if (this.disposed && this.openWorkspaces === 0) returnKernels(this.kernels);
  }

  private copyRows(data: Numbers): void {
    const { rows, columns, pitch, size } = this;
    const stride = pitch / size;
    if (stride === columns) {
      this.numbers(this.X, rows * columns).set(data);
      return;
    }
    const X = this.numbers(this.X, rows * stride);
    for (let i = 0; i < rows; i++) X.set(data.subarray(i * columns, (i + 1) * columns), i * stride);
  }

  // The sums are finite only where every entry is: one trip of the kernel is the check and the moments.
  private computeMoments(table: Table): Moments {
    const { rows, columns } = this;
    const [shift, sums, squares] = [0, 8, 16].map((k) => this.projectionScratch + k * columns);
    const { buffer } = this.kernels.memory;
    const at = (address: number) => new Float64Array(buffer, address, columns);
    at(shift).set(table.data.subarray(0, columns));
    at(sums).fill(0);
    at(squares).fill(0);
    this.kernel('moments')(this.X, this.pitch, 0, rows, columns, shift, sums, squares);
    const moments = momentsOf(at(shift), at(sums), at(squares), rows);
    const { mean, meanSquare } = moments;
    if (!mean.every(Number.isFinite) || !meanSquare.every(Number.isFinite)) checkFinite(table);
    return moments;
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
  private readonly taken: [number, number][] = [];
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
    this.panel = new Panel(data, (bytes) => this.take(bytes));
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
    const { rows, columns, nodes, nodeBytes } = data;
    const count = data.kernel('gradient')(...this.rowsAt(w), nodes, nodeBytes, data.scratch);
    data.kernel('collapse')(nodes, count, nodeBytes, columns);
    const notANumber = data.kernel('scale')(nodes + NODE_VECTOR, 1 / rows, address(g), columns);
    const [squares, weights, largest] = data.sums();
    if (this.intercept) g.array[columns] = weights / rows;
    return this.objectiveOf(squares, largest) + notANumber;
  }

  objective(w: Vector): number {
    const { data } = this;
    const { nodes, nodeBytes } = data;
    const count = data.kernel('objective')(...this.rowsAt(w), nodes, nodeBytes, data.scratch);
    data.kernel('collapse')(nodes, count, nodeBytes, 0);
    const [squares, , largest] = data.sums();
    return this.objectiveOf(squares, largest);
  }

  latent(w: Vector): Float64Array {
    const { data } = this;
    const { rows, columns, size } = data;
    // In slices of the projections' scratch, which is there already: z of all rows need not be.
    const slice = Math.max(1, Math.floor(data.projectionScratchBytes / size));
    const z = new Float64Array(rows);
    for (let begin = 0; begin < rows; begin += slice) {
      const end = Math.min(rows, begin + slice);
      data.kernel('latent')(
        data.X,
        data.pitch,
        begin,
        end,
        columns,
        address(w),
        this.bias(w),
        data.projectionScratch,
      );
      z.set(data.numbers(data.projectionScratch, end - begin), begin);
    }
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
    for (const [address, bytes] of this.taken.splice(0)) this.data.arena.give(address, bytes);
    this.data.closeWorkspace();
  }

  // The arguments that gradient and objective begin with: all rows, in their blocks, at w.
  private rowsAt(w: Vector): number[] {
    const { X, pitch, y, rows, columns } = this.data;
    const blockRows = rowsPerBlock(rows);
    const { weights, panel, groupBytes, offsets, size } = this.panel.at(address(w));
    const bias = this.bias(w);
    return [
      ...[X, pitch, y, 0, rows, blockRows, columns, weights, bias, this.alpha],
      ...[panel, groupBytes, offsets, size],
    ];
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

  private take(bytes: number): number {
    const address = this.data.arena.take(bytes);
    this.taken.push([address, bytes]);
    return address;
  }
}

const address = (vector: Vector) => (vector as WasmVector).address;

function pitchOf(columns: number, size: number): number {
  const bytes = columns * size;
  const padded = Math.ceil(bytes / 16) * 16;
  return padded <= bytes * PADDING_ALLOWED ? padded : bytes;
}
