// Several fits of one dataset side by side, each leaving some rows out.

import type { Dataset } from '../dataset.js';
import { FoldTrips, FoldWorkspace } from '../engine/fold-workspace.js';
import { LossWorkspace } from '../engine/loss-workspace.js';
import { isOfKernels } from '../engine/weighing.js';
import { RelufitError } from '../errors.js';
import { problemOn } from '../fit.js';
import { loadRareKernels } from '../kernels/rare-kernels.js';
import { type CheckedOptions, checkSet } from '../options.js';
import type { Problem } from '../solvers/problem.js';
import { checkRequirements } from '../solvers/requirements.js';
import type { Iteration } from '../solvers/solver.js';
import { type Status, stopping } from '../solvers/stopping.js';
import { nextTurn } from '../turn.js';

/** One of the fits: the fold that it does not see, −1 for none, and where it starts. */
export interface FoldRun {
  readonly left: number;
  /** As long as the weights, and one more for an intercept. */
  readonly initial: Float64Array;
}

export interface FoldFit {
  /** The weights, then the intercept where there is one. */
  readonly parameters: Float64Array;
  readonly objective: number;
  readonly iterations: number;
  readonly status: Status;
  /** All zᵢ, of the rows left out too. */
  readonly latent: Float64Array;
  /** The sample weights it saw: 0 on the rows left out, of mean 1; undefined where all are equal. */
  readonly seen: Float64Array | undefined;
}

const PARTS = { lossWorkspace: () => LossWorkspace };

// Milliseconds of work before other things get a turn.
const TURN = 10;

/**
 * Runs the fits in lock-step: each goes on until it waits for a trip over X, then one trip answers all that ask for a
 * gradient (FoldTrips). A trip lasts as long as the longest run needs; n·d a step, whatever their number.
 *
 * @throws RelufitError as `fit` does of the set and the solver's requirements.
 */
export async function fitFolds(
  data: Dataset,
  options: CheckedOptions,
  folds: Uint8Array,
  runs: readonly FoldRun[],
): Promise<FoldFit[]> {
  const { loaded, background, precision, y } = data;
  const { response, intercept } = options;
  background?.hold();
  try {
    if (!loaded.isReady) await loaded.ready;
    checkSet(options.constraint, data.columns, precision);
    loadRareKernels();
    const engine = loaded.workspace({ alpha: response.alpha, intercept });
    try {
      const trips = new FoldTrips(engine, folds);
      const members = runs.map(({ left, initial }) => {
        const seen = weightsSeen(folds, left, options.sampleWeight);
        const own = { ...options, initial, sampleWeight: seen };
        checkRequirements(own, data.rows);
        const byRows = new LossWorkspace(engine, y, own, precision);
        const workspace = isOfKernels(options) ? new FoldWorkspace(trips, left, byRows) : byRows;
        return new Member(problemOn(data, own, workspace, PARTS), own);
      });
      let turnEnds = performance.now() + TURN;
      for (;;) {
        const waits = members.flatMap((member) => member.advance() ?? []);
        if (waits.length === 0) break;
        await Promise.all([trips.answer(), ...waits]);
        if (performance.now() < turnEnds) continue;
        await nextTurn();
        turnEnds = performance.now() + TURN;
      }
      const fits: FoldFit[] = [];
      const [w] = engine.allocate(1);
      for (const member of members) {
        const end = member.end as End;
        w.array.set(end.parameters);
        const latent = Float64Array.from(await engine.latent(w));
        fits.push({ ...end, latent, seen: member.options.sampleWeight });
      }
      return fits;
    } finally {
      engine.release();
    }
  } finally {
    background?.release();
  }
}

/** The sample weights without a fold, of mean 1. */
export function weightsSeen(
  folds: Uint8Array,
  left: number,
  sampleWeight: Float64Array | undefined,
): Float64Array | undefined {
  if (left < 0) return sampleWeight;
  let sum = 0;
  const weights = Float64Array.from(folds, (fold, i) => {
    const weight = fold === left ? 0 : (sampleWeight?.[i] ?? 1);
    sum += weight;
    return weight;
  });
  if (!(sum > 0)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'sampleWeight',
      'weights that are all 0 without one of the folds',
      'a row of positive weight in at least two of them',
      'Use fewer folds, or weigh more rows.',
    );
  }
  return weights.map((weight) => (weight * weights.length) / sum);
}

interface End {
  readonly parameters: Float64Array;
  readonly objective: number;
  readonly iterations: number;
  readonly status: Status;
}

class Member {
  end: End | undefined;
  private readonly states: Iteration;
  private iteration = 0;
  private readonly began = performance.now();

  constructor(
    private readonly problem: Problem,
    readonly options: CheckedOptions,
  ) {
    this.states = options.solver.iterate(problem, options.initial, options.stepSize);
  }

  /** Goes on to the next wait and answers its promise; undefined when it has ended. */
  advance(): Promise<unknown> | undefined {
    while (this.end === undefined) {
      const { value: reached, done } = this.states.next();
      if (done) throw new Error(`solver ${this.options.solver.name} ended without a status`);
      if (reached instanceof Promise) return reached;
      const elapsed = performance.now() - this.began;
      const status = stopping(this.options, reached, this.iteration, elapsed);
      if (status === undefined) {
        this.iteration++;
        continue;
      }
      const state = reached.best ?? reached;
      this.end = {
        parameters: Float64Array.from(this.problem.inUserCoordinates(state.iterate).array),
        objective: state.objective,
        iterations: this.iteration,
        status,
      };
      this.states.return();
    }
    return undefined;
  }
}
