import type { Constraint } from '../constraints/constraint.js';
import type {
  Computing,
  EngineInfo,
  FitData,
  LoadedData,
  Vector,
  WorkspaceOptions,
} from '../engine/engine.js';
import type { Gram } from '../engine/gram.js';
import type { Moments } from '../engine/moments.js';
import { openData } from '../engine/open-data.js';
import { bytesOf } from '../engine/opening.js';
import { referenceEngine } from '../engine/reference.js';
import type { RowRange } from '../engine/row-blocks.js';
import type { EngineChoice } from '../engine/select.js';
import type { Folds } from '../engine/trees.js';
import { wasmEngine } from '../engine/wasm.js';
import type { CheckedOptions } from '../options.js';
import type { Numbers, Precision } from '../problem/dataset.js';
import { type RowSource, rowsOfBlock } from '../problem/row-source.js';
import type { FitResult } from '../result.js';
import { type BackgroundWorker, returnWorker, takeWorker } from './background-worker.js';
import type { LoadedInfo } from './calls.js';
import { sentOptions, whatStays } from './sent.js';
import { onPage, refuse } from './when.js';

/** How data are loaded into a background worker. */
export interface BackgroundOptions {
  readonly engine?: EngineChoice;
  readonly threads?: number;
  /** When loading began. */
  readonly began: number;
  /** By the user: then it is an error where no worker can be started, and otherwise the data are loaded here. */
  readonly asked: boolean;
}

/** X and y in a worker of their own, which is where fits run; or, where it cannot start, here. */
export class BackgroundData implements FitData {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  readonly ready: Promise<void>;
  isReady = false;
  private readonly worker: BackgroundWorker;
  private readonly id = number();
  private here: LoadedData | undefined;
  private info: LoadedInfo | undefined;
  private users = 1;
  private time: number | undefined;
  private disposed = false;

  /** The source is read later, see heldRows. */
  constructor(
    source: RowSource,
    y: Numbers,
    private readonly options: BackgroundOptions,
  ) {
    this.rows = source.rows;
    this.columns = source.columns;
    this.precision = source.precision;
    this.worker = takeWorker();
    this.ready = handled(this.load(source, y));
  }

  /** What will compute, as far as that is known before `ready`. */
  get engine(): EngineInfo {
    const { precision } = this;
    return (
      this.info?.engine ?? {
        name: 'wasm',
        simd: 'simd128',
        threads: 1,
        precision,
        background: true,
        reason: 'not decided yet: X is on its way to the worker',
      }
    );
  }

  get threads(): number {
    return this.engine.threads;
  }

  get moments(): Moments {
    if (this.info !== undefined) return this.info.moments;
    throw new Error('asked for the moments before the data were ready');
  }

  /** Milliseconds that loading took, or has taken so far. */
  get loadTime(): number {
    return this.time ?? performance.now() - this.options.began;
  }

  /** Do fits run in the worker? Known when ready. */
  get isRemote(): boolean {
    return this.here === undefined;
  }

  /** A fit that uses the data holds them: they are given back after the last has released them. */
  hold(): void {
    this.users++;
  }

  release(): void {
    this.users--;
    if (this.users === 0) this.giveBack();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.release();
  }

  /** What of the options cannot be sent to the worker, in words, or undefined where all can. */
  whatStays(options: CheckedOptions): string | undefined {
    return whatStays(options);
  }

