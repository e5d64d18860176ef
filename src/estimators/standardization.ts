// (x − mean)/sd: what an estimator fits on, and the way back to the user's units.

import type { Numbers } from '../problem/dataset.js';
import { forRows, type RowSource } from '../problem/row-source.js';

/** x_j ↦ (x_j − center_j)/scale_j. */
export interface Standardization {
  readonly center: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Center and scale of the columns: their mean and standard deviation (divided by n), weighted where rows are. Without an
 * intercept nothing could take the mean up: center 0, and scale the root of the mean square. A column without spread has
 * scale 1.
 *
 * Two passes over X.
 */
export function standardizationOf(
  source: RowSource,
  { intercept, sampleWeight }: { intercept: boolean; sampleWeight?: Float64Array },
): Standardization {
  const { rows, columns: d } = source;
  const center = new Float64Array(d);
  const square = new Float64Array(d);
  const each = (visit: (j: number, x: number, share: number) => void) =>
    forRows(source, (values, begin, end) => {
      for (let i = begin; i < end; i++) {
        const share = (sampleWeight === undefined ? 1 : sampleWeight[i]) / rows;
        const at = (i - begin) * d;
        for (let j = 0; j < d; j++) visit(j, values[at + j], share);
      }
    });
  if (intercept) {
    each((j, x, share) => {
      center[j] += x * share;
    });
  }
  // Divided by the largest first, so that no square overflows.
  const largest = new Float64Array(d);
  each((j, x) => {
    largest[j] = Math.max(largest[j], Math.abs(x - center[j]));
  });
  each((j, x, share) => {
    if (largest[j] > 0) square[j] += ((x - center[j]) / largest[j]) ** 2 * share;
  });
  const scale = square.map((value, j) => {
    const spread = largest[j] * Math.sqrt(value);
    // Of a constant column rounding leaves a spread that is none.
    return spread > 1e-13 * Math.abs(center[j]) && spread > 0 ? spread : 1;
  });
  return { center, scale };
}

/** The rows with each column standardised, in one array of their own precision. One pass over X. */
export function standardized(
  source: RowSource,
  { center, scale }: Standardization,
): { data: Numbers; rows: number; columns: number } {
  const { rows, columns, precision } = source;
  const size = rows * columns;
  const data = precision === 'f32' ? new Float32Array(size) : new Float64Array(size);
  forRows(source, (values, begin, end) => {
    for (let i = begin; i < end; i++) {
      for (let j = 0; j < columns; j++) {
        const x = values[(i - begin) * columns + j];
        data[i * columns + j] = (x - center[j]) / scale[j];
      }
    }
  });
  return { data, rows, columns };
}

/** Weights and intercept of x that are those of the standardised x: w_j/s_j and b − Σ w_j m_j/s_j. */
export function inUserUnits(
  weights: ArrayLike<number>,
  intercept: number,
  { center, scale }: Standardization,
): { weights: Float64Array; intercept: number } {
  let shift = 0;
  const own = Float64Array.from(weights, (w, j) => {
    shift += (w * center[j]) / scale[j];
    return w / scale[j];
  });
  return { weights: own, intercept: intercept - shift };
}

/** The way there: s_j w_j and b + Σ w_j m_j, the intercept behind the weights where there is one. */
export function inStandardUnits(
  { weights, intercept }: { weights: ArrayLike<number>; intercept: number },
  { center, scale }: Standardization,
  hasIntercept: boolean,
): Float64Array {
  const d = weights.length;
  const all = new Float64Array(d + (hasIntercept ? 1 : 0));
  let shift = 0;
  for (let j = 0; j < d; j++) {
    all[j] = weights[j] * scale[j];
    shift += weights[j] * center[j];
  }
  if (hasIntercept) all[d] = intercept + shift;
  return all;
}

/** Columns as they are. */
export const identity = (d: number): Standardization => ({
  center: new Float64Array(d),
  scale: new Float64Array(d).fill(1),
});
