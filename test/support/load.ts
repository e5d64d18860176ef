import type { Engine, LoadedData } from '../../src/engine/engine.js';
import type { MatrixLike, Numbers, Precision } from '../../src/problem/dataset.js';
import { rowSource } from '../../src/problem/row-source.js';

/** X, row-major, and y. */
export interface Table {
  readonly data: Numbers;
  readonly rows: number;
  readonly columns: number;
  readonly y: Numbers;
  readonly precision: Precision;
}

/** X and y in an engine, nothing about y or the finiteness of X checked. */
export function load(engine: Engine, X: MatrixLike, y: Numbers): LoadedData {
  const source = rowSource(X);
  const data = engine.open(source);
  data.fill(source, 0, source.rows);
  data.setTarget(y);
  return data;
}
