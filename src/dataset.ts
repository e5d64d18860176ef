import type { EngineInfo, LoadedData } from './engine/engine.js';
import type { Moments } from './engine/moments.js';
import { type EngineChoice, selectEngine } from './engine/select.js';
import { checkNames, checkThreads, RelufitError } from './errors.js';
import { asTarget, type MatrixLike, type Numbers, type Precision } from './problem/dataset.js';
import { rowSource, type Shape } from './problem/row-source.js';

/** Where data are loaded. */
export interface LoadOptions {
  /** Default 'auto'. */
  engine?: EngineChoice;
  /** The most threads, this one among them; default one a core. */
  threads?: number;
  /** May 'auto' start workers? */
  mayStart?: boolean;
}

/** Room for X in an engine: rows are to be written, and then a Dataset made of it. */
export interface OpenData {
  readonly data: LoadedData;
  readonly engine: EngineInfo;
  readonly began: number;
}

/** Chooses an engine and takes room there. */
export function openData(shape: Shape, { engine, threads, mayStart }: LoadOptions): OpenData {
  const began = performance.now();
  const { rows, columns, precision } = shape;
  const bytes = rows * columns * (precision === 'f32' ? 4 : 8);
  const choice = selectEngine(engine, { rows, columns, bytes, threads, mayStart });
  const { name, simd } = choice.engine;
  const data = choice.engine.open(shape);
  const info = { name, simd, threads: data.threads, precision, reason: choice.reason };
  return { data, engine: info, began };
}

/** X and y checked and loaded. */
export function load(X: MatrixLike, y: ArrayLike<number>, options: LoadOptions = {}): Dataset {
  const began = performance.now();
  const source = rowSource(X);
  const target = asTarget(y, source);
  const opened = openData(source, options);
  try {
    opened.data.fill(source, 0, source.rows);
    return new Dataset({ ...opened, began }, target, options);
  } catch (error) {
    opened.data.dispose();
    throw error;
  }
}

/**
 * X and y loaded into an engine once, for any number of fits: `fit(dataset, options)`. `dispose()` gives the memory
 * back; `using data = dataset(X, y)` does so at the end of the block.
 */
export class Dataset {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  readonly engine: EngineInfo;
  /** Rows with y < 0 and with y > 0, and the mean of y². */
  readonly target: {
    readonly negative: number;
    readonly positive: number;
    readonly meanSquare: number;
  };
  /** Milliseconds that loading took. */
  readonly loadTime: number;
  private data: LoadedData | undefined;
  private columnMoments: Moments | undefined;
  private readonly signs: Uint8Array;

  /** Use `dataset(X, y)`; `data` has all its rows. */
  constructor({ data, engine, began }: OpenData, target: Numbers, { mayStart }: LoadOptions = {}) {
    data.setTarget(target);
    this.data = data;
    this.rows = data.rows;
    this.columns = data.columns;
    this.precision = data.precision;
    this.engine = engine;
    this.signs = Uint8Array.from(target, (value) => (value > 0 ? 1 : 0));
    let negative = 0;
    let positive = 0;
    let meanSquare = 0;
    for (const value of target) {
      if (value < 0) negative++;
      if (value > 0) positive++;
      meanSquare += value ** 2 / this.rows;
    }
    this.target = { negative, positive, meanSquare };
    // They are also the check that X is finite. Shards give them when their workers have started.
    if (data.isReady || mayStart !== true) this.columnMoments = data.moments;
    this.loadTime = performance.now() - began;
  }

  /** The data inside the engine; throws DISPOSED afterwards. */
  get loaded(): LoadedData {
    if (this.data !== undefined) return this.data;
    throw new RelufitError(
      'DISPOSED',
      'dataset',
      'a disposed one',
      'one still loaded',
      'Fit before dispose().',
    );
  }

  /** Of the columns of X; they outlive the memory, as a fit may that was running at dispose(). */
  get moments(): Moments {
    this.columnMoments ??= this.loaded.moments;
    return this.columnMoments;
  }

  /** Is y_i > 0? */
  positive(i: number): boolean {
    return this.signs[i] === 1;
  }

  dispose(): void {
    this.data?.dispose();
    this.data = undefined;
  }
}

// Older platforms have no Symbol.dispose; there a Dataset has only its method.
if (Symbol.dispose !== undefined) {
  Object.defineProperty(Dataset.prototype, Symbol.dispose, {
    value(this: Dataset) {
      this.dispose();
    },
  });
}

/**
 * Loads X (n×d) and y (n) for several fits.
 *
 * Precision follows the data: a Float32Array and half precision are computed in f32, everything else in f64. X is copied
 * once, and not needed any more. 'auto' takes one thread, since loading does not wait for workers; `{ engine: 'threads' }` starts them.
 *
 * @throws RelufitError EMPTY_DATA, INVALID_SHAPE, INVALID_ARGUMENT, NOT_FINITE (with the first row and column),
 * UNKNOWN_ENGINE, ENGINE_UNAVAILABLE, TOO_LARGE.
 * @example
 * ```ts
 * const data = dataset([[1, 0], [0, 1]], [2, 0]);
 * data.rows; // 2
 * data.dispose();
 * ```
 */
export function dataset(
  X: MatrixLike,
  y: ArrayLike<number>,
  options: { engine?: EngineChoice; threads?: number } = {},
): Dataset {
  checkNames('dataset options', options, ['engine', 'threads']);
  return load(X, y, {
    ...options,
    threads: checkThreads(options.threads, 'dataset threads'),
  });
}
