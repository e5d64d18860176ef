// X and y in WebAssembly memory, and the kernels on them.

import type { Constraint } from '../constraints/constraint.js';
import { RelufitError, show } from '../errors.js';
import { type Kernels, returnKernels, takeKernels } from '../kernels/kernels.js';
import { checkFinite, type Numbers, type Precision, type Table } from '../problem/dataset.js';
import { leastSquares } from '../problem/least-squares.js';
import type { Loss } from '../problem/loss.js';
import { Arena } from './arena.js';
import type { Engine, LoadedData, Vector, Workspace } from './engine.js';
import { type Moments, momentsOf } from './moments.js';
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
const KERNEL_SCRATCH = 256;
const STATS = 24;

type Kernel = (...args: number[]) => number;

class WasmData implements LoadedData {
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
  readonly partial: number;
  readonly stats: number;
  readonly scratch: number;
  readonly projectionScratch: number;
  readonly projectionScratchBytes: number;
  private openWorkspaces = 0;
  private disposed = false;
  // Addresses of vectors given back, to be given out again.
  readonly free: number[] = [];
  // Where a set's own vectors (a box's bounds) lie, once copied in.
  readonly constants = new WeakMap<Float64Array, number>();

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
      this.partial = this.arena.take(columns * this.size);
      this.stats = this.arena.take(STATS);
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
  private readonly taken: number[] = [];

  constructor(
    private readonly data: WasmData,
    private readonly alpha: number,
    private readonly intercept: boolean,
  ) {
    this.length = data.columns + (intercept ? 1 : 0);
  }

  allocate(count: number): Vector[] {
    return Array.from({ length: count }, () => {
      // Every vector has room for an intercept, so that any fit can use any of them.
      const address =
        this.data.free.pop() ?? this.data.arena.take((this.data.columns + 1) * this.data.size);
      this.taken.push(address);
      const vector = new WasmVector(this.data, address, this.length);
      vector.array.fill(0);
      return vector;
    });
  }

  gradient(w: Vector, g: Vector): number {
    const { data } = this;
    const { rows, columns } = data;
    const stats = this.zeroStats();
    const sums = g.array;
    sums.fill(0);
    data.kernel('gradient')(...this.rowsAt(w), address(g), data.partial, data.stats, data.scratch);
    if (this.intercept) sums[columns] = stats[1];
    const notANumber = data.kernel('scale')(address(g), 1 / rows, this.length);
    return this.objectiveOf(stats) + notANumber;
  }

  objective(w: Vector): number {
    const { data } = this;
    const stats = this.zeroStats();
    data.kernel('objective')(...this.rowsAt(w), data.stats, data.scratch);
    return this.objectiveOf(stats);
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
    const kernel = constraint.kernel?.(data.columns);
    if (kernel === undefined) {
      projectFirst(v.array, data.columns, constraint);
      return;
    }
    if (kernel.name === 'none') return;
    const vectors = (kernel.vectors ?? []).map((vector) => this.constant(vector));
    data.kernel(`project${kernel.name}`)(
      address(v),
      data.columns,
      data.projectionScratch,
      ...vectors,
      ...(kernel.scalars ?? []),
    );
  }

  inner(a: Vector, b: Vector): number {
    return this.data.kernel('inner')(address(a), address(b), this.length);
  }

  squaredDistance(a: Vector, b: Vector): number {
    return this.data.kernel('squaredDistance')(address(a), address(b), this.length);
  }

  release(): void {
    this.data.free.push(...this.taken.splice(0));
    this.data.closeWorkspace();
  }

  // The arguments that gradient and objective begin with: all rows, in their blocks, at w.
  private rowsAt(w: Vector): number[] {
    const { X, pitch, y, rows, columns } = this.data;
    const blockRows = rowsPerBlock(rows);
    return [X, pitch, y, 0, rows, blockRows, columns, address(w), this.bias(w), this.alpha];
  }

  private bias(w: Vector): number {
    return this.intercept ? w.array[this.data.columns] : 0;
  }

  private zeroStats(): Float64Array {
    const stats = new Float64Array(this.data.kernels.memory.buffer, this.data.stats, 3);
    stats.fill(0);
    return stats;
  }

  private objectiveOf(stats: Float64Array): number {
    const [squares, , largest] = stats;
    const square = largest * largest;
    const finite = Number.isFinite(this.data.precision === 'f32' ? Math.fround(square) : square);
    return finite ? squares / this.data.rows : Infinity;
  }

  private constant(vector: Float64Array): number {
    const { data } = this;
    let at = data.constants.get(vector);
    if (at === undefined) {
      at = data.arena.take(vector.length * data.size);
      data.numbers(at, vector.length).set(vector);
      data.constants.set(vector, at);
    }
    return at;
  }
}

const address = (vector: Vector) => (vector as WasmVector).address;

function pitchOf(columns: number, size: number): number {
  const bytes = columns * size;
  const padded = Math.ceil(bytes / 16) * 16;
  return padded <= bytes * PADDING_ALLOWED ? padded : bytes;
}
