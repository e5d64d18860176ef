// What has been run of a phase diagram, in whatever order, and what is still to be run: both follow from the options and
// the records alone, so that any number of workers, parts and interruptions come to the same.

import { RelufitError, show } from '../../errors.js';
import { wilsonInterval } from '../summary.js';
import { type RunOptions, runTrials, usualWorkers, workersOf } from '../trials.js';
import { totalsOf } from './cell.js';
import { checkFits } from './compatible.js';
import { Grid } from './grid.js';
import {
  invalid,
  isSearch,
  levelOf,
  listOf,
  type PhaseOptions,
  type PhaseSetting,
  phaseSetting,
  rangeOf,
  WHERE,
} from './options.js';
import { type PhaseResult, resultOf } from './summary.js';
import { described, type PhaseAddress, type PhaseRecord } from './trial.js';

/** Part `index` of `of`, from 1: of an experiment that is run in pieces. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

type Kept = Pick<PhaseRecord, 'error' | 'success' | 'iterations' | 'passes'>;

/**
 * A phase diagram that others run: what there is to do, what has been done, and what it comes to. For files, queues and
 * machines; `phaseTransition` does all of it in one go.
 */
export class PhasePlan {
  /** Every option with its default, as plain data: `phasePlan(options)` is this plan again. */
  readonly options: PhaseSetting;
  private recorded = 0;
  private readonly grid: Grid;
  private readonly level: number;
  private readonly cells = new Map<number, Kept[]>();
  private ranks?: Uint32Array;

  constructor(options: PhaseOptions) {
    this.options = phaseSetting(options);
    checkFits(this.options);
    this.grid = new Grid(this.options);
    this.level = levelOf(this.options);
  }

  /** Records so far. */
  get count(): number {
    return this.recorded;
  }

  /**
   * Notes a record; false where it is there already.
   *
   * @throws RelufitError INVALID_ARGUMENT where it is of no trial of this experiment; CLASH where its trial is there with
   * another outcome.
   */
  add(record: PhaseRecord): boolean {
    this.check(record);
    const { cell, trial, error, success, iterations, passes } = record;
    const known = this.cells.get(cell) ?? [];
    this.cells.set(cell, known);
    const other = known[trial];
    if (other === undefined) {
      known[trial] = { error, success, iterations, passes };
      this.recorded++;
      return true;
    }
    const same = other.error === error && other.iterations === iterations;
    if (same && other.success === success && other.passes === passes) return false;
    throw new RelufitError(
      'CLASH',
      `trial ${trial} of cell ${cell}`,
      `error ${error} after ${iterations} iterations, and error ${other.error} after ${other.iterations}`,
      'the same outcome every time',
      'One of the two was made by another version or changed by hand: run it again.',
    );
  }

  /** Has this trial been recorded? */
  has({ cell, trial }: PhaseAddress): boolean {
    return this.cells.get(cell)?.[trial] !== undefined;
  }

  /**
   * The trials to run next, as far as records tell; none when all is done. Trial by trial, so that the first of them are a
   * coarse picture of all.
   *
   * @throws RelufitError INVALID_ARGUMENT for a part that is none.
   */
  remaining(part?: Part): PhaseAddress[] {
    checkPart(part);
    const wanted = isSearch(this.options.n) ? this.searched(part) : this.wanted(part);
    const addresses: PhaseAddress[] = [];
    const last = wanted.reduce((most, { to }) => Math.max(most, to), 0);
    for (let trial = 0; trial < last; trial++) {
      for (const { cell, to } of wanted) {
        const address = { cell, trial };
        if (trial < to && !this.has(address) && this.isIn(part, address)) addresses.push(address);
      }
    }
    return addresses;
  }

  /**
   * Whether a trial is of the part's share. Every trial is of one part; of `undefined`, the whole, all are.
   *
   * @throws RelufitError INVALID_ARGUMENT for a part that is none.
   */
  isIn(part: Part | undefined, { cell, trial }: PhaseAddress): boolean {
    checkPart(part);
    const { trials, most, n } = this.options;
    // Where what is run follows from outcomes, a part has whole cells or lines.
    if (part === undefined) return true;
    if (isSearch(n)) return this.isOf(part, Math.floor(cell / this.grid.length));
    if (most > trials) return this.isOf(part, cell);
    return (cell * trials + trial) % part.of === part.index - 1;
  }

