import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { checkLength } from './parameters.js';

/**
 * What hankel and toeplitz share: the subspace of row-major matrices whose entries depend on i + j alone, the row i
 * counted from the first down (1) or from the last up (−1).
 */
export function constantOnLines(
  set: string,
  { rows, columns }: { rows: number; columns: number },
  way: 1 | -1,
): Pick<Constraint, 'contains' | 'project' | 'checkDimension'> {
  // From a place of a line to the next: a row on, a column back.
  const step = way * columns - 1;
  const corner = way === 1 ? 0 : (rows - 1) * columns;
  const checkDimension = (d: number) => checkLength(rows * columns, d, set, `${rows} × ${columns}`);
  const project: Constraint['project'] = (v, out) => {
    checkDimension(v.length);
    const w = copied(v, out);
    for (let sum = 0; sum < rows + columns - 1; sum++) {
      const i = Math.max(0, sum - columns + 1);
      const first = corner + sum + i * step;
      const count = Math.min(rows - 1, sum) - i + 1;
      const mean = meanOf(w, first, step, count);
      for (let k = 0; k < count; k++) w[first + k * step] = mean;
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
function meanOf(w: Float64Array, first: number, step: number, count: number): number {
  let sum = 0;
  let lost = 0;
  let equal = true;
  for (let k = 0; k < count; k++) {
    const x = w[first + k * step];
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
    equal &&= x === w[first];
  }
  return equal ? w[first] : (sum + lost) / count;
}
