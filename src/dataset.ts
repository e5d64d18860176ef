import { BackgroundData } from './background/background-data.js';
import { onPage, wantsBackground, whyHere } from './background/when.js';
import type { Computing, EngineInfo, LoadedData } from './engine/engine.js';
import type { Moments } from './engine/moments.js';
import { type EngineChoice, loadTable } from './engine/select.js';
import { checkNames, checkThreads, RelufitError } from './errors.js';
import { asMatrix, asTarget, bytesOf, type MatrixLike, type Precision } from './problem/dataset.js';

/** Where data are loaded. */
export interface LoadOptions {
  /** Default 'auto'. */
  engine?: EngineChoice;
  /** The most threads, this one among them; default one a core. */
  threads?: number;
  /** May 'auto' start workers? */
  mayStart?: boolean;
  /** In a worker of its own, which may take its time? Default false. */
  background?: boolean;
  /** Where that was not by the user's choice: then the data are loaded here if there can be no worker. */
  byDefault?: boolean;
}

/**
 * X and y loaded into an engine once, for any number of fits: `fit(dataset, options)`. `dispose()` gives the memory
 * back; `using data = dataset(X, y)` does so at the end of the block.
 */
export class Dataset {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  /** Rows with y < 0 and with y > 0, and the mean of y². */
  readonly target: {
    readonly negative: number;
    readonly positive: number;
    readonly meanSquare: number;
  };
  private data: LoadedData<Computing> | undefined;
  private columnMoments: Moments | undefined;
  private engineInfo: EngineInfo | undefined;
  /** Where it is loaded in a worker of its own. */
  readonly background: BackgroundData | undefined;
  private readonly signs: Uint8Array;
  private readonly time: number;

  /** Use `dataset(X, y)`. */
  constructor(X: MatrixLike, y: ArrayLike<number>, options: LoadOptions = {}) {
    const start = performance.now();
    const matrix = asMatrix(X);
    const target = asTarget(y, matrix);
    const precision = matrix.data instanceof Float32Array ? 'f32' : 'f64';
    this.rows = matrix.rows;
    this.columns = matrix.columns;
    this.precision = precision;
    this.signs = new Uint8Array(matrix.rows);
    let negative = 0;
    let positive = 0;
    let meanSquare = 0;
    for (let i = 0; i < target.length; i++) {
      const value = target[i];
      if (value < 0) negative++;
      if (value > 0) {
        positive++;
        this.signs[i] = 1;
      }
      meanSquare += value ** 2 / matrix.rows;
    }
    this.target = { negative, positive, meanSquare };
    const table = { ...matrix, y: target, precision } as const;
    const { engine, threads, mayStart, byDefault = false } = options;
    if (options.background) {
      this.background = new BackgroundData(table, { engine, threads, asked: !byDefault });
      this.data = this.background;
    } else {
      const { data, info } = loadTable(table, { engine, threads, mayStart });
      this.data = data;
      this.engineInfo = byDefault ? onPage(info, whyHere(matrix.data.byteLength)) : info;
    }
    // They are also the check that X is finite. Shards give them when their workers have started.
    if (this.data.isReady || (mayStart !== true && this.background === undefined)) {
      try {
        this.columnMoments = this.data.moments;
      } catch (error) {
        this.dispose();
        throw error;
      }
    }
    this.time = performance.now() - start;
  }

  /** The data inside the engine; throws DISPOSED afterwards. */
  get loaded(): LoadedData<Computing> {
    if (this.data !== undefined) return this.data;
    throw new RelufitError(
      'DISPOSED',
      'dataset',
      'a disposed one',
      'one still loaded',
      'Fit before dispose().',
    );
  }

  /** What computes: in the background known for sure when `ready`. */
  get engine(): EngineInfo {
    return this.engineInfo ?? (this.background as BackgroundData).engine;
  }

  /** Milliseconds that loading took. */
  get loadTime(): number {
    return this.background?.loadTime ?? this.time;
  }

  /**
   * Fulfilled when X has been loaded, rejected where it cannot be. In the background more than 4 MiB of X are read piece
   * by piece, and may not be changed until then.
   */
  get ready(): Promise<unknown> {
    return this.loaded.ready;
  }

  /** Of the columns of X; they outlive the memory, as a fit may that was running at dispose(). */
  get moments(): Moments {
    this.columnMoments ??= (this.background ?? this.loaded).moments;
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
 * Precision follows the data: a Float32Array is computed in f32, everything else in f64. X is copied once. 'auto' takes
 * one thread, since loading does not wait for workers; `{ engine: 'threads' }` starts them.
 *
 * `background: true` loads X into a worker where the fits run, so that this thread stays free: the default in a browser
 * page where X has 64 KiB or more. Then what is wrong with X shows when `ready`, or a fit, rejects; `fitSync` refuses.
 *
 * @throws RelufitError EMPTY_DATA, INVALID_SHAPE, INVALID_ARGUMENT, NOT_FINITE (with the first row and column),
 * UNKNOWN_ENGINE, ENGINE_UNAVAILABLE, TOO_LARGE; in the background, `ready` may reject with WORKER_FAILED.
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
  options: { engine?: EngineChoice; threads?: number; background?: boolean } = {},
): Dataset {
  checkNames('dataset options', options, ['engine', 'threads', 'background']);
  const { engine, background } = options;
  const threads = checkThreads(options.threads, 'dataset threads');
  return new Dataset(X, y, {
    engine,
    threads,
    ...placeOf(X, background, engine, 'dataset background'),
  });
}

/** Where X goes, as asked for or by default. */
export function placeOf(
  X: MatrixLike,
  asked: boolean | undefined,
  engine: EngineChoice | undefined,
  where: string,
): Pick<LoadOptions, 'background' | 'byDefault'> {
  const bytes = bytesOf(X);
  return {
    background: wantsBackground(asked, where, { bytes, engine }),
    byDefault: asked === undefined,
  };
}
