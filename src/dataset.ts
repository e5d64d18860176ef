import type { EngineInfo, LoadedData } from './engine/engine.js';
import type { Moments } from './engine/moments.js';
import { type EngineChoice, selectEngine } from './engine/select.js';
import { checkNames, RelufitError } from './errors.js';
import { asMatrix, asTarget, type MatrixLike, type Precision } from './problem/dataset.js';

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
  /** Of the columns of X; they outlive the memory, as a fit may that was running at dispose(). */
  readonly moments: Moments;
  /** Milliseconds that loading took. */
  readonly loadTime: number;
  private data: LoadedData | undefined;
  private readonly signs: Uint8Array;

  /** Use `dataset(X, y)`. */
  constructor(X: MatrixLike, y: ArrayLike<number>, choice: EngineChoice = 'auto') {
    const start = performance.now();
    const matrix = asMatrix(X);
    const target = asTarget(y, matrix);
    const precision = matrix.data instanceof Float32Array ? 'f32' : 'f64';
    const { engine, reason } = selectEngine(choice);
    this.data = engine.load({ ...matrix, y: target, precision });
    this.moments = this.data.moments;
    this.rows = matrix.rows;
    this.columns = matrix.columns;
    this.precision = precision;
    this.engine = { name: engine.name, simd: engine.simd, threads: 1, precision, reason };
    this.signs = Uint8Array.from(target, (value) => (value > 0 ? 1 : 0));
    let negative = 0;
    let positive = 0;
    let meanSquare = 0;
    for (const value of target) {
      if (value < 0) negative++;
      if (value > 0) positive++;
      meanSquare += value ** 2 / matrix.rows;
    }
    this.target = { negative, positive, meanSquare };
    this.loadTime = performance.now() - start;
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
 * Precision follows the data: a Float32Array is computed in f32, everything else in f64. X is copied once.
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
  options: { engine?: EngineChoice } = {},
): Dataset {
  checkNames('dataset options', options, ['engine']);
  return new Dataset(X, y, options.engine);
}
