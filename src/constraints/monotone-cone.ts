import { builtIn } from '../problem/built-in.js';
import { monotoneBlocks } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';

/**
 * K = {w : w_1 ≤ w_2 ≤ … ≤ w_d}: weights that never decrease.
 *
 * P_K(v) is the isotonic regression of v: on each of its constant pieces the mean of v there. Convex, a cone.
 *
 * Algorithm: pool adjacent violators (Ayer, Brunk, Ewing, Reid, Silverman 1955), sums in twice the precision, so that
 * a mean keeps its digits where large entries cancel. Cost O(d).
 *
 * @see M. J. Best, N. Chakravarti, "Active set algorithms for isotonic regression; a unifying framework" (1990).
 * @example
 * ```ts
 * monotoneCone().project([1, 3, 2, 4]); // [1, 2.5, 2.5, 4]
 * ```
 */
export function monotoneCone(): Constraint {
  return builtIn({
    name: 'monotoneCone',
    parameters: {},
    convex: true,
    cone: true,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      if (!allFinite(w)) return false;
      const slack = tolerance * largestMagnitude(w);
      for (let j = 1; j < w.length; j++) if (w[j] < w[j - 1] - slack) return false;
      return true;
    },
    project: (v, out) => pool(copied(v, out)),
    kernel: () => ({ name: 'MonotoneCone' }),
    statisticalDimension: (_, w) => w && monotoneBlocks(w),
  });
}

// Blocks, from the left: `count` entries of the sum `sum + rest`. Equal means stay apart, so that a monotone w stays w.
function pool(w: Float64Array): Float64Array {
  const sums = new Float64Array(w.length);
  const rests = new Float64Array(w.length);
  const counts = new Int32Array(w.length);
  let blocks = 0;
  for (let j = 0; j < w.length; j++) {
    let [sum, rest, count] = [w[j], 0, 1];
    while (blocks > 0 && sums[blocks - 1] / counts[blocks - 1] > sum / count) {
      blocks--;
      const total = sums[blocks] + sum;
      const lost = rests[blocks] + rest + rounding(sums[blocks], sum, total);
      sum = total + lost;
      rest = rounding(total, lost, sum);
      count += counts[blocks];
    }
    sums[blocks] = sum;
    rests[blocks] = rest;
    counts[blocks++] = count;
  }
  let start = 0;
  for (let b = 0; b < blocks; b++) {
    w.fill(sums[b] / counts[b], start, start + counts[b]);
    start += counts[b];
  }
  return w;
}

// a + b − sum exactly, for sum = a + b as rounded (Knuth 1969).
function rounding(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}
