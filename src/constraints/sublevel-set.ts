import { notConverged, RelufitError, show } from '../errors.js';
import { crossing } from '../numerics/crossing.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { checkProjection } from './custom.js';
import { caveatsOf, checkKeys, checkNumber, finiteVector, invalid } from './parameters.js';

/** A function R of the weights, by its values and its proximal operator. */
export interface Regularizer {
  /** What results and messages call it. */
  readonly name: string;
  /** R(w); Infinity where it is not defined. */
  value(w: ArrayLike<number>): number;
  /** argmin_w ½‖w − v‖² + t R(w), for t > 0; written to `out` or answered. */
  prox(v: Float64Array, t: number, out: Float64Array): ArrayLike<number>;
  /** Default true. */
  readonly convex?: boolean;
  /** inf R; default 0. */
  readonly minimum?: number;
}

/** What `sublevelSet` makes a set from. */
export interface SublevelSetOptions {
  readonly regularizer: Regularizer;
  /** Above the minimum of R. */
  readonly level: number;
}

/**
 * K = {w : R(w) ≤ level}: the sublevel set of any R whose proximal operator is known.
 *
 * P_K(v) = prox_{tR}(v) with the t > 0 for which R(prox_{tR}(v)) = level, or v where R(v) ≤ level. Convex where R is; of
 * an R that is not, where the values jump over the level, it finds a point of K that need not be the nearest, and a
 * caveat says so. Exact to roundings of v, as prox is.
 * Algorithm: ITP on t (Oliveira and Takahashi 2020), to the last bit, and between the last two numbers linearly.
 *
 * Cost about 10 to 60 calls of prox and value.
 *
 * @param given.level finite, above the minimum of R: the set of minimisers is reached only as t → ∞.
 * @throws RelufitError INVALID_CONSTRAINT when R or level cannot be used (with the numbers); INVALID_PROJECTION when
 * prox answers anything but d finite numbers or value no number; NOT_CONVERGED when no t leads to the level.
 * @see N. Parikh, S. Boyd, "Proximal algorithms" (2014), section 6.
 * @example
 * ```ts
 * sublevelSet({
 *   level: 2,
 *   regularizer: {
 *     name: 'ridge',
 *     value: (w) => Array.from(w).reduce((sum, x) => sum + x * x, 0) / 2,
 *     prox: (v, t) => v.map((x) => x / (1 + t)),
 *   },
 * }).project([3, -4]); // [1.2, -1.6]
 * ```
 */
export function sublevelSet(given: SublevelSetOptions): Constraint {
  const { regularizer, level } = checkKeys(given, 'sublevelSet', 'regularizer', 'level');
  const { convex, minimum } = checkRegularizer(regularizer);
  const { name } = regularizer;
  checkNumber(level, 'sublevelSet level');
  if (!(level > minimum)) {
    throw invalid(
      'sublevelSet level',
      `${level}`,
      `a number above ${minimum}, the minimum of ${name}`,
      level === minimum ? 'Its minimisers alone are no level of prox for any t.' : 'Raise it.',
    );
  }
  const valueAt = (w: ArrayLike<number>) => {
    const value = regularizer.value(w);
    if (typeof value === 'number' && !Number.isNaN(value)) return value;
    throw broken(name, show(value));
  };
  const size = Math.max(Math.abs(level), level - minimum);
  const caveat = `sublevelSet of ${name}, not convex: where its values jump over the level, a point of the set is found, not always the nearest`;
  return {
    name: 'sublevelSet',
    parameters: { regularizer: name, level },
    convex,
    cone: false,
    caveats: convex ? undefined : caveatsOf([], caveat),
    contains: (w, tolerance = DEFAULT_TOLERANCE) =>
      allFinite(w) && valueAt(w) <= level + tolerance * size,
    project(v, out) {
      const w = copied(v, out);
      if (!allFinite(w) || valueAt(w) <= level) return w;
      const from = w.slice();
      const prox = (t: number) => {
        const point = new Float64Array(from.length);
        const answer = regularizer.prox(from.slice(), t, point) ?? point;
        return checkProjection(answer, from.length, `${name} prox`);
      };
      const excess = (t: number) => valueAt(prox(t)) - level;
      // t has the units of ‖v‖²/R.
      const length = euclideanNorm(from);
      const start = length * (length / valueAt(from));
      const found = crossing(excess, start > 0 && Number.isFinite(start) ? start : 1);
      if (!found) throw unreachable(name, level, excess(Number.MAX_VALUE) + level);
      const inside = prox(found.above);
      w.set(inside);
      if (!convex || found.below === found.above || found.below === 0) return w;
      // Far outside, one bit of t is much of w. Between the two the values of a convex R are no higher than linear.
      const outside = prox(found.below);
      const [high, low] = [valueAt(outside) - level, valueAt(inside) - level];
      const part = low < 0 && high < Infinity ? -low / (high - low) : 0;
      for (let j = 0; j < w.length; j++) w[j] += part * (outside[j] - w[j]);
      return w;
    },
    regularizer: valueAt,
    level,
  };
}

/** The smallest sublevel set that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
sublevelSet.through = (
  planted: ArrayLike<number>,
  given: { regularizer: Regularizer },
): Constraint => {
  const { regularizer } = checkKeys(given, 'sublevelSet.through', 'regularizer');
  checkRegularizer(regularizer);
  const level = regularizer.value(finiteVector(planted, 'sublevelSet.through'));
  return sublevelSet({ regularizer, level });
};

function checkRegularizer(regularizer: Regularizer) {
  const { name, value, prox, convex = true, minimum = 0 } = regularizer ?? {};
  if (typeof name !== 'string' || name === '') refuse('name', name, 'a text');
  if (typeof value !== 'function') refuse('value', value, 'a function of w');
  if (typeof prox !== 'function') refuse('prox', prox, 'a function of v and t');
  if (typeof convex !== 'boolean') refuse('convex', convex, 'true or false');
  checkNumber(minimum, 'sublevelSet regularizer.minimum');
  return { convex, minimum };
}

function refuse(what: string, got: unknown, expected: string): never {
  throw invalid(`sublevelSet regularizer.${what}`, show(got), expected, 'See Regularizer.');
}

function broken(name: string, got: string): RelufitError {
  return new RelufitError(
    'INVALID_PROJECTION',
    `${name} value(w)`,
    got,
    'a number',
    'Correct the function that was given.',
  );
}

function unreachable(name: string, level: number, reached: number): RelufitError {
  return notConverged(
    'sublevelSet project(v)',
    `${name} of ${reached} for t as large as numbers are`,
    `at most the level, ${level}`,
    'Correct the minimum or prox, or raise the level.',
  );
}
