import type { Rows } from '../../data/planted.js';
import { checkNames, RelufitError } from '../../errors.js';
import {
  type Bracketed,
  type CriticalLine,
  type CriticalOptions,
  criticalRange,
  criticalSamples,
  criticalSamplesOf,
} from './critical-samples.js';
import { listOf, PHASE_NAMES, phaseSetting } from './options.js';
import { RUN_NAMES } from './phase-transition.js';
import type { PhaseLine, PhaseResult } from './summary.js';
import { isIsotropic, theoriesOf } from './theory.js';

/** What the theorem leaves open, for one set and size: c in n = c·n₀, n₀ = δ. */
export interface ConstantsRow extends Omit<CriticalLine, 'theory' | 'ratio' | 'tried'> {
  /** δ, the mean over draws of w*, its standard deviation from draw to draw, and what its formula is worth. */
  readonly n0: number;
  readonly spread: number;
  readonly kind: NonNullable<PhaseLine['theory']>['kind'];
  readonly formula: string;
  /** n / n₀ where half of the trials succeed, with its interval. */
  readonly c: Bracketed;
}

/** What `constantsTable` finds, with the phase diagram that it is read from. */
export interface ConstantsTable {
  readonly experiment: 'constantsTable';
  readonly rows: readonly ConstantsRow[];
  readonly phase: PhaseResult;
}

/**
 * The constant of the theorem as it is measured: for each set and size n₀ = δ, the n at which half of the trials recover w*,
 * and c = n/n₀. Where δ varies with w*, n₀ is its mean over draws, and c is as uncertain as `spread` says beside its interval.
 * The theorem asks for n > c·n₀ and leaves c open; 2 is what to expect of the ReLU and convex sets, 1 of linear rows.
 *
 * Options, cost, records and parts as for `criticalSamples`; parts are merged with `constantsTableOf`.
 *
 * @throws RelufitError (as a rejection) as `phaseTransition` does; INVALID_ARGUMENT where a set has no formula for δ, δ = 0, or
 * rows are { ar1 } or { shift }, of which theory says nothing.
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), theorem 3.1.
 * @example
 * ```ts
 * const { rows } = await constantsTable({ d: 40, sparsity: 3, constraint: ['sparse', 'l1Ball'] });
 * rows.map(({ constraint, n0 }) => [constraint, Math.round(n0)]); // [['sparse', 17], ['l1Ball', 11]]
 * rows.map(({ c }) => c.value); // [1.36…, 2.40…]
 * ```
 */
export async function constantsTable(options: CriticalOptions): Promise<ConstantsTable> {
  checkNames('constantsTable', options, [...PHASE_NAMES, ...RUN_NAMES]);
  const { records, part, workers, onRecord, signal, ...experiment } = options;
  const n = experiment.n ?? criticalRange(experiment);
  const setting = phaseSetting({ ...experiment, n });
  for (const rows of listOf(setting.rows)) checkRows(rows);
  for (const theory of theoriesOf(setting)) checkTheory(theory);
  return constantsTableOf((await criticalSamples({ ...options, n })).phase);
}

/**
 * The table of a phase diagram. O(cells).
 *
 * @throws RelufitError INVALID_ARGUMENT for what is no result of `phaseTransition`, or one of a set without a formula for δ, or
 * of { ar1 } or { shift } rows.
 * @see constantsTable
 * @example
 * ```ts
 * const phase = await phaseTransition({ d: 40, n: [10, 20, 40], sparsity: 2, solver: 'pursuit' });
 * constantsTableOf(phase).rows[0].n0; // 12.98…
 * ```
 */
export function constantsTableOf(phase: PhaseResult): ConstantsTable {
  const rows = criticalSamplesOf(phase).lines.map(({ theory, ratio, tried: _, ...line }) => {
    checkRows(line.rows);
    const { statisticalDimension: n0, spread, kind, formula } = checkTheory(theory);
    return { ...line, n0, spread, kind, formula, c: ratio as Bracketed };
  });
  return { experiment: 'constantsTable', rows, phase };
}

function checkRows(rows: Rows): void {
  if (isIsotropic(rows)) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'constantsTable rows',
    JSON.stringify(rows),
    "'gaussian' or 'rademacher': δ is about rows that are as likely in any direction",
    'Use criticalSamples, whose n needs no theory.',
  );
}

function checkTheory(theory: PhaseLine['theory']): NonNullable<PhaseLine['theory']> {
  if (theory !== null && theory.statisticalDimension > 0) return theory;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'constantsTable constraint',
    theory === null ? 'a set without a formula for δ' : 'a set that is one point',
    'sets whose δ is known, such as those of familyNames',
    'Use criticalSamples, and statisticalDimension by Monte Carlo.',
  );
}
