// X and y in WebAssembly memory, and the kernels on them.

import type { Constraint, ProjectionKernel } from '../constraints/constraint.js';
import { RelufitError } from '../errors.js';
import { type Kernels, returnKernels, takeKernels, withRareKernels } from '../kernels/kernels.js';
import { checkFinite, type Numbers, type Precision } from '../problem/dataset.js';
import type { RowSource, Shape } from '../problem/row-source.js';
import { Arena, Scratch } from './arena.js';
import type { Engine, LoadedData, Vector, Workspace, WorkspaceOptions } from './engine.js';
import { type Gram, gramOf, NODE_VECTOR, planGram } from './gram.js';
import { isRare, type KernelTable, kernelName, kernelTable } from './kernel-table.js';
import { KERNEL_SCRATCH, type Layout } from './layout.js';
import { type Moments, momentsOf } from './moments.js';
import { denseArguments, Panel } from './panel.js';
import { machineMemory } from './pool.js';
import { projectFirst } from './project-first.js';
import { allRows, type RowRange, rowsPerBlock, within } from './row-blocks.js';
import { fillCalls, placeProducts } from './row-kernels.js';
import { RowNumbers } from './row-numbers.js';
import type { Shard } from './shard.js';
import { type Folds, listIterates, planTrees, rowsSeen } from './trees.js';

/** One thread, with all rows in one memory: for more bytes than that holds see memories.ts. */
export const wasmEngine: Engine = {
  name: 'wasm',
  simd: 'simd128',
  open: (shape) => new WasmData(shape),
};

/** The memories besides the first, and who computes on them. */
export interface Others {
  readonly shards: readonly Shard[];
  readonly isReady: boolean;
  readonly ready: Promise<unknown>;
  /** See WasmData. */
  inRounds(starts: readonly ((() => void) | undefined)[], own: () => void): void;
  giveBack(): void;
}

/** How rows are divided among several memories. */
export interface Division {
  readonly threads: number;
  /** Rows of the first memory. */
  readonly ownRows: number;
  /** Takes the others. */
  open(): Others;
}

// A multiple of the rows of a panel's group in either precision.
const SLICE_ROWS = 16;

// Rows are padded to whole vectors where that costs little; a kernel takes any pitch.
const PADDING_ALLOWED = 1.05;

/** Of data without workers: a promise for each would wait, unread, for the end of a loop of small fits. */
export const READY = Promise.resolve();

