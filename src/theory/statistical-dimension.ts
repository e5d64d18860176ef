import type { ClosedForm, Constraint } from '../constraints/constraint.js';
import { euclideanNorm } from '../constraints/constraint.js';
import { checkInteger, INDEX_LIMIT } from '../data/address.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { asVector } from '../problem/dataset.js';
import { coneDraws } from './descent-cone.js';

/** How to find a property of a descent cone. */
export interface DescentConeOptions {
  /** 'auto', the default: by formula where the set has one, by Monte Carlo elsewhere. */
  method?: 'auto' | 'closed-form' | 'monte-carlo';
  /** Draws; default 1000, and 50 where the set is not convex: a second or less at d = 1000. */
  samples?: number;
  /** An integer in [0, 2⁵³); default 0. The same seed gives the same value on every machine. */
  seed?: number;
  /** How far outside the set the planted weights may be, relative to their size; default 1e-9. */
  tolerance?: number;
  /** The dimension, where no planted weights say it. */
  d?: number;
}

/** A number with what it is worth. */
export interface Estimate {
  readonly value: number;
  /** Of the mean over the draws; 0 for a formula. */
  readonly standardError: number;
  readonly method: 'closed-form' | 'monte-carlo';
  /** What is known of it: a formula's kind, or an estimate that has a standard error. */
  readonly kind: ClosedForm['kind'] | 'estimate';
  readonly formula: string;
  /** Draws, where there were any. */
  readonly samples?: number;
}

/**
 * δ(C) = E‖Π_C(g)‖², g ~ N(0, I): the size of the cone C of descent of K at w*, as a number of dimensions.
 *
 * Between 0 and d; k for a subspace of dimension k. Linear observations of w* ∈ K convex determine it from n
 * Gaussian rows once n passes δ, ReLU observations once about 2δ do: docs/theory.md.
 *
 * By the set's formula (O(d) or less) or by the mean over `samples` draws (each one projection on a convex
 * set, about 50 on others, where each is the best that a search found and rarely a percent too small).
 *
 * @param planted w* ∈ K, d numbers. Of sets whose formula does without (sparse, wholeSpace) it may be
 * undefined, with `d` among the options.
 * @throws RelufitError INVALID_ARGUMENT when planted is outside K (it says how far), when there is no formula
 * and 'closed-form' was asked for or planted is missing, for options out of range; INVALID_SHAPE, NOT_FINITE,
 * INVALID_CONSTRAINT when the set does not fit d.
 * @see D. Amelunxen, M. Lotz, M. B. McCoy, J. A. Tropp, "Living on the edge: phase transitions in convex
 * programs with random data" (2014).
 * @example
 * ```ts
 * statisticalDimension(nonnegative(), [1, 0, 0, 2]).value; // 3
 * statisticalDimension(sparse(20), undefined, { d: 1000 }).value; // 163.28190456836677
 * ```
 */
export function statisticalDimension(
  constraint: Constraint,
  planted?: ArrayLike<number>,
  options: DescentConeOptions = {},
): Estimate {
  const where = 'statisticalDimension';
  checkNames(where, options, DESCENT_CONE_OPTIONS);
  const cone = descentCone(where, constraint, planted, options);
  if (cone.closedForm !== undefined) {
    return { ...cone.closedForm, standardError: 0, method: 'closed-form' };
  }
  return meanOf(cone.draws(), 'E‖Π_C(g)‖²');
}

export const DESCENT_CONE_OPTIONS = ['method', 'samples', 'seed', 'tolerance', 'd'];

/** A descent cone after every check: its closed form where that is the method, its draws otherwise. */
export function descentCone(
  where: string,
  constraint: Constraint,
  planted: ArrayLike<number> | undefined,
  options: DescentConeOptions,
): { closedForm?: ClosedForm; draws: () => Float64Array } {
  const { method = 'auto', seed = 0, tolerance = 1e-9 } = options;
  const invalid = (name: string, got: string, expected: string, remedy: string) =>
    new RelufitError('INVALID_ARGUMENT', `${where} ${name}`, got, expected, remedy);
  if (typeof constraint?.project !== 'function') {
    throw invalid('constraint', show(constraint), 'a constraint such as sparse(20)', 'Make one.');
  }
  if (!METHODS.includes(method)) {
    throw invalid('method', show(method), `one of ${METHODS.join(', ')}`, 'Check the spelling.');
  }
  if (!(typeof tolerance === 'number' && tolerance >= 0)) {
    throw invalid('tolerance', show(tolerance), 'a number of at least 0', 'Leave it out for 1e-9.');
  }
  const { samples = constraint.convex ? 1000 : 50 } = options;
  checkInteger(where, 'samples', samples, 2, INDEX_LIMIT);
  // The draws check the seed, but a formula would not.
  checkInteger(where, 'seed', seed, 0, 2 ** 53);
  const d = planted === undefined ? options.d : (options.d ?? planted?.length);
  if (d === undefined) {
    throw invalid('planted', 'neither planted weights nor d', 'one of them', 'Give { d }.');
  }
  checkInteger(where, 'd', d, 1, INDEX_LIMIT);
  const w = planted === undefined ? undefined : asVector(planted, d, `${where} planted`);
  constraint.checkDimension?.(d);
  if (w !== undefined && !constraint.contains(w, tolerance)) {
    const nearest = constraint.project(w);
    const distance = euclideanNorm(nearest.map((value, j) => value - w[j]));
    throw invalid(
      'planted',
      `weights at distance ${distance.toPrecision(3)} from ${constraint.name}`,
      'a point of the set',
      'Make the set with .through(planted), or allow more by tolerance.',
    );
  }
  const closedForm = method === 'monte-carlo' ? undefined : constraint.statisticalDimension?.(d, w);
  if (closedForm === undefined) {
    const remedy = "Use method 'monte-carlo'.";
    if (w === undefined) {
      throw invalid('planted', 'undefined', `weights of ${constraint.name}`, 'Its cones differ.');
    }
    if (method === 'closed-form') {
      throw invalid('method', `'closed-form' for ${constraint.name}`, 'a set with one', remedy);
    }
  }
  return { closedForm, draws: () => coneDraws(constraint, w as Float64Array, samples, seed) };
}

const METHODS = ['auto', 'closed-form', 'monte-carlo'];

/** The mean of draws and its standard error. */
export function meanOf(draws: Float64Array, formula: string): Estimate {
  const samples = draws.length;
  const value = draws.reduce((sum, x) => sum + x, 0) / samples;
  const squares = draws.reduce((sum, x) => sum + (x - value) ** 2, 0);
  return {
    value,
    standardError: Math.sqrt(squares / (samples - 1) / samples),
    method: 'monte-carlo',
    kind: 'estimate',
    formula,
    samples,
  };
}
