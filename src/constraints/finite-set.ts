import { show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import { finiteCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';
import {
  checkKeys,
  checkLength,
  finiteVector,
  invalid,
  isFilledList,
  isolated,
} from './parameters.js';

/**
 * K = {p₁, …, p_m}: the weights are one of finitely many vectors.
 *
 * P_K(v) is the nearest point, of equally near ones the first. Not convex (but for one point).
 * Algorithm: comparison of each point with the best before it.
 * Cost O(m d).
 *
 * @param given points, arrays of d finite numbers, at least one.
 * @throws RelufitError INVALID_CONSTRAINT when there is none, lengths differ from each other or from d, or an entry is
 * not a finite number.
 * @example
 * ```ts
 * finiteSet({ points: [[0, 0], [3, 4]] }).project([2, 2]); // [3, 4]
 * ```
 */
export function finiteSet(given: { points: ArrayLike<ArrayLike<number>> }): Constraint {
  const points = checkedPoints(checkKeys(given, 'finiteSet', 'points').points);
  const checkDimension = (d: number) => checkLength(points[0].length, d, 'finiteSet', 'points');
  return builtIn({
    name: 'finiteSet',
    parameters: { points: points.map((point) => Array.from(point)) },
    convex: false,
    cone: false,
    caveats: points.length > 1 ? [isolated('finiteSet')] : undefined,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      const slack = tolerance * largestMagnitude(w);
      return (
        allFinite(w) && points.some((p) => p.every((value, j) => Math.abs(w[j] - value) <= slack))
      );
    },
    project(v, out) {
      checkDimension(v.length);
      return copied(
        points.reduce((best, point) => (isNearer(v, point, best) ? point : best)),
        out,
      );
    },
    checkDimension,
    rescaled: (scales) =>
      finiteSet({ points: points.map((point) => point.map((value, j) => value * scales[j])) }),
    statisticalDimension: (d) => finiteCone(d, points.length),
  });
}

function checkedPoints(given: ArrayLike<ArrayLike<number>>): Float64Array[] {
  if (!isFilledList(given)) {
    throw invalid('finiteSet points', show(given), 'an array of at least one vector', 'Give one.');
  }
  const points = Array.from(given, (point, k) => finiteVector(point, `finiteSet points[${k}]`));
  const d = points[0].length;
  const odd = points.findIndex((point) => point.length !== d);
  if (odd < 0) return points;
  throw invalid(
    `finiteSet points[${odd}]`,
    `${points[odd].length} numbers`,
    `${d}, as in points[0]`,
    'Give each point one number a weight.',
  );
}

// Is q nearer to v than p? ‖v − p‖² − ‖v − q‖² = ⟨q − p, (v − p) + (v − q)⟩: its sign is sharp for v far away as well,
// where the two distances agree in every digit. No product leaves the range of numbers.
function isNearer(v: ArrayLike<number>, q: Float64Array, p: Float64Array): boolean {
  const apart = q.map((value, j) => value - p[j]);
  const away = q.map((value, j) => v[j] - p[j] + (v[j] - value));
  const [size, far] = [largestMagnitude(apart) || 1, largestMagnitude(away) || 1];
  return apart.reduce((sum, value, j) => sum + (value / size) * (away[j] / far), 0) > 0;
}
