import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { checkCount, checkLength } from './parameters.js';

/**
 * What hankel and toeplitz share: the subspace of row-major matrices whose entries depend on `lineOf(i, j)`
 * alone, a number from 0 to rows + columns − 2.
 */
export function constantOnLines(
  set: string,
  { rows, columns }: { rows: number; columns: number },
  lineOf: (i: number, j: number) => number,
): Pick<Constraint, 'contains' | 'project' | 'checkDimension'> {
  checkCount(rows, `${set} rows`);
  checkCount(columns, `${set} columns`);
  // The places of each line, once.
  const lines = Array.from({ length: rows + columns - 1 }, (): number[] => []);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) lines[lineOf(i, j)].push(i * columns + j);
  }
  const checkDimension = (d: number) => checkLength(rows * columns, d, set, `${rows} × ${columns}`);
  const project: Constraint['project'] = (v, out) => {
    checkDimension(v.length);
    const w = copied(v, out);
    for (const line of lines) {
      const mean = meanOf(w, line);
      for (const place of line) w[place] = mean;
    }
    return w;
  };
  return {
    checkDimension,
    project,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      if (!allFinite(w)) return false;
      const size = euclideanNorm(w);
      return project(w).every((mean, place) => Math.abs(w[place] - mean) <= tolerance * size);
    },
  };
}

// To the last digits, however the terms cancel: the sum with what each addition loses (Neumaier 1974). The
// mean of equal numbers is that number.
function meanOf(w: Float64Array, line: readonly number[]): number {
  const first = w[line[0]];
  let sum = 0;
  let lost = 0;
  let equal = true;
  for (const place of line) {
    const x = w[place];
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
    equal &&= x === first;
  }
  return equal ? first : (sum + lost) / line.length;
}