  /**
   * Runs trials of this plan, but does not add their records: `onRecord` may, once they are where they are to be kept.
   *
   * @throws RelufitError (as a rejection) INVALID_ARGUMENT for an address that is none of this plan; what a trial throws, with
   * the trial named; the signal's reason.
   */
  async run(addresses: readonly PhaseAddress[], how: RunOptions<PhaseRecord>): Promise<void> {
    const { workers, signal, onRecord } = how;
    const asked = workersOf(WHERE, workers);
    const none = addresses.find((address) => !this.isAddress(address));
    if (none !== undefined) {
      const { cell, trial } = Object(none) as PhaseAddress;
      throw invalid('address', `trial ${trial} of cell ${cell}`, this.most);
    }
    signal?.throwIfAborted();
    await runTrials<PhaseSetting, PhaseAddress, PhaseRecord>({
      experiment: 'phase',
      setting: this.options,
      addresses,
      workers: asked ?? usualWorkers(addresses.length, this.work * addresses.length),
      signal,
      onRecord,
    });
  }

  /** What the records come to, the same to the bit in whatever order they came. */
  result(): PhaseResult {
    const cells = [...this.cells].sort(([a], [b]) => a - b);
    return resultOf(
      this.options,
      cells.map(([cell, kept]) => ({ cell, totals: totalsOf(kept) })),
    );
  }

  // Numbers of X in a trial, about.
  private get work(): number {
    const { n, d } = this.options;
    return (rangeOf(n).to * Math.max(...listOf(d))) / 2;
  }

  // The cells that need more trials, by number; in parts, of the part's own.
  private wanted(part: Part | undefined): Batch[] {
    const batches: Batch[] = [];
    const isAdaptive = this.options.most > this.options.trials;
    for (let cell = 0; cell < this.grid.count; cell++) {
      if (isAdaptive && !this.isOf(part, cell)) continue;
      const { to, verdict } = this.verdict(cell);
      if (verdict === 'open') batches.push({ cell, to });
    }
    return batches;
  }

  /**
   * What the first trials of a cell say of one half, by batches of `trials`: the decision to run another batch is made
   * on whole batches, so that it does not depend on which trial ended first.
   */
  private verdict(cell: number): { verdict: Verdict; to: number } {
    const { trials, most } = this.options;
    const known = this.cells.get(cell) ?? [];
    let successes = 0;
    let trial = 0;
    for (let to = trials; ; to = Math.min(most, to + trials)) {
      for (; trial < to; trial++) {
        if (known[trial] === undefined) return { verdict: 'open', to };
        if (known[trial].success) successes++;
      }
      const { low, high } = wilsonInterval(successes, to, this.level);
      if (high < 0.5) return { verdict: 'below', to };
      if (low > 0.5) return { verdict: 'above', to };
      if (to === most) return { verdict: 'near', to };
    }
  }

  /** By bisection on every line: where success is not below one half any more, and where it is above. */
  private searched(part: Part | undefined): Batch[] {
    const { length, count } = this.grid;
    const batches = new Map<number, Batch>();
    for (let line = 0; line < count / length; line++) {
      if (!this.isOf(part, line)) continue;
      for (const isHigh of [(v: Verdict) => v === 'above', (v: Verdict) => v !== 'below']) {
        const open = this.bisected(line * length, isHigh);
        if (open !== undefined) batches.set(open.cell, open);
      }
    }
    return [...batches.values()].sort((a, b) => a.cell - b.cell);
  }