  /** A whole fit in the worker; of options without functions. */
  async fit(options: CheckedOptions): Promise<FitResult> {
    const { worker } = this;
    const { signal } = options;
    const fit = number();
    // A worker that fails rejects the fit itself.
    const abort = () => worker.call('abort', [fit]).catch(() => {});
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await worker.call('fit', [this.id, fit, sentOptions(options)]);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  workspace(options: WorkspaceOptions): Computing {
    return (
      this.here?.workspace(options) ?? new RemoteWorkspace(this, this.worker, this.id, options)
    );
  }

  private async load(source: RowSource, given: Numbers): Promise<void> {
    const { engine, threads, asked } = this.options;
    const { rows, columns, precision } = source;
    const bytes = bytesOf(source);
    const blockRows = rowsOfBlock(source);
    const y = given.slice() as Numbers;
    try {
      await this.worker.ready;
    } catch (error) {
      if (asked) throw error;
      const why = this.worker.reason;
      refuse(why);
      const { data, engine: info } = openData(source, { engine, threads, mayStart: true });
      this.here = data;
      data.fill(source, 0, rows);
      data.setTarget(y);
      await data.ready;
      this.finish({ engine: onPage(info, why), moments: data.moments });
      return;
    }
    const { worker, id } = this;
    worker.bytes = Math.max(worker.bytes, bytes);
    let before = handled(worker.call('open', [id, { rows, columns, precision }, engine, threads]));
    for (let begin = 0; begin < rows; begin += blockRows) {
      const count = Math.min(blockRows, rows - begin);
      const block = array(precision, count * columns);
      source.write(block, begin, begin + count, columns);
      const now = handled(worker.call('rows', [id, begin, block], [block.buffer as ArrayBuffer]));
      // One under way while the next is copied: what waits in between is never much.
      await before;
      before = now;
      if (this.users === 0) return;
    }
    await before;
    const { engine: info, moments } = await worker.call('load', [id, y]);
    this.finish({ engine: { ...info, background: true }, moments });
  }

  private finish(info: LoadedInfo): void {
    this.info = info;
    this.isReady = true;
    this.time = this.loadTime;
  }

  private giveBack(): void {
    this.here?.dispose();
    const { worker, id } = this;
    const end = () => {
      // A worker that has failed holds nothing any more.
      worker.call('dispose', [id]).catch(() => {});
      returnWorker(worker);
    };
    if (this.isReady) end();
    else this.ready.then(end, end);
  }
}

// Awaited later, if at all: until then a failure is nobody's.
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

let numbers = 0;
/** One that nothing else in this program has. */
const number = () => ++numbers;

/** Vectors here, X in the worker: for solvers, sets and callbacks that cannot travel. */
class RemoteWorkspace implements Computing {
  readonly length: number;
  private readonly id = number();
  private readonly local: Computing;
  private readonly row: LoadedData;

  constructor(
    private readonly data: BackgroundData,
    private readonly worker: BackgroundWorker,
    dataset: number,
    options: WorkspaceOptions,
  ) {
    const { columns, precision, engine } = data;
    // Vectors need an engine, and that some data: a row of zeros.
    const here = engine.name === 'reference' ? referenceEngine : wasmEngine;
    this.row = here.open({ rows: 1, columns, precision });
    this.row.fill({ rows: 1, columns, precision, write: (out) => out.fill(0) }, 0, 1);
    this.row.setTarget(array(precision, 1));
    this.local = this.row.workspace(options);
    this.length = this.local.length;
    data.hold();
    // Calls are answered in order: what is wrong with this one is wrong with those that follow.
    worker.call('workspace', [dataset, this.id, options]).catch(() => {});
  }

  allocate(count: number): Vector[] {
    return this.local.allocate(count);
  }

  async gradient(w: Vector, g: Vector, range?: RowRange): Promise<number> {
    const answer = await this.worker.call('gradient', [this.id, copy(w), range]);
    g.array.set(answer.g);
    return answer.objective;
  }

  objective(w: Vector): Promise<number> {
    return this.worker.call('objective', [this.id, copy(w)]);
  }

  latent(w: Vector, range?: RowRange): Promise<Float64Array> {
    return this.worker.call('latent', [this.id, copy(w), range]);
  }

  async gradients(
    iterates: readonly Vector[],
    gradients: readonly Vector[],
    folds?: Folds,
  ): Promise<Float64Array> {
    const answer = await this.worker.call('gradients', [this.id, iterates.map(copy), folds]);
    answer.gs.forEach((g, k) => {
      gradients[k].array.set(g);
    });
    return answer.objectives;
  }

  async adjoint(weights: Float64Array, g: Vector, range?: RowRange): Promise<void> {
    const answer = await this.worker.call('adjoint', [this.id, weights.slice(), range]);
    // Asked for after the wait, in which its memory may have grown.
    g.array.set(answer);
  }

  gram(columns: Int32Array, weights: Float64Array, target: Float64Array): Promise<Gram> {
    return this.worker.call('gram', [this.id, columns.slice(), weights.slice(), target.slice()]);
  }

  step(w: Vector, g: Vector, mu: number, out: Vector): void {
    this.local.step(w, g, mu, out);
  }

  project(v: Vector, constraint: Constraint): void {
    this.local.project(v, constraint);
  }

  inner(a: Vector, b: Vector): number {
    return this.local.inner(a, b);
  }

  squaredDistance(a: Vector, b: Vector): number {
    return this.local.squaredDistance(a, b);
  }

  release(): void {
    this.local.release();
    this.row.dispose();
    // A worker that has failed holds nothing any more.
    this.worker.call('release', [this.id]).catch(() => {});
    this.data.release();
  }
}

const array = (precision: Precision, length: number): Numbers =>
  precision === 'f32' ? new Float32Array(length) : new Float64Array(length);

// Sent as a view it would take the whole memory with it.
const copy = ({ array }: Vector): Numbers => array.slice() as Numbers;
