import { notConverged } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  largestMagnitude,
} from './constraint.js';

/**
 * K = {w : w_{j+1} − w_j ≥ w_j − w_{j−1} for all j}: sequences that are convex.
 *
 * P_K(v) is the convex regression of v: continuous, straight between its knots. For d ≤ 2 all of ℝᵈ. Convex, a cone.
 *
 * Algorithm: support reduction, an active set of knots (Groeneboom, Jongbloed, Wellner 2008): the knot that lowers the
 * distance fastest is added, knots whose bend would turn concave are dropped. The fit to given knots is a tridiagonal
 * system in hat functions, which stays well conditioned where one in hinges does not. Finitely many steps, of O(d)
 * each, about as many as knots. Cost O(kd), k the knots of P_K(v), observed.
 *
 * The result is known to 1e-9 of max|v_j|, far better in most cases.
 *
 * @throws RelufitError NOT_CONVERGED where rounding would lead in circles, with the slope that is left; never observed.
 * @see P. Groeneboom, G. Jongbloed, J. A. Wellner, "The support reduction algorithm for computing non-parametric
 * function estimates in mixture models" (2008).
 * @example
 * ```ts
 * convexSequenceCone().project([0, 3, 0]); // [1, 1, 1]
 * ```
 */
export function convexSequenceCone(): Constraint {
  return builtIn({
    name: 'convexSequenceCone',
    parameters: {},
    convex: true,
    cone: true,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      return allFinite(w) && isConvex(w, tolerance * largestMagnitude(w));
    },
    project(v, out) {
      const w = copied(v, out);
      return isConvex(w, 0) ? w : regression(w);
    },
  });
}

function isConvex(w: ArrayLike<number>, slack: number): boolean {
  for (let j = 1; j + 1 < w.length; j++) {
    if (!(w[j + 1] - w[j] - (w[j] - w[j - 1]) >= -slack)) return false;
  }
  return true;
}

interface Knot {
  at: number;
  value: number;
  /** The slope on its right less the slope on its left. */
  bend: number;
}

function regression(v: Float64Array): Float64Array {
  const d = v.length;
  // What the inner products below are known to.
  const noise = 4 * d * 2 ** -53 * largestMagnitude(v);
  let knots = fit(v, [0, d - 1]);
  // About as many steps as knots.
  for (let steps = 0; ; steps++) {
    const { place: added, slope } = steepest(v, knots, noise);
    if (added === undefined) break;
    if (steps === 20 * d) throw undecided(slope, steps);
    // The same function, with one knot more, of bend 0.
    const next = knots.findIndex(({ at }) => at > added);
    const value = interpolated(knots[next - 1], knots[next], added);
    knots.splice(next, 0, { at: added, value, bend: 0 });
    let fitted = fitTo(v, knots);
    // Rounding alone decides on a knot whose bend is not positive.
    if (!(fitted[next].bend > 0)) {
      if (slope > 1e-10 * largestMagnitude(v)) throw undecided(slope, steps);
      knots.splice(next, 1);
      break;
    }
    for (;;) {
      // As far towards the fit as the sequence stays convex; there a knot becomes straight.
      let step = 1;
      let straight = -1;
      for (let k = 1; k + 1 < knots.length; k++) {
        const [before, after] = [knots[k].bend, fitted[k].bend];
        if (after < 0 && before / (before - after) < step) {
          step = before / (before - after);
          straight = k;
        }
      }
      if (straight < 0) break;
      knots = knots.map(({ at, value, bend }, k) => ({
        at,
        value: value + step * (fitted[k].value - value),
        bend: Math.max(bend + step * (fitted[k].bend - bend), 0),
      }));
      knots.splice(straight, 1);
      fitted = fitTo(v, knots);
    }
    knots = fitted;
  }
  for (let k = 1; k < knots.length; k++) {
    for (let j = knots[k - 1].at; j <= knots[k].at; j++)
      v[j] = interpolated(knots[k - 1], knots[k], j);
  }
  return v;
}

const undecided = (slope: number, steps: number) =>
  notConverged(
    'convexSequenceCone project(v)',
    `a slope of ${slope} to nearer sequences after ${steps} steps`,
    'none but rounding',
    'Report this v: it should not happen.',
  );

function interpolated(a: Knot, b: Knot, j: number): number {
  return a.value + (b.value - a.value) * ((j - a.at) / (b.at - a.at));
}

// Where a new knot lowers the distance fastest: ⟨w − v, hat⟩ / ‖hat‖, the hat on the straight piece that it would break.
function steepest(v: Float64Array, knots: readonly Knot[], noise: number) {
  let slope = noise;
  let place: number | undefined;
  for (let k = 1; k < knots.length; k++) {
    const [a, b] = [knots[k - 1], knots[k]];
    const norm = Math.sqrt((b.at - a.at) / 3);
    const residual = (j: number) => interpolated(a, b, j) - v[j];
    const right = new Float64Array(b.at - a.at + 1);
    let sum = 0;
    for (let j = b.at - 1, moment = 0; j > a.at; j--) {
      // Σ over i > j of (b − i) r_i.
      right[j - a.at] = moment;
      moment += (b.at - j) * residual(j);
    }
    for (let j = a.at + 1; j < b.at; j++) {
      sum += (j - a.at) * residual(j);
      const product = (sum / (j - a.at) + right[j - a.at] / (b.at - j)) / norm;
      if (product > slope) {
        slope = product;
        place = j;
      }
    }
  }
  return { place, slope };
}

const fitTo = (v: Float64Array, knots: readonly Knot[]) =>
  fit(
    v,
    knots.map(({ at }) => at),
  );

// The least squares fit of v that is straight between the places: a tridiagonal system for its values there.
function fit(v: Float64Array, places: readonly number[]): Knot[] {
  const count = places.length;
  const diagonal = new Float64Array(count);
  const beside = new Float64Array(count);
  const values = new Float64Array(count);
  for (let k = 0; k + 1 < count; k++) {
    const length = places[k + 1] - places[k];
    for (let i = 0; i < length; i++) {
      const t = i / length;
      const y = v[places[k] + i];
      diagonal[k] += (1 - t) * (1 - t);
      beside[k] += t * (1 - t);
      diagonal[k + 1] += t * t;
      values[k] += (1 - t) * y;
      values[k + 1] += t * y;
    }
  }
  diagonal[count - 1] += 1;
  values[count - 1] += v[places[count - 1]];
  for (let k = 1; k < count; k++) {
    const factor = beside[k - 1] / diagonal[k - 1];
    diagonal[k] -= factor * beside[k - 1];
    values[k] -= factor * values[k - 1];
  }
  for (let k = count - 1; k >= 0; k--) {
    values[k] = (values[k] - (k + 1 < count ? beside[k] * values[k + 1] : 0)) / diagonal[k];
  }
  const slope = (k: number) => (values[k + 1] - values[k]) / (places[k + 1] - places[k]);
  return places.map((at, k) => ({
    at,
    value: values[k],
    bend: k > 0 && k + 1 < count ? slope(k) - slope(k - 1) : 0,
  }));
}
