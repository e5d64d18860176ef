import { RelufitError, show } from '../errors.js';
import { allFinite, type Constraint, copied, DEFAULT_TOLERANCE } from './constraint.js';
import { checkCount, checkKeys, checkLength, checkNumber, invalid } from './parameters.js';

/** A set of one's own: how to project onto it, and what is known of it. */
export interface CustomOptions {
  /** What results and messages call it. */
  readonly name: string;
  /** P_K(v): d finite numbers. It gets a copy of v, which it may change and answer. */
  readonly project: (v: Float64Array) => ArrayLike<number>;
  /** Is w in K, up to `tolerance` relative to the size of w? */
  readonly contains: (w: Float64Array, tolerance: number) => boolean;
  readonly convex: boolean;
  /** Default false. */
  readonly cone?: boolean;
  /** Plain data that tells the set, for results; default none. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** R and level of K = {w : R(w) ≤ level}; both or neither. */
  readonly regularizer?: (w: ArrayLike<number>) => number;
  readonly level?: number;
  /** d, where the set stands in one dimension only. */
  readonly dimension?: number;
}

/**
 * K = {w : contains(w)}: a set of one's own, by its projection.
 *
 * P_K(v) = project(v), asked with a copy and checked: an answer that is not d finite numbers is an error, not a
 * result. Convex, or a cone, as it says of itself; nobody checks that, nor that the answer is the nearest point. A v
 * that is not finite comes back as it is. Cost that of project and O(d).
 *
 * @throws RelufitError INVALID_CONSTRAINT when a function, name or flag is missing or of another type;
 * INVALID_PROJECTION when project answers anything but d finite numbers.
 * @example
 * ```ts
 * custom({
 *   name: 'evenNumbers',
 *   project: (v) => v.map((x) => 2 * Math.round(x / 2)),
 *   contains: (w) => w.every((x) => x % 2 === 0),
 *   convex: false,
 * }).project([2.9, -4.2]); // [2, -4]
 * ```
 */
export function custom(given: CustomOptions): Constraint {
  const {
    name,
    project,
    contains,
    convex,
    cone = false,
    parameters = {},
  } = checkKeys(given, 'custom', ...KEYS);
  const { regularizer, level, dimension } = given;
  if (typeof name !== 'string' || name === '') refuse('name', name, 'a text');
  if (typeof project !== 'function') refuse('project', project, 'a function of v');
  if (typeof contains !== 'function') refuse('contains', contains, 'a function of w');
  if (typeof convex !== 'boolean') refuse('convex', convex, 'true or false');
  if (typeof cone !== 'boolean') refuse('cone', cone, 'true or false');
  if (parameters === null || typeof parameters !== 'object') {
    refuse('parameters', parameters, 'an object of plain data');
  }
  if (regularizer !== undefined || level !== undefined) {
    if (typeof regularizer !== 'function') refuse('regularizer', regularizer, 'a function of w');
    checkNumber(level as number, 'custom level');
  }
  if (dimension !== undefined) checkCount(dimension, 'custom dimension');
  const checkDimension = (d: number) => {
    if (dimension !== undefined) checkLength(dimension, d, name, 'a set');
  };
  return {
    name,
    parameters: { ...parameters },
    convex,
    cone,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      return allFinite(w) && Boolean(contains(Float64Array.from(w), tolerance));
    },
    project(v, out) {
      checkDimension(v.length);
      if (!allFinite(v)) return copied(v, out);
      return copied(checkProjection(project(Float64Array.from(v)), v.length, name), out);
    },
    ...(regularizer && { regularizer, level }),
    dimension,
    checkDimension,
  };
}

const KEYS = [
  'name',
  'project',
  'contains',
  'convex',
  'cone',
  'parameters',
  'regularizer',
  'level',
  'dimension',
] as const;

/** What a function from outside answered for P(v), once it is known to be d finite numbers. */
export function checkProjection(
  answer: ArrayLike<number>,
  d: number,
  set: string,
): ArrayLike<number> {
  const isList = typeof answer === 'object' && answer !== null && answer.length === d;
  const bad = isList ? Array.prototype.findIndex.call(answer, (x) => !Number.isFinite(x)) : -1;
  if (isList && bad < 0) return answer;
  throw new RelufitError(
    'INVALID_PROJECTION',
    `${set} project(v)`,
    isList ? `${show(answer[bad])} at index ${bad}` : show(answer),
    `${d} finite numbers`,
    'Correct the function that was given.',
  );
}

function refuse(what: string, got: unknown, expected: string): never {
  throw invalid(`custom ${what}`, show(got), expected, 'See CustomOptions.');
}
