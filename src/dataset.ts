import type { BackgroundData } from './background/background-data.js';
import { onPage, refuse, wantsBackground, whyHere } from './background/when.js';
import type { EngineInfo, FitData } from './engine/engine.js';
import type { Moments } from './engine/moments.js';
import { bytesOf, type OpenData, type OpenOptions, opening } from './engine/opening.js';
import type { EngineChoice } from './engine/select.js';
import { atOnce, type Waiting, wait } from './engine/wait.js';
import { checkNames, checkThreads, RelufitError } from './errors.js';
import type { Parts } from './parts.js';
import { parts as partsAtOnce } from './parts-at-once.js';
import { asTarget, type MatrixLike, type Numbers, type Precision } from './problem/dataset.js';
import { heldRows, rowSource, type Shape } from './problem/row-source.js';

/** Where data are loaded. */
export interface LoadOptions extends OpenOptions {
  /** In a worker of its own, where fits have to be waited for? Default false. */
  readonly background?: boolean | 'by default';
}

/** X and y checked and loaded. */
export const load = (X: MatrixLike, y: ArrayLike<number>, options: LoadOptions = {}): Dataset =>
  atOnce(loading(X, y, options, partsAtOnce));

/** The same, where a part of the library may have to be loaded first; `atCall` is called before that is waited for. */
export function* loading(
  X: MatrixLike,
  y: ArrayLike<number>,
  options: LoadOptions,
  parts: Parts,
  atCall?: (shape: Shape) => void,
): Waiting<Dataset> {
  const began = performance.now();
  const { engine, threads, background = false } = options;
  let source = rowSource(X);
  const target = asTarget(y, source);
  atCall?.(source);
  const bytes = bytesOf(source);
  if (wantsBackground(background, { bytes, engine })) {
    source = heldRows(source);
    const asked = background === true;
    try {
      const BackgroundData = yield* wait(parts.background());
      const where = { engine, threads, asked, began };
      return new Dataset(new BackgroundData(source, target, where), target);
    } catch (error) {
      if (asked || !(error instanceof RelufitError && error.code === 'LOAD_FAILED')) throw error;
      refuse(error.message);
    }
  }
  const opened = yield* opening(source, options, parts, () => {
    source = heldRows(source);
  });
  try {
    opened.data.fill(source, 0, source.rows);
    const info =
      background === 'by default' ? onPage(opened.engine, whyHere(bytes)) : opened.engine;
    return new Dataset({ ...opened, engine: info, began }, target, options);
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
  /** In the precision of X. */
  readonly y: Numbers;
  /** The mean of y². */
  readonly meanSquare: number;
  /** Where it is loaded in a worker of its own. @internal */
  readonly background: BackgroundData | undefined;
  private readonly here: { readonly engine: EngineInfo; readonly loadTime: number } | undefined;
  private data: FitData | undefined;
  private columnMoments: Moments | undefined;

  /** Use `dataset(X, y)`; what is opened has all its rows, or is on its way to a worker. */
  constructor(opened: OpenData | BackgroundData, target: Numbers, options: OpenOptions = {}) {
    const data = 'data' in opened ? opened.data : opened;
    this.data = data;
    this.rows = data.rows;
    this.columns = data.columns;
    this.precision = data.precision;
    this.y = target;
    let meanSquare = 0;
    for (let i = 0; i < target.length; i++) meanSquare += target[i] ** 2 / this.rows;
    this.meanSquare = meanSquare;
    if (!('data' in opened)) {
      this.background = opened;
      return;
    }
    const { engine, began } = opened;
    opened.data.setTarget(target);
    // They are also the check that X is finite. Shards give them when their workers have started.
    if (data.isReady || options.mayStart !== true) this.columnMoments = data.moments;
    this.here = { engine, loadTime: performance.now() - began };
  }

  /** What computes; in the background known for sure when `ready`. */
  get engine(): EngineInfo {
    return (this.here ?? (this.background as BackgroundData)).engine;
  }

  /** Milliseconds that loading took. */
  get loadTime(): number {
    return (this.here ?? (this.background as BackgroundData)).loadTime;
  }

  /**
   * Fulfilled when X has been loaded, rejected where it cannot be. In the background more than 4 MiB of X are read piece
   * by piece, and may not be changed until then.
   */
  get ready(): Promise<unknown> {
    return this.loaded.ready;
  }

  /** The data inside the engine; throws DISPOSED afterwards. @internal */
  get loaded(): FitData {
    if (this.data !== undefined) return this.data;
    throw new RelufitError(
      'DISPOSED',
      'dataset',
      'a disposed one',
      'one still loaded',
      'Fit before dispose().',
    );
  }

  /** Of the columns of X; they outlive the memory, as a fit may that was running at dispose(). @internal */
  get moments(): Moments {
    this.columnMoments ??= (this.background ?? this.loaded).moments;
    return this.columnMoments;
  }

  /** Gives the memory back; a fit that runs has it until it ends. */
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
 * once, and not needed any more. 'auto' takes one thread, since loading does not wait for workers;
 * `{ engine: 'threads' }` starts them.
 *
 * `background: true` loads X into a worker where the fits run, so that this thread stays free: the default in a browser
 * page where X has 64 KiB or more. Then more than 4 MiB of X are read piece by piece, and may not be changed before
 * `ready`; what is wrong with X shows when `ready`, or a fit, rejects; `fitSync` refuses.
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
  const { engine, background = 'by default' } = options;
  const threads = checkThreads(options.threads, 'dataset threads');
  return load(X, y, { engine, threads, background });
}
