// What the trials of a cell come to. Only whole numbers are summed, so that sums do not depend on their order: logarithms of
// errors and passes are rounded to multiples of 2⁻²⁰ first.

import { joinedRuns, type Ran } from '../ran.js';
import { wilsonInterval } from '../summary.js';
import { levelOf, type PhaseCoordinates, type PhaseSetting } from './options.js';

/** Sums over trials, all of them whole. */
export interface Totals {
  readonly ran: Ran;
  readonly trials: number;
  readonly successes: number;
  readonly iterations: number;
  /** 2²⁰ times the sum of the passes. */
  readonly passes: number;
  /** 2²⁰ times the sum of log₂ of the errors. */
  readonly logError: number;
}

/** The trials of a cell. */
export interface PhaseCell extends PhaseCoordinates {
  /** Its number. */
  readonly cell: number;
  readonly trials: number;
  readonly successes: number;
  /** successes / trials. */
  readonly success: number;
  /**
   * Wilson's interval for the probability of success, 95 %. Where `most` is above `trials` it is made at the level 1 − 0.05/k,
   * k = ⌈most/trials⌉ the times that the cell may be looked at, and holds with 95 % after all of them. `success` itself leans
   * away from one half then: a cell is left once it looks decided.
   */
  readonly low: number;
  readonly high: number;
  /** The geometric mean of the relative errors. */
  readonly error: number;
  /** Means over the trials. */
  readonly iterations: number;
  readonly passes: number;
  /** What the means are made of: it adds. */
  readonly totals: Totals;
}

const UNIT = 2 ** 20;
// Below, an error is rounding, and the mean of logarithms would be about the luck of a 0; the largest stands for none.
const [SMALLEST, LARGEST] = [2 ** -53, 2 ** 1023];

/** Of trials by their numbers; some may be missing. */
export function totalsOf(
  kept: readonly (
    | { error: number | null; success: boolean; iterations: number; passes: number }
    | undefined
  )[],
): Totals {
  const sums = { trials: 0, successes: 0, iterations: 0, passes: 0, logError: 0 };
  const ran: [number, number][] = [];
  for (let trial = 0; trial < kept.length; trial++) {
    const record = kept[trial];
    if (record === undefined) continue;
    ran.push([trial, 1]);
    sums.trials++;
    sums.successes += Number(record.success);
    sums.iterations += record.iterations;
    sums.passes += Math.round(UNIT * record.passes);
    const error = Math.min(LARGEST, Math.max(SMALLEST, record.error ?? LARGEST));
    sums.logError += Math.round(UNIT * Math.log2(error));
  }
  // Each once: they cannot overlap.
  return { ran: joinedRuns(ran) as Ran, ...sums };
}

/** Sums of trials that are apart; undefined where one is in both. */
export function added(a: Totals, b: Totals): Totals | undefined {
  const ran = joinedRuns([...a.ran, ...b.ran]);
  if (ran === undefined) return undefined;
  return {
    ran,
    trials: a.trials + b.trials,
    successes: a.successes + b.successes,
    iterations: a.iterations + b.iterations,
    passes: a.passes + b.passes,
    logError: a.logError + b.logError,
  };
}

export function cellOf(
  setting: PhaseSetting,
  cell: number,
  coordinates: PhaseCoordinates,
  totals: Totals,
): PhaseCell {
  const { trials, successes } = totals;
  const { low, high } = wilsonInterval(successes, trials, levelOf(setting));
  return {
    cell,
    ...coordinates,
    ...{ trials, successes, success: successes / trials, low, high },
    error: 2 ** (totals.logError / UNIT / trials),
    iterations: totals.iterations / trials,
    passes: totals.passes / UNIT / trials,
    totals,
  };
}
