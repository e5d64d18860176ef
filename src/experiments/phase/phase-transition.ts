import { checkNames, RelufitError, show } from '../../errors.js';
import type { RunOptions } from '../trials.js';
import { added, type PhaseCell, type Totals } from './cell.js';
import { invalid, PHASE_NAMES, type PhaseOptions, WHERE } from './options.js';
import { type Part, phasePlan } from './plan.js';
import { type PhaseResult, resultOf } from './summary.js';
import type { PhaseRecord } from './trial.js';

/** What is known already, and how to run the rest. */
export interface PhaseRun extends Omit<RunOptions<PhaseRecord>, 'onRecord'> {
  /** Records of earlier runs: their trials are not run again. */
  records?: Iterable<PhaseRecord>;
  /** One of several pieces, which `mergePhaseTransitions` joins; numbered from 1. */
  part?: Part;
  /**
   * Called with each new record, in the order in which trials end. `total` is of the trials known to be needed: of a search,
   * and where `most` is above `trials`, it grows from round to round.
   */
  onRecord?: (record: PhaseRecord, done: number, total: number) => void;
}

/**
 * How often w* is recovered, over a grid of any of n, d, sparsity, noise, constraint, solver, rows and observation:
 * share of trials with ‖w − w*‖ ≤ threshold · ‖w*‖ in each cell, with Wilson's interval, and for each line of
 * cells the n at one half beside the statistical dimension δ and, for the ReLU, 2δ.
 *
 * A trial's seed follows from (seed, cell, trial) alone, the cell by its values: results are the same to the bit for any number
 * of workers and parts, and a finer grid holds the trials of a coarser one. Solvers see the same problems. With `most`, cells
 * near one half get more trials; with n = { from, to } each line is searched for its half by bisection. O(n d) and a fit a
 * trial.
 *
 * @throws RelufitError (as a rejection) INVALID_ARGUMENT; INCOMPATIBLE and others of `fit`, with the trial named; CLASH
 * where `records` has a trial with two outcomes.
 * @see D. L. Donoho, J. Tanner, "Observed universality of phase transitions in high-dimensional geometry" (2009);
 * M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), section 4.
 * @example
 * ```ts
 * const { cells } = await phaseTransition({ d: 40, n: [20, 80], sparsity: 2, solver: 'pursuit', trials: 5 });
 * cells.map(({ n, successes }) => [n, successes]); // [[20, 4], [80, 5]]
 * ```
 */
export async function phaseTransition(options: PhaseOptions & PhaseRun): Promise<PhaseResult> {
  checkNames(WHERE, options, [...PHASE_NAMES, ...RUN_NAMES]);
  const { records = [], part, workers, onRecord, signal, ...experiment } = options;
  const plan = phasePlan(experiment);
  if (typeof records?.[Symbol.iterator] !== 'function') {
    throw invalid('records', show(records), 'a list of records');
  }
  for (const record of records) plan.add(record);
  for (;;) {
    const addresses = plan.remaining(part);
    if (addresses.length === 0) return plan.result();
    const total = plan.count + addresses.length;
    await plan.run(addresses, {
      workers,
      signal,
      onRecord(record) {
        plan.add(record);
        onRecord?.(record, plan.count, total);
      },
    });
  }
}

/** The names of PhaseRun. */
export const RUN_NAMES = ['records', 'part', 'workers', 'onRecord', 'signal'];

function isResult(result: PhaseResult): boolean {
  const { options, experiment, cells } = Object(result) as PhaseResult;
  const isPhase = experiment === 'phase' && Object(options) === options;
  return isPhase && Array.isArray(cells) && cells.every(hasTotals);
}

function hasTotals(cell: PhaseCell): boolean {
  const { totals } = Object(cell) as PhaseCell;
  const { ran } = Object(totals) as Totals;
  const sums = TOTALS.map((name) => totals?.[name]);
  return Number.isInteger(cell?.cell) && Array.isArray(ran) && sums.every(Number.isInteger);
}

const TOTALS = ['trials', 'successes', 'iterations', 'passes', 'logError'] as const;

const noResult = (got: unknown) =>
  new RelufitError(
    'INVALID_ARGUMENT',
    `${WHERE} merge`,
    `no result, ${show(got)}`,
    'results of phaseTransition, whole',
    'Give them one by one, as in mergePhaseTransitions(a, b); of an experiment made of one, its `phase`.',
  );

/**
 * One result of parts that ran other trials of the same experiment, in any order, to the same bits.
 *
 * @throws RelufitError INVALID_ARGUMENT when one is no result, their options differ or a trial is in two of them.
 * @see docs/decisions/0026: what is summed, and why it is whole.
 * @example
 * ```ts
 * const options = { d: 40, n: [20, 80], sparsity: 2, trials: 4 };
 * const one = await phaseTransition({ ...options, part: { index: 1, of: 2 } });
 * const two = await phaseTransition({ ...options, part: { index: 2, of: 2 } });
 * mergePhaseTransitions(two, one).cells.map(({ trials }) => trials); // [4, 4]
 * ```
 */
export function mergePhaseTransitions(
  first: PhaseResult,
  ...others: readonly PhaseResult[]
): PhaseResult {
  const sums = new Map<number, Totals>();
  for (const result of [first, ...others]) {
    if (!isResult(result)) throw noResult(result);
    const { options, version, cells } = result;
    const same = JSON.stringify([version, options]);
    if (same !== JSON.stringify([first.version, first.options])) {
      throw invalid('merge', 'results with different options', 'parts of one experiment');
    }
    for (const { cell, totals } of cells) {
      const known = sums.get(cell);
      const sum = known === undefined ? totals : added(known, totals);
      if (sum === undefined) {
        throw invalid('merge', `a trial of cell ${cell} twice`, 'parts with trials of their own');
      }
      sums.set(cell, sum);
    }
  }
  const cells = [...sums].sort(([a], [b]) => a - b).map(([cell, totals]) => ({ cell, totals }));
  return resultOf(first.options, cells);
}
