// The data that everyone is given: a planted problem, and the iterates that a gradient is timed at.

import { plantedProblem } from '../dist/index.js';

export type Precision = 'f32' | 'f64';
export type Numbers = Float32Array | Float64Array;

export interface BenchProblem {
  readonly n: number;
  readonly d: number;
  readonly sparsity: number;
  readonly precision: Precision;
  readonly X: Numbers;
  readonly y: Numbers;
  readonly planted: Float64Array;
}

const kept = new Map<string, BenchProblem>();
const KEPT_BYTES = 2 ** 25;

export function benchProblem(
  n: number,
  d: number,
  sparsity: number,
  precision: Precision,
): BenchProblem {
  const key = `${n} ${d} ${sparsity} ${precision}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { X, y, planted } = plantedProblem({ n, d, sparsity, seed: 1, precision });
  const problem = { n, d, sparsity, precision, X: X.data, y, planted };
  if (X.data.byteLength <= KEPT_BYTES) kept.set(key, problem);
  return problem;
}

/** Near the planted weights, so that about half of the rows are active: every entry, or those of the support only. */
export function iterateOf(
  { d, planted, precision, sparsity }: BenchProblem,
  kind: 'dense' | 'sparse',
): Numbers {
  const size = Math.sqrt(kind === 'dense' ? d : sparsity);
  const iterate = planted.map((w, j) =>
    kind === 'sparse' && w === 0 ? 0 : w + ((j % 3) - 1) / 10 / size,
  );
  return precision === 'f32' ? Float32Array.from(iterate) : iterate;
}

export const bytesOf = ({ n, d, precision }: BenchProblem): number =>
  n * d * (precision === 'f32' ? 4 : 8);

export const shapeOf = ({ n, d }: { n: number; d: number }): string => `${n}×${d}`;
