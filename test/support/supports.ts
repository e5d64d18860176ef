// Searches over all supports, for sets that are unions of subspaces or of convex pieces of them.

import type { Constraint } from '../../src/index.js';
import { euclidean, largest, minus } from '../../src/testing/vectors.js';

/** The subsets of {0, …, d − 1} with `size` elements, those of low indices first. */
export function* subsets(d: number, size: number, next = 0): Generator<number[]> {
  if (size === 0) yield [];
  else {
    for (let j = next; j <= d - size; j++) {
      for (const rest of subsets(d, size - 1, j + 1)) yield [j, ...rest];
    }
  }
}

/** v on the support, 0 elsewhere. */
export function restricted(v: Float64Array, support: Iterable<number>): Float64Array {
  const w = new Float64Array(v.length);
  for (const j of support) w[j] = v[j];
  return w;
}

/** The first of the points that is nearer to v than all others, but for rounding. */
export function nearestOf(v: Float64Array, points: Iterable<Float64Array>): Float64Array {
  let best = { point: v, distance: Infinity };
  for (const point of points) {
    const distance = euclidean(minus(v, point));
    if (distance < best.distance * (1 - 1e-13)) best = { point, distance };
  }
  return best.point;
}

/** The indices of the `count` largest entries by `size`, found one at a time; the first of equals. */
export function topmost(
  v: Float64Array,
  count: number,
  size: (value: number) => number = (value) => value,
): number[] {
  const left = v.map(size);
  return Array.from({ length: count }, () => {
    const place = left.indexOf(left.reduce((a, b) => Math.max(a, b)));
    left[place] = -Infinity;
    return place;
  });
}

/** Beside entries so large those of other supports are as near, to the rounding of a distance. */
export function spansMagnitudes(v: Float64Array): boolean {
  const sizes = v.map(Math.abs).filter((size) => size > 0);
  return largest(v) > 1e4 * sizes.reduce((a, b) => Math.min(a, b), Infinity);
}

export const sparsityOf = (set: Constraint): number => set.parameters.sparsity as number;
export const radiusOf = (set: Constraint): number => set.parameters.radius as number;
