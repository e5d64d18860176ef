import type { Constraint } from '../constraints/constraint.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { DIMENSIONS } from './inputs.js';
import { type Family, type Knowledge, type Law, laws, type Trial, violations } from './laws.js';
import { Random } from './random.js';
import { manhattan } from './vectors.js';

/** What is known of the set beside its own code, and what to try; every one may be left out. */
export interface CheckOptions extends Knowledge, Trial {}

/** What was checked. */
export interface ProjectionReport {
  /** The laws that the set obeys, by their titles. */
  readonly laws: readonly string[];
  readonly dimensions: readonly number[];
  readonly seed: number;
}

/**
 * P_K(v) = argmin_{w ∈ K} ‖w − v‖, asked of a constraint by the laws that every projection obeys.
 *
 * Membership of P(v); points of K unchanged; idempotence; for convex K the variational inequality
 * ⟨v − Pv, z − Pv⟩ ≤ 0 and firm nonexpansiveness; for convex cones Moreau's decomposition; for cones homogeneity; no
 * sampled point of K nearer; R ≤ level on K and nowhere else; rescaled sets; `out` and its input honoured; the kernel,
 * where there is one, as the oracle. Tried on
 * normal, repeated, equal, zero, −0, single and mixed entries from 1e−150 to 1e150, in 1 … 33 and 1000 dimensions,
 * or those that the set can have. The same seed tries the same.
 *
 * With what is given the laws find more: `slow`, an independent search for P(v); `feasible`, random points of K, without
 * which they are projections themselves; `extreme`, points of K that are extreme in a direction; `symmetries`.
 *
 * @param constraint the set, or a function (d, random) that draws one for d weights.
 * @throws RelufitError LAW_BROKEN with each broken law and the first case that breaks it; INVALID_ARGUMENT when the
 * set cannot have any of the dimensions.
 * @see P. L. Combettes, J.-C. Pesquet, "Proximal splitting methods in signal processing" (2011).
 * @example
 * ```ts
 * import { checkProjection } from 'relufit/testing';
 * checkProjection(l1Ball(3)).laws.length; // 11
 * ```
 */
export function checkProjection(
  constraint: Constraint | Family['make'],
  options: CheckOptions = {},
): ProjectionReport {
  checkNames('checkProjection options', options, NAMES);
  const { seed = 1, scales, ...known } = options;
  if (!Number.isInteger(seed)) refuse('seed', seed, 'an integer');
  checkList(
    'dimensions',
    options.dimensions,
    (d) => Number.isInteger(d) && d >= 1,
    'integers of at least 1',
  );
  checkList('scales', scales, (scale) => scale > 0 && Number.isFinite(scale), 'positive numbers');
  if (typeof constraint !== 'function' && typeof constraint?.project !== 'function') {
    refuse('constraint', constraint, 'a constraint, or a function that makes one');
  }
  const make = typeof constraint === 'function' ? constraint : () => constraint;
  const dimensions = possibleDimensions(make, options.dimensions);
  const family: Family = { error: relativeToBoth, ...known, make };
  const example = make(dimensions[0], new Random(seed));
  const checked = laws.filter(({ applies }) => applies?.(example, family) ?? true);
  const broken = checked.flatMap((law) => {
    const [first] = violationsOf(law, family, { seed, dimensions, scales });
    return first === undefined ? [] : [`${law.title}: ${first}`];
  });
  if (broken.length > 0) {
    throw new RelufitError(
      'LAW_BROKEN',
      `checkProjection(${example.name})`,
      `${broken.length} of ${checked.length} laws broken\n  ${broken.join('\n  ')}\n`,
      'none',
      'Project onto K itself: argmin over w in K of ‖w − v‖.',
    );
  }
  return { laws: checked.map(({ title }) => title), dimensions, seed };
}

// Without more known of the set: as far as sums of entries of v and of P(v) are known.
const relativeToBoth = (v: Float64Array, projected: Float64Array) =>
  4 * (v.length + 4) * 2 ** -53 * (manhattan(v) + manhattan(projected));

function refuse(what: string, got: unknown, expected: string): never {
  throw new RelufitError(
    'INVALID_ARGUMENT',
    `checkProjection ${what}`,
    show(got),
    expected,
    'Leave it out for the default.',
  );
}

function checkList(
  what: string,
  list: unknown,
  good: (value: number) => boolean,
  expected: string,
): void {
  if (list === undefined) return;
  if (!Array.isArray(list) || list.length === 0) refuse(what, list, `an array of ${expected}`);
  const bad = (list as number[]).find((value) => typeof value !== 'number' || !good(value));
  if (bad !== undefined) refuse(what, bad, expected);
}

const NAMES = [
  'slow',
  'feasible',
  'extreme',
  'error',
  'tolerance',
  'ambiguous',
  'symmetries',
  'scaled',
  'seed',
  'dimensions',
  'scales',
];

// A projection that throws breaks the law that asked for it.
function violationsOf(law: Law, family: Family, trial: Trial): string[] {
  try {
    return violations(law, family, trial);
  } catch (error) {
    return [`it threw ${error}`];
  }
}

function possibleDimensions(
  make: Family['make'],
  asked: readonly number[] = DIMENSIONS,
): readonly number[] {
  const refusals: unknown[] = [];
  const possible = asked.filter((d) => {
    try {
      make(d, new Random(d)).checkDimension?.(d);
      return true;
    } catch (error) {
      refusals.push(error);
      return false;
    }
  });
  if (possible.length > 0) return possible;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'checkProjection dimensions',
    refusals.length === 0 ? show(asked) : `dimensions that the set refuses (${refusals[0]})`,
    'at least one that it can have',
    'Give options.dimensions.',
  );
}
