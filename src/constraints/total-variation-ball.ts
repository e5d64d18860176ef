import { notConverged } from '../errors.js';
import { gridVariation, nearestOfVariation } from '../numerics/grid-variation.js';
import { builtIn } from '../problem/built-in.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
  largestMagnitude,
} from './constraint.js';
import {
  checkEntries,
  checkRadius,
  checkShape,
  finiteVector,
  levelThrough,
  type Shape,
} from './parameters.js';

/**
 * K = {w : Σ |w_j − w_k| ≤ r, over neighbours j and k}: weights along a line, or in a matrix, that vary by at most r.
 *
 * P_K(v) is total variation denoising, argmin ½‖w − v‖² + λ Σ |w_j − w_k|, with the λ ≥ 0 that makes the variation r, or
 * v inside. It keeps the mean of v, and all constants are in K. Convex. R(w) = Σ |w_j − w_k|; in a matrix neighbours
 * stand beside or below each other.
 *
 * Algorithm: on a line the path of fusions (Hoefling 2010). As λ grows neighbouring blocks meet, one pair at a time, and
 * stay together; between two meetings the variation is linear in λ. The path is followed to the end, where all is one
 * block, and back to the segment where the variation is r, which adds nothing but positive numbers. In a matrix maximal
 * flows for each λ (Chambolle, Darbon 2009), about ten of them by Newton's method. Cost O(d log d) on a line; in a matrix
 * about as d^1.5, observed: 1 ms for 8 × 8, 50 ms for 32 × 32, 0.1 to 1.2 s for 64 × 64.
 *
 * On a line the result is known to O(du) of max v_j − min v_j, u = 2⁻⁵³, beside its own rounding. In a matrix it is known
 * to 1e-8 of the larger of ‖v‖ and ‖P_K(v)‖: the flow proves it each time.
 *
 * @param radius r, positive and finite; or { radius, rows, columns } for matrices, whose entries, row by row, are the
 * weights.
 * @throws RelufitError INVALID_CONSTRAINT for any other radius or shape, or data of other than rows × columns columns;
 * NOT_CONVERGED, for matrices, where the proof does not reach 1e-8, with the distance that it allows; never observed.
 * @see H. Hoefling, "A path algorithm for the fused lasso signal approximator" (2010).
 * @see A. Chambolle, J. Darbon, "On total variation minimization and surface evolution using parametric maximum flows"
 * (2009).
 * @example
 * ```ts
 * totalVariationBall(4).project([0, 4, 1]); // [0.5, 3, 1.5]
 * totalVariationBall({ radius: 4, rows: 2, columns: 2 }).project([0, 4, 0, 0]); // [0.5, 2.5, 0.5, 0.5]
 * ```
 */
export function totalVariationBall(radius: number): Constraint;
export function totalVariationBall(given: { radius: number } & Shape): Constraint;
export function totalVariationBall(given: number | ({ radius: number } & Shape)): Constraint {
  if (Object(given) !== given) return onLine(given as number);
  const matrix = given as { radius: number } & Shape;
  const { radius, ...shape } = checkShape(matrix, 'totalVariationBall', 'radius');
  const { rows, columns } = shape;
  checkRadius(radius, 'totalVariationBall');
  const parameters = { radius, rows, columns };
  const checkDimension = (d: number) => checkEntries(shape, d, 'totalVariationBall');
  const regularizer = (w: ArrayLike<number>) => {
    checkDimension(w.length);
    return gridVariation(w, columns);
  };
  const ball = rows === 1 || columns === 1 ? onLine(radius) : inMatrix(radius, columns);
  return builtIn({
    ...ball,
    parameters,
    contains(w, tolerance) {
      checkDimension(w.length);
      return ball.contains(w, tolerance);
    },
    project(v, out) {
      checkDimension(v.length);
      return ball.project(v, out);
    },
    regularizer,
    checkDimension,
  });
}

