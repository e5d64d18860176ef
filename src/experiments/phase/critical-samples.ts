import { checkNames } from '../../errors.js';
import { responseOf } from '../../problem/observation.js';
import { shareOfEquations } from '../../theory/equations.js';
import { listOf, PHASE_NAMES, type PhaseOptions, phaseSetting, type Search } from './options.js';
import { type PhaseRun, phaseTransition, RUN_NAMES } from './phase-transition.js';
import { linesWithCells, type PhaseLine, type PhaseResult } from './summary.js';
import { theoriesOf } from './theory.js';

/** A number with the ends of an interval; null where success did not pass them. */
export interface Bracketed {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A line of a phase diagram: from how many rows on half of the trials succeed, and what theory makes of it. */
export interface CriticalLine extends Omit<PhaseLine, 'halfWay'> {
  /** The rows at which half of the trials succeed, and where Wilson's interval begins and ends to hold one half. */
  readonly n: Bracketed;
  /** n / δ, the c of n = c·n₀; null without a formula for δ, and for { ar1 } and { shift } rows. */
  readonly ratio: Bracketed | null;
  /** What was tried. */
  readonly tried: readonly { n: number; trials: number; successes: number }[];
}

/** What `criticalSamples` finds, with the phase diagram that it is read from. */
export interface CriticalSamples {
  readonly experiment: 'criticalSamples';
  readonly lines: readonly CriticalLine[];
  readonly phase: PhaseResult;
}

/** `phaseTransition`'s options, of which n has a default, and how to run them. */
export type CriticalOptions = Omit<PhaseOptions, 'n'> & { n?: PhaseOptions['n'] } & PhaseRun;

/**
 * From how many rows on half of the trials recover w*: for each set, solver, size, kind of rows and level of noise, by
 * bisection over n.
 *
 * Options are those of `phaseTransition`, and so are trials, records and bits; n is by default searched over `criticalRange`.
 * About 2 log₂ of that range cells a line, each a batch of `trials` or up to `most`. Parts are merged by their phase diagrams:
 * criticalSamplesOf(mergePhaseTransitions(...parts.map(({ phase }) => phase))).
 *
 * @throws RelufitError (as a rejection) as `phaseTransition` does.
 * @see D. Amelunxen, M. Lotz, M. B. McCoy, J. A. Tropp, "Living on the edge: phase transitions in convex programs with random
 * data" (2014).
 * @example
 * ```ts
 * const { lines } = await criticalSamples({ d: 40, sparsity: 2, solver: 'pursuit' });
 * lines[0].n; // { value: 11.4, low: 6.79…, high: 17.10… }
 * lines[0].ratio?.value; // 0.877…
 * ```
 */
export async function criticalSamples(options: CriticalOptions): Promise<CriticalSamples> {
  checkNames('criticalSamples', options, [...PHASE_NAMES, ...RUN_NAMES]);
  const { records, part, workers, onRecord, signal, n, ...rest } = options;
  const experiment = { ...rest, n: n ?? criticalRange(rest) };
  const how = { records, part, workers, onRecord, signal };
  return criticalSamplesOf(await phaseTransition({ ...experiment, ...how }));
}

/**
 * What the lines of a phase diagram say of the rows that are needed: of any that has more than one n. O(cells).
 *
 * @throws RelufitError INVALID_ARGUMENT for what is no result of `phaseTransition`.
 * @see criticalSamples
 * @example
 * ```ts
 * const phase = await phaseTransition({ d: 40, n: [10, 20, 40], sparsity: 2, solver: 'pursuit' });
 * criticalSamplesOf(phase).lines[0].tried.map(({ successes }) => successes); // [4, 16, 20]
 * ```
 */
export function criticalSamplesOf(phase: PhaseResult): CriticalSamples {
  const lines = linesWithCells('criticalSamplesOf', phase).map(({ line, cells }) => {
    const { theory, halfWay, ...place } = line;
    const over = (size: number): Bracketed => ({
      value: halfWay.n && halfWay.n / size,
      low: halfWay.low && halfWay.low / size,
      high: halfWay.high && halfWay.high / size,
    });
    // Of a set that is a point, no rows are needed and none are a multiple of that.
    const delta = theory?.statisticalDimension || undefined;
    return {
      ...place,
      n: over(1),
      theory,
      ratio: delta === undefined ? null : over(delta),
      tried: cells
        .map(({ n, trials, successes }) => ({ n, trials, successes }))
        .sort((a, b) => a.n - b.n),
    };
  });
  return { experiment: 'criticalSamples', lines, phase };
}

/**
 * Where to look for the transition: from 1 to four times the rows that theory asks for, at most 4d, or 2d/P where P, the share of
 * rows not cut off, is below ½; the largest of all lines.
 *
 * @throws RelufitError as `phasePlan` does.
 * @see requiredSamples
 * @example
 * ```ts
 * criticalRange({ d: 1000, sparsity: 20 }) // { from: 1, to: 1308 }
 * ```
 */
export function criticalRange(options: Omit<PhaseOptions, 'n'>): Search {
  const setting = phaseSetting({ ...options, n: 1 });
  // ‖w*‖ = 1, about.
  const shares = listOf(setting.observation).map((its) => shareOfEquations(responseOf(its), 1));
  const most = Math.ceil(Math.max(4, 2 / Math.min(...shares)) * Math.max(...listOf(setting.d)));
  const wanted = theoriesOf(setting).map((theory) => 4 * (theory?.requiredSamples ?? Infinity));
  return { from: 1, to: Math.max(1, Math.min(most, Math.max(...wanted))) };
}
