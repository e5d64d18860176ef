import { dataset, type FitOptions, fit, predict } from 'relufit';
import type { Matrix } from '../../../src/features.js';

export interface LevelError {
  readonly level: number;
  /** Mean squared error on the rows left out, and its standard error over the folds. */
  readonly error: number;
  readonly standardError: number;
}

export interface CrossValidation {
  readonly levels: readonly LevelError[];
  /** The smallest level that is no more than one standard error worse than the best. */
  readonly chosen: number;
}

export const FOLDS = 5;

/** 1, 2, 3, 5, 8, 13 … up to the most that d columns and the rows of a fold allow. */
export function levelsUpTo(d: number): number[] {
  const levels: number[] = [];
  for (let [level, next] = [1, 2]; level < d; [level, next] = [next, level + next]) {
    levels.push(level);
  }
  return [...levels, d];
}

/**
 * Each level by the rows it was not fitted to, in FOLDS folds.
 *
 * @see T. Hastie, R. Tibshirani, J. Friedman, "The elements of statistical learning" (2009), section 7.10.
 */
export async function crossValidate(
  X: Matrix,
  y: Float64Array,
  levels: readonly number[],
  optionsOf: (level: number) => FitOptions,
  progress: (done: number) => void,
): Promise<CrossValidation> {
  const fold = foldsOf(X.rows);
  const errors = levels.map(() => [] as number[]);
  for (let k = 0; k < FOLDS; k++) {
    const rows = Array.from(fold.keys());
    const kept = part(
      X,
      y,
      rows.filter((row) => fold[row] !== k),
    );
    const left = part(
      X,
      y,
      rows.filter((row) => fold[row] === k),
    );
    const data = dataset(kept.X, kept.y);
    try {
      for (const [at, level] of levels.entries()) {
        const result = await fit(data, optionsOf(level));
        const predicted = predict(result, left.X);
        errors[at].push(mean(left.y.map((value, row) => (value - predicted[row]) ** 2)));
        progress(k * levels.length + at + 1);
      }
    } finally {
      data.dispose();
    }
  }
  const judged = levels.map((level, at) => {
    const error = mean(errors[at]);
    const variance = errors[at].reduce((sum, value) => sum + (value - error) ** 2, 0) / (FOLDS - 1);
    return { level, error, standardError: Math.sqrt(variance / FOLDS) };
  });
  const best = judged.reduce((least, other) => (other.error < least.error ? other : least));
  const bound = best.error + best.standardError;
  const chosen = judged.find(({ error }) => error <= bound) ?? best;
  return { levels: judged, chosen: chosen.level };
}

/** The fold of each row: equal sizes, rows mixed by a fixed rule, so that the same file gives the same answer. */
function foldsOf(n: number): Uint8Array {
  const order = Array.from({ length: n }, (_, row) => row);
  let state = 1;
  for (let row = n - 1; row > 0; row--) {
    // Park and Miller's generator (1988).
    state = (state * 48271) % 2147483647;
    const other = state % (row + 1);
    [order[row], order[other]] = [order[other], order[row]];
  }
  const fold = new Uint8Array(n);
  order.forEach((row, place) => {
    fold[row] = place % FOLDS;
  });
  return fold;
}

function part(X: Matrix, y: Float64Array, rows: readonly number[]) {
  const { columns } = X;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, at) => {
    data.set(X.data.subarray(row * columns, (row + 1) * columns), at * columns);
  });
  return { X: { data, rows: rows.length, columns }, y: Float64Array.from(rows, (row) => y[row]) };
}

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