/** The smallest ball that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
totalVariationBall.through = (planted: ArrayLike<number>, given?: Shape): Constraint => {
  if (given === undefined)
    return totalVariationBall(levelThrough(variation, planted, 'totalVariationBall'));
  const shape = checkShape(given, 'totalVariationBall.through');
  const { rows, columns } = shape;
  const weights = finiteVector(planted, 'totalVariationBall.through');
  checkEntries(shape, weights.length, 'totalVariationBall.through');
  return totalVariationBall({ radius: gridVariation(weights, columns), rows, columns });
};

function onLine(radius: number): Constraint {
  checkRadius(radius, 'totalVariationBall');
  return builtIn({
    ...ballOf(variation, radius),
    parameters: { radius },
    project(v, out) {
      const w = copied(v, out);
      return variation(w) <= radius ? w : flattened(w, radius);
    },
    kernel: (d) => ({ name: 'TotalVariationBall', scalars: [radius], scratch: 80 * d + 48 }),
  });
}

function inMatrix(radius: number, columns: number): Omit<Constraint, 'parameters'> {
  return {
    ...ballOf((w) => gridVariation(w, columns), radius),
    project(v, out) {
      const from = copied(v, out);
      if (!allFinite(from) || gridVariation(from, columns) <= radius) return from;
      const { w, error } = nearestOfVariation(from, columns, radius);
      const allowed = 1e-8 * Math.max(euclideanNorm(from), euclideanNorm(w));
      if (!(error <= allowed)) throw unproved(error, allowed);
      return copied(w, from);
    },
  };
}

const ballOf = (regularizer: (w: ArrayLike<number>) => number, radius: number) => ({
  name: 'totalVariationBall',
  convex: true,
  cone: false,
  contains: (w: ArrayLike<number>, tolerance = DEFAULT_TOLERANCE) =>
    allFinite(w) && regularizer(w) <= radius + tolerance * (radius + largestMagnitude(w)),
  regularizer,
  level: radius,
});

const unproved = (error: number, allowed: number) =>
  notConverged(
    'totalVariationBall project(v)',
    `a matrix that is proved to be within ${error} of the nearest`,
    `within ${allowed}`,
    'Report this v: it should not happen.',
  );

function variation(w: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 1; j < w.length; j++) sum += Math.abs(w[j] - w[j - 1]);
  return sum;
}

// A block has the index of its first entry, and so has the boundary on its left. The entries of a block are, at λ,
// mean + λ (sign on its right − sign on its left) / count, with the signs of the jumps there, which are those of v.
function flattened(w: Float64Array, radius: number): Float64Array {
  const d = w.length;
  // Less the mean, so that a large constant takes no digits.
  const origin = w[0] + average(w, 0, d, w[0]);
  const means = w.map((value) => value - origin);
  const counts = new Int32Array(d).fill(1);
  const left = Int32Array.from({ length: d + 1 }, (_, j) => j - 1);
  const signs = new Int8Array(d + 1);
  for (let j = 1; j < d; j++) signs[j] = w[j] < w[j - 1] ? -1 : 1;

  // At which rate a jump shrinks, and the λ where it is none.
  const rate = (j: number, a: number) =>
    (1 - signs[j] * signs[a]) / counts[a] + (1 - signs[j] * signs[j + counts[j]]) / counts[j];
  const vanishes = (j: number) => (signs[j] * (means[j] - means[left[j]])) / rate(j, left[j]);
  const next = tournament(d);
  for (let j = 1; j < d; j++) next.set(j, vanishes(j));

  // The meetings, in order: where, at which λ, and by how much slower the variation falls from there.
  const places = new Int32Array(d);
  const lambdas = new Float64Array(d);
  const slopes = new Float64Array(d);
  let meetings = 0;
  for (let lambda = 0; next.least() < Infinity; ) {
    lambda = Math.max(lambda, next.least());
    const j = next.place();
    const a = left[j];
    const end = j + counts[j];
    const [m, n] = [counts[a], counts[j]];
    const lever = (signs[j] - signs[a]) * n - (signs[end] - signs[j]) * m;
    places[meetings] = j;
    lambdas[meetings] = lambda;
    slopes[meetings++] = (lever / m / n) * (lever / (m + n));
    means[a] += (means[j] - means[a]) * (n / (m + n));
    counts[a] = m + n;
    left[end] = a;
    next.set(j, Infinity);
    if (a > 0) next.set(a, vanishes(a));
    if (end < d) next.set(end, vanishes(end));
  }

  // Back, from the variation 0 of one block, to the last one that is below r.
  let k = meetings - 1;
  let slope = slopes[k];
  let total = 0;
  for (; k > 0; k--) {
    const more = total + slope * (lambdas[k] - lambdas[k - 1]);
    if (more > radius) break;
    total = more;
    slope += slopes[k - 1];
  }
  const rest = (radius - total) / slope;
  const stand = places.subarray(k, meetings).sort();

  // The blocks that stand there, and their jumps, by what is left of λ until they vanish.
  let start = 0;
  for (let b = 0; b <= stand.length; b++) {
    const end = b < stand.length ? stand[b] : d;
    means[start] = average(w, start, end, origin);
    counts[start] = end - start;
    left[end] = start;
    start = end;
  }
  let sum = 0;
  const jumps = Array.from(stand, (j) => {
    const pace = rate(j, left[j]);
    const jump =
      pace > 0
        ? pace * (Math.max(vanishes(j) - lambdas[k], 0) + rest)
        : Math.abs(means[j] - means[left[j]]);
    sum += jump;
    return jump;
  });
  // What they sum to beside r is rounding of v. Then the mean of v is given back to their running sum.
  let height = 0;
  let heights = 0;
  stand.forEach((j, b) => {
    height += signs[j] * jumps[b] * (radius / sum);
    means[j] = height;
    heights += (height * counts[j]) / d;
  });
  means[0] = 0;
  const base = origin + (average(w, 0, d, origin) - heights);
  for (let j = 0; j < d; j += counts[j]) w.fill(base + means[j], j, j + counts[j]);
  return w;
}

// The mean of w_start … w_{end − 1}, less origin; that of equals is exact.
function average(w: Float64Array, start: number, end: number, origin: number): number {
  let mean = 0;
  for (let j = start; j < end; j++) mean += (w[j] - origin - mean) / (j - start + 1);
  return mean;
}

// The least of d numbers, by a tree of minima; among equals the lowest index.
function tournament(d: number) {
  let size = 1;
  while (size < d) size *= 2;
  const tree = new Float64Array(2 * size).fill(Infinity);
  return {
    least: () => tree[1],
    place() {
      let node = 1;
      while (node < size) node = 2 * node + (tree[2 * node] === tree[1] ? 0 : 1);
      return node - size;
    },
    set(j: number, value: number) {
      let node = size + j;
      // 0 / 0: a jump of 0 that does not shrink.
      tree[node] = Number.isNaN(value) ? Infinity : value;
      for (node >>= 1; node > 0; node >>= 1)
        tree[node] = Math.min(tree[2 * node], tree[2 * node + 1]);
    },
  };
}