const SELECTION_COUNTS = 8192;
// Where the level of a node is, as assembly/macro/nodes.ts has it.
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
  /** Rows of the first memory, from 0; the others' follow in the order of the shards. */
  readonly ownRows: number;
  /** How many work at once. */
  readonly threads: number;
  readonly blockRows: number;
  readonly shards: readonly Shard[] = [];
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
  private readonly others: Others | undefined;
  private openWorkspaces = 0;
  private disposed = false;
  private computed: Moments | undefined;

  /** Where `divide` answers a division there are several memories. */
  constructor(
    { rows, columns, precision }: Shape,
    divide?: (layout: Layout & Shape) => Division | undefined,
  ) {
    this.rows = rows;
    this.columns = columns;
    this.precision = precision;
    this.size = precision === 'f32' ? 4 : 8;
    this.pitch = pitchOf(columns, this.size);
    this.blockRows = rowsPerBlock(rows);
    this.nodeBytes = NODE_VECTOR + 16 * Math.ceil((columns * this.size) / 16);
    checkMachine(rows * (this.pitch + this.size));
    const division = divide?.(this);
    this.threads = division?.threads ?? 1;
    this.ownRows = division?.ownRows ?? rows;
    this.kernels = takeKernels();
    this.table = kernelTable(this.kernels, precision);
    try {
      this.arena = new Arena(this.kernels.memory, this.kernels.heapBase.value as number);
      this.X = this.arena.take(this.ownRows * this.pitch);
      this.y = this.arena.take(this.ownRows * this.size);
      // What is left of a range of blocks, and of those of the other shards.
      const levels = Math.floor(Math.log2(Math.ceil(rows / this.blockRows))) + 2;
      this.nodeCount = division ? 2 * levels : levels;
      // A range that begins elsewhere than at row 0 may leave twice as many.
      this.nodes = this.arena.take(2 * levels * this.nodeBytes);
      this.scratch = this.arena.take(KERNEL_SCRATCH);
      this.weights = new RowNumbers(this.arena, 0, this.ownRows);
      this.target = new RowNumbers(this.arena, 0, this.ownRows);
      this.folds = new RowNumbers(this.arena, 0, this.ownRows);
      this.sumScratch = new Scratch(this.arena);
      // Selection takes counts and d candidates, the ℓ1 ball 2d numbers, the moments 3d.
      this.projectionScratchBytes = SELECTION_COUNTS + 24 * columns;
      this.projectionScratch = this.arena.take(this.projectionScratchBytes);
      this.others = division?.open();
      if (this.others) this.shards = this.others.shards;
    } catch (error) {
      this.giveBack();
      throw error;
    }
  }

  get isReady(): boolean {
    return this.others?.isReady ?? true;
  }

  get ready(): Promise<unknown> {
    return this.others?.ready ?? READY;
  }

  get moments(): Moments {
    this.computed ??= this.computeMoments();
    return this.computed;
  }

  fill(source: RowSource, begin: number, end: number): void {
    const { X, pitch, columns, size, scratch, ownRows } = this;
    const starts = this.shards.map((shard) => shard.fill(source, begin, end));
    this.inRounds(starts, () => {
      const last = Math.min(end, ownRows);
      if (begin >= last) return;
      if (source.kernels === undefined) {
        const view = this.numbers(X + begin * pitch, ((last - begin) * pitch) / size);
        source.write(view, begin, last, pitch / size);
        return;
      }
      const place = { X, pitch, columns, size, scratch, begin, end: last };
      for (const [kernel, ...args] of fillCalls(source.kernels, place)) {
        withRareKernels(this.kernels)[kernelName(kernel, this.precision)](...args);
      }
    });
  }

  addProducts(support: Int32Array, weights: Float64Array, z: Float64Array): void {
    const { kernels, arena, ownRows, X, pitch, precision } = this;
    const all = withRareKernels(kernels);
    const shards = this.shards.map((shard) => shard.addProducts(support, weights, z));
    const { args, end } = placeProducts(arena, support, weights, z.subarray(0, ownRows));
    this.inRounds(
      shards.map(({ start }) => start),
      () => all[kernelName('addProducts', precision)](X, pitch, 0, ownRows, ...args),
    );
    end();
    for (const { end } of shards) end();
  }

  setTarget(y: Numbers): void {
    this.numbers(this.y, this.ownRows).set(y.subarray(0, this.ownRows));
    for (const shard of this.shards) shard.setTarget(y);
  }

  /**
   * Runs `own` on the first memory, and on the shards what begins there, with no more at once than there are threads:
   * of each round one memory is this thread's, the others are workers'. A worker without a part in it sleeps.
   */
  inRounds(starts: readonly ((() => void) | undefined)[], own: () => void): void {
    if (this.others) this.others.inRounds(starts, own);
    else own();
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
      // Taken before the old one is given back: taking may fail.
      const address = this.arena.take(bytes);
      this.arena.give(this.projectionScratch, this.projectionScratchBytes);
      this.projectionScratch = address;
      this.projectionScratchBytes = bytes;
    }
    return this.projectionScratch;
  }

  workspace({ alpha, intercept }: WorkspaceOptions): Workspace {
    this.openWorkspaces++;
    return new WasmWorkspace(this, alpha, intercept);
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
    this.others?.giveBack();
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

  gradient(w: Vector, g: Vector, range?: RowRange): number {
    const { data } = this;
    this.sum('gradient', w, data.columns, range);
    const rows = range ? range.end - range.begin : data.rows;
    return this.objectiveOf(data.nodes, rows) + this.takeMean(data.nodes, g, rows);
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
    const listed = sparse ?? iterates.map((w) => denseArguments(address(w)));
    listIterates(
      data.arena,
      nodes + plan.iterates,
      listed.map((place, k) => ({ ...place, left: given.left?.[k] ?? -1, bias: biases[k] })),
    );
    const { panel, groupBytes } = listed[0];
    let made = 0;
    data.inRounds(starts, () => {
      made = data.table.gradients(
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
    });
    const seen = rowsSeen(count, data.rows, given);
    return Float64Array.from(gradients, (g, k) => {
      const tree = { ...this.tree(columns), nodes: nodes + k * plan.treeBytes };
      this.collect(made, tree, data.shards, k);
      return this.objectiveOf(tree.nodes, seen[k]) + this.takeMean(tree.nodes, g, seen[k]);
    });
  }

  objective(w: Vector): number {
    this.sum('objective', w, 0);
    return this.objectiveOf(this.data.nodes);
  }

  latent(w: Vector, some?: RowRange): Float64Array {
    const { data } = this;
    const { columns, size } = data;
    const range = some ?? allRows(data.rows);
    const own = within(range, 0, data.ownRows);
    const bias = this.bias(w);
    const parts = data.shards.map((shard) => shard.part(range));
    const sparse = some ? undefined : this.panel.at([address(w)]);
    const starts = data.shards.map(
      (shard, k) =>
        parts[k] && (() => shard.startLatent(w.array, sparse && this.panel, bias, parts[k])),
    );
    const {
      weights,
      panel,
      groupBytes,
      offsets,
      size: s,
    } = sparse?.[0] ?? denseArguments(address(w));
    // In slices of the projections' scratch, which is there already: z of all rows need not be. Whole groups of a panel,
    // which may write on to the end of one.
    const slice = SLICE_ROWS * Math.floor((data.projectionScratchBytes - 64) / size / SLICE_ROWS);
    const z = new Float64Array(range.end - range.begin);
    const out = data.projectionScratch;
    data.inRounds(starts, () => {
      for (let { begin } = own; begin < own.end; begin += slice) {
        const end = Math.min(own.end, begin + slice);
        data.table.latent(
          data.X,
          data.pitch,
          begin,
          end,
          columns,
          weights,
          bias,
          panel,
          groupBytes,
          offsets,
          s,
          out,
        );
        z.set(data.numbers(out, end - begin), begin - range.begin);
      }
    });
    data.shards.forEach((shard, k) => {
      const part = parts[k];
      if (part !== undefined) shard.takeLatent(z, part, range.begin);
    });
    return z;
  }

  adjoint(values: Float64Array, g: Vector, range = allRows(this.data.rows)): void {
    const { data } = this;
    const { X, pitch, ownRows, blockRows, columns, nodes, nodeBytes, scratch } = data;
    const own = within(range, 0, ownRows);
    const parts = data.shards.map((shard) => shard.part(range));
    // Memory is taken, which may fail, before any worker begins.
    const starts = data.shards.map((shard, k) => parts[k] && shard.adjoint(values, parts[k]));
    const weights = data.weights.copy(values, range);
    let count = 0;
    data.inRounds(starts, () => {
      count = data.table.adjoint(
        X,
        pitch,
        weights,
        own.begin,
        own.end,
        blockRows,
        columns,
        nodes,
        nodeBytes,
        scratch,
      );
    });
    this.collect(count, this.tree(columns), parts);
    this.takeMean(nodes, g, range.end - range.begin);
  }

  gram(support: Int32Array, values: Float64Array, targets: Float64Array): Gram {
    const { data } = this;
    const { X, pitch, ownRows, blockRows, columns: d } = data;
    const k = support.length;
    const { length, nodeBytes, ...plan } = planGram(k, data.nodeCount);
    const nodes = data.sumScratch.take(plan.bytes);
    const weights = data.weights.copy(values);
    const target = data.target.copy(targets);
    const starts = data.shards.map((shard) => shard.gram(support, values, targets));
    const columns = nodes + plan.columns;
    const { i32, f64 } = data.arena;
    i32.set(support, columns / 4);
    let count = 0;
    data.inRounds(starts, () => {
      count = data.table.gram(
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
    });
    this.collect(count, { nodes, nodeBytes, length, precision: 'f64' }, data.shards);
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
      (shard?.host ?? this.data).arena.give(address, bytes);
    }
    this.data.closeWorkspace();
  }

  // Σ(φ(z) − y)², Σψ and max|ψ| over all rows at w, and for length > 0 their vector: the first node. Workers begin first;
  // their nodes follow this thread's in the order of the rows.
  // A range gets no panel: to pack one reads rows beyond it.
  private sum(kernel: 'gradient' | 'objective', w: Vector, length: number, range?: RowRange): void {
    const { data, alpha } = this;
    const { X, pitch, y, blockRows, columns, nodes, nodeBytes, scratch } = data;
    const bias = this.bias(w);
    const own = range ? within(range, 0, data.ownRows) : allRows(data.ownRows);
    const parts = data.shards.map((shard) => (range ? shard.part(range) : shard));
    const sparse = range ? undefined : this.panel.at([address(w)]);
    const starts = data.shards.map(
      (shard, k) =>
        parts[k] &&
        (() => shard.start(kernel, w.array, sparse && this.panel, bias, alpha, parts[k])),
    );
    const { weights, panel, groupBytes, offsets, size } = sparse?.[0] ?? denseArguments(address(w));
    let count = 0;
    data.inRounds(starts, () => {
      count = data.table[kernel](
        X,
        pitch,
        y,
        own.begin,
        own.end,
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
    });
    this.collect(count, this.tree(length), parts);
  }

  private tree(length: number): Tree {
    const { nodes, nodeBytes, precision } = this.data;
    return { nodes, nodeBytes, length, precision };
  }

  // The first node becomes the sum of all: `count` of this thread's, then the workers', of their tree k and over their
  // parts of the rows.
  private collect(
    count: number,
    { nodes, nodeBytes, length, precision }: Tree,
    parts: readonly (RowRange | undefined)[],
    k = 0,
  ): void {
    const { data } = this;
    const { join, collapse } = kernelTable(data.kernels, precision);
    for (const [s, shard] of data.shards.entries()) {
      const part = parts[s];
      if (part === undefined) continue;
      let block = part.begin / data.blockRows;
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
    const { columns: d } = data;
    const named = constraint.kernel?.(d);
    if (named === undefined) return (v) => projectFirst(v.array, d, constraint);
    if (named.name === 'none') return () => {};
    const { name, scratch = 0 } = named;
    const kernels = isRare(name) ? withRareKernels(data.kernels) : data.kernels;
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
    const address = (shard?.host ?? this.data).arena.take(bytes);
    this.taken.push([address, bytes, shard]);
    return address;
  }
}

const address = (vector: Vector) => (vector as WasmVector).address;

// The system gives memory when it is written to: without this, too much of it would end the process half way.
function checkMachine(bytes: number): void {
  const memory = machineMemory();
  if (memory === undefined || bytes <= memory) return;
  throw new RelufitError(
    'TOO_LARGE',
    "engine 'wasm'",
    `data that needs ${(bytes / 2 ** 30).toFixed(2)} GiB`,
    `at most the ${(memory / 2 ** 30).toFixed(2)} GiB of this machine`,
    'Use Float32Array data or fewer rows.',
  );
}

function pitchOf(columns: number, size: number): number {
  const bytes = columns * size;
  const padded = Math.ceil(bytes / 16) * 16;
  return padded <= bytes * PADDING_ALLOWED ? padded : bytes;
}