  // The batch that the search for the first high cell of a line waits for, if it is not done.
  private bisected(first: number, isHigh: (verdict: Verdict) => boolean): Batch | undefined {
    let low = -1;
    let high = this.grid.length;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      // To a hundredth of n: closer the trials would say nothing.
      const n = this.grid.rows(first + middle);
      if (low >= 0 && high < this.grid.length && high - low <= n / 100) return undefined;
      const { verdict, to } = this.verdict(first + middle);
      if (verdict === 'open') return { cell: first + middle, to };
      if (isHigh(verdict)) high = middle;
      else low = middle;
    }
    return undefined;
  }

  // Is a line of a search, or an adaptive cell, of the part's share? Sizes of shares differ by one at most.
  private isOf(part: Part | undefined, unit: number): boolean {
    if (part === undefined) return true;
    const { count, length } = this.grid;
    this.ranks ??= shuffledRanks(isSearch(this.options.n) ? count / length : count);
    return this.ranks[unit] % part.of === part.index - 1;
  }

  private isAddress(address: PhaseAddress): boolean {
    const { cell, trial } = Object(address) as PhaseAddress;
    const isOfCell = isCount(cell) && cell < this.grid.count;
    return isOfCell && isCount(trial) && trial < this.options.most;
  }

  private get most(): string {
    return `cell below ${this.grid.count} and trial below ${this.options.most}`;
  }

  private check(record: PhaseRecord): void {
    const { cell, error, success, iterations, passes } = Object(record) as PhaseRecord;
    const { grid, options } = this;
    const isThere = this.isAddress(record);
    const isError = error === null || (Number.isFinite(error) && error >= 0);
    const isOutcome =
      isError &&
      success === (error !== null && error <= options.threshold) &&
      isCount(iterations) &&
      Number.isFinite(passes) &&
      passes >= 0;
    if (isThere && isOutcome && grid.isAt(cell, record)) return;
    const expected = isThere
      ? `an outcome at ${described(grid, grid.coordinates(cell))}, success where the error is at most ${options.threshold}`
      : this.most;
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'record of a trial',
      record !== null && typeof record === 'object' ? JSON.stringify(record) : show(record),
      expected,
      'It is not of this experiment.',
    );
  }
}

/**
 * A phase diagram to be run by others: see PhasePlan.
 *
 * @param options those of `phaseTransition`.
 * @throws RelufitError INVALID_ARGUMENT, INVALID_CONSTRAINT; INCOMPATIBLE for a solver, step size or loss that does not take
 * one of the sets or observations; UNKNOWN_ENGINE, ENGINE_UNAVAILABLE.
 * @see phaseTransition, and docs/decisions/0026 for the seeds.
 * @example
 * ```ts
 * const plan = phasePlan({ d: 40, n: [20, 80], sparsity: 2, trials: 5 });
 * const addresses = plan.remaining();
 * addresses.length; // 10
 * await plan.run(addresses, { onRecord: (record) => plan.add(record) });
 * plan.remaining().length; // 0
 * plan.result().cells.length; // 2
 * ```
 */
export const phasePlan = (options: PhaseOptions): PhasePlan => new PhasePlan(options);

/** The first `to` trials of a cell, some of which are to be run. */
interface Batch {
  readonly cell: number;
  readonly to: number;
}

const isCount = (value: number) => Number.isInteger(value) && value >= 0;

type Verdict = 'open' | 'below' | 'near' | 'above';

// The ranks of units by a hash: neighbours cost alike, and so do those a period apart, and neither are to be of one part.
function shuffledRanks(count: number): Uint32Array {
  const hashes = Uint32Array.from({ length: count }, (_, unit) => mixed(unit));
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => hashes[a] - hashes[b]);
  const ranks = new Uint32Array(count);
  order.forEach((unit, rank) => {
    ranks[unit] = rank;
  });
  return ranks;
}

// MurmurHash3's last step (A. Appleby): another number for each, so that ranks have no ties.
function mixed(unit: number): number {
  let h = unit;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function checkPart(part: Part | undefined): void {
  if (part === undefined) return;
  const { index, of } = Object(part) as Part;
  const whole = Number.isInteger(index) && Number.isInteger(of);
  if (whole && index >= 1 && index <= of) return;
  throw invalid('part', `${index} of ${of}`, 'index from 1 to of');
}
