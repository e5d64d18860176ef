// Slow searches and bounds for sets made of linear equations and inequalities.

import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, minus, times } from '../../src/testing/vectors.js';
import { bisect } from './slow.js';

const ROUNDOFF = 2 ** -53;

export const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a, (x, j) => x * b[j]).reduce((sum, x) => sum + x, 0);

/**
 * How far an entry of P(v) may be off where P(v) = v − Σ t_k a_k: the t are made of inner products, each
 * known to (d + 2)u‖v‖₂, and v − … cancels, so that the error is relative to v.
 */
export const relativeToInput = (v: Float64Array, p: Float64Array): number =>
  4 * (p.length + 4) * ROUNDOFF * (euclidean(v) + euclidean(p));

/** A normal of any size, entries of which are sometimes 0, never all. */
export function randomNormal(d: number, random: Random): Float64Array {
  const size = 10 ** random.uniform(-3, 3);
  const normal = random.vector(d, () => (random.uniform() < 0.2 ? 0 : size * random.normal()));
  normal[random.integer(d)] ||= size;
  return normal;
}

/** A random point with ⟨normal, w⟩ = value, solved for the entry that weighs most. */
export function pointAt(normal: ArrayLike<number>, value: number, random: Random): Float64Array {
  const z = random.vector(normal.length, () => 10 * random.normal());
  const a = Array.from(normal);
  const place = a.findIndex((x) => Math.abs(x) === largest(a));
  z[place] = 0;
  z[place] = (value - inner(a, z)) / a[place];
  return z;
}

/** argmin ‖w − v‖ with lower ≤ ⟨normal, w⟩ ≤ upper, by bisection on how far to go along the normal. */
export function nearestBetweenPlanes(
  normal: ArrayLike<number>,
  lower: number,
  upper: number,
  v: Float64Array,
): Float64Array {
  const length = euclidean(Float64Array.from(normal));
  const a = Float64Array.from(normal, (x) => x / length);
  const moved = (t: number) => v.map((x, j) => x + t * a[j]);
  const value = (t: number) => inner(a, moved(t));
  const [low, high] = [lower / length, upper / length];
  const finite = [low, high].filter(Number.isFinite).map(Math.abs);
  const far = 2 * Math.max(...finite) + 2 * v.length * largest(v);
  if (value(0) < low) return moved(bisect(0, far, (t) => value(t) < low));
  if (value(0) > high) return moved(-bisect(0, far, (t) => value(-t) > high));
  return v.slice();
}

/**
 * The solution of ⟨rows_i, w⟩ = b_i nearest to v: w = v + Aᵀλ, λ by conjugate gradients on AAᵀλ = b − Av, and
 * again from there until nothing is gained. Dependent rows do no harm where the equations agree.
 */
export function nearestSolution(
  rows: readonly ArrayLike<number>[],
  b: ArrayLike<number>,
  v: Float64Array,
): Float64Array {
  const lengths = rows.map((row) => euclidean(Float64Array.from(row)) || 1);
  const A = rows.map((row, i) => Float64Array.from(row, (a) => a / lengths[i]));
  const bounds = Float64Array.from(b).map((x, i) => x / lengths[i]);
  const unit = Math.max(largest(v), largest(bounds)) || 1;
  const w = v.map((x) => x / unit);
  for (let round = 0; round < 4; round++) {
    let residual = Float64Array.from(A, (row, i) => bounds[i] / unit - inner(row, w));
    let direction = residual.slice();
    for (let step = 0; step < rows.length; step++) {
      const squares = inner(residual, residual);
      const along = w.map((_, j) =>
        inner(
          direction,
          A.map((row) => row[j]),
        ),
      );
      const curvature = inner(along, along);
      // What is left where dependent rows disagree by rounding lies across all rows: a step along it has no
      // bound.
      if (curvature === 0 || squares <= ((v.length + 4) * ROUNDOFF) ** 2) break;
      const length = squares / curvature;
      for (let j = 0; j < w.length; j++) w[j] += length * along[j];
      residual = Float64Array.from(residual, (r, i) => r - length * inner(A[i], along));
      const more = inner(residual, residual) / squares;
      direction = direction.map((p, i) => residual[i] + more * p);
    }
  }
  return times(unit, w);
}

/**
 * The condition number of the rows scaled to length 1, dependent ones apart: by Jacobi rotations among them.
 */
export function conditionOf(rows: readonly ArrayLike<number>[]): number {
  const A = rows.map((row) => {
    const x = Float64Array.from(row);
    return times(1 / (euclidean(x) || 1), x);
  });
  for (let sweep = 0; sweep < 12; sweep++) {
    for (let i = 0; i < A.length; i++) {
      for (let k = i + 1; k < A.length; k++) {
        const angle = Math.atan2(2 * inner(A[i], A[k]), inner(A[i], A[i]) - inner(A[k], A[k])) / 2;
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        const [x, y] = [A[i], A[k]];
        A[i] = x.map((value, j) => cos * value + sin * y[j]);
        A[k] = y.map((value, j) => cos * value - sin * x[j]);
      }
    }
  }
  const sizes = A.map(euclidean).filter((size) => size > 1e-12);
  return sizes.length === 0 ? 1 : Math.max(...sizes) / Math.min(...sizes);
}

/** How far v is from w, relative to both. */
export const relativeDistance = (v: Float64Array, w: Float64Array): number =>
  distance(minus(v, w), new Float64Array(v.length)) / (largest(v) + largest(w) || 1);
