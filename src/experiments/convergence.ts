import { sparse } from '../constraints/sparse.js';
import { checkInteger, INDEX_LIMIT } from '../data/address.js';
import { plantedProblem } from '../data/planted.js';
import { trialSeed } from '../data/trial-seed.js';
import { load } from '../dataset.js';
import type { EngineInfo } from '../engine/engine.js';
import type { EngineChoice } from '../engine/select.js';
import { checkNames } from '../errors.js';
import { fitSync } from '../fit.js';
import type { Numbers, Precision } from '../problem/dataset.js';
import type { Observation } from '../problem/observation.js';
import { paperSchedule } from '../solvers/step-size.js';
import type { Status } from '../solvers/stopping.js';
import { nextTurn } from '../turn.js';
import { version } from '../version.js';
import { fittedRate, mean, quantile } from './summary.js';

export interface ConvergenceOptions {
  /** Default 1000. */
  d?: number;
  /** Default 20. */
  sparsity?: number;
  /** Default 625. */
  n?: number;
  /** Default 100. */
  trials?: number;
  /** Default 1. */
  seed?: number;
  /** Default 200. */
  maxIterations?: number;
  /** On the relative residual; default 1e-12 (f64), 1e-6 (f32). */
  tolerance?: number;
  /** Default 'f64'. */
  precision?: Precision;
  engine?: EngineChoice;
  /** Called after every fit. */
  onTrial?: (
    record: ConvergenceTrial & { method: ConvergenceMethodName },
    done: number,
    total: number,
  ) => void;
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
}

export type ConvergenceMethodName = 'relu' | 'linear' | 'linear-half';

/** One fit: ‖w_t − w*‖/‖w*‖ from t = 0, and what it comes to. */
export interface ConvergenceTrial {
  readonly trial: number;
  readonly error: number[];
  readonly iterations: number;
  readonly status: Status;
  /** Final relative error ≤ 1e-4. */
  readonly success: boolean;
  readonly iterationsTo1e6: number | null;
  readonly rate: number | null;
  readonly milliseconds: number;
}

export interface ConvergenceSummary {
  readonly trials: number;
  readonly successes: number;
  readonly success: number;
  readonly recoveredTo1e10: number;
  /** Of the trials that got there. */
  readonly medianIterationsTo1e6: number | null;
  readonly meanRate: number | null;
  readonly rate05: number | null;
  readonly rate95: number | null;
  readonly medianMilliseconds: number | null;
  /** The geometric mean over the trials at each t; a trial that has ended keeps its last error. */
  readonly meanError: number[];
}

export interface ConvergenceMethod {
  readonly name: ConvergenceMethodName;
  readonly title: string;
  readonly n: number;
  readonly trials: ConvergenceTrial[];
  readonly summary: ConvergenceSummary;
}

export interface ConvergenceResult {
  readonly version: string;
  readonly options: {
    readonly d: number;
    readonly sparsity: number;
    readonly n: number;
    readonly trials: number;
    readonly seed: number;
    readonly maxIterations: number;
    readonly tolerance: number;
    readonly precision: Precision;
  };
  readonly engine: EngineInfo;
  readonly methods: ConvergenceMethod[];
  readonly milliseconds: number;
}

/**
 * The paper's experiment: the error ‖w_t − w*‖/‖w*‖ of its algorithm on ReLU data with n rows, and, on the same X, of
 * projected gradient descent on linear data with n and with ⌊n/2⌋ rows.
 *
 * Every trial's seed follows from (seed, trial) alone. Three fits a trial, each about 30 trips over X.
 *
 * @throws RelufitError (as a rejection) INVALID_ARGUMENT
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), section 4.
 * @example
 * ```ts
 * const { methods } = await convergenceExperiment({ d: 100, sparsity: 3, n: 120, trials: 2 });
 * methods.map((method) => method.name); // ['relu', 'linear', 'linear-half']
 * ```
 */
export async function convergenceExperiment(
  options: ConvergenceOptions = {},
): Promise<ConvergenceResult> {
  checkNames('convergenceExperiment', options, NAMES);
  const began = performance.now();
  const {
    d = 1000,
    sparsity = 20,
    n = 625,
    trials = 100,
    seed = 1,
    maxIterations = 200,
    precision = 'f64',
  } = options;
  const { tolerance = precision === 'f32' ? 1e-6 : 1e-12, onTrial, signal } = options;
  checkInteger('convergenceExperiment', 'trials', trials, 1, INDEX_LIMIT);
  // Half of the rows go to the third method.
  checkInteger('convergenceExperiment', 'n', n, 2, INDEX_LIMIT);
  const half = Math.floor(n / 2);
  const methods: {
    name: ConvergenceMethodName;
    title: string;
    n: number;
    observation: Observation;
  }[] = [
    { name: 'relu', title: 'ReLU observations', n, observation: 'relu' },
    { name: 'linear', title: 'linear observations', n, observation: 'linear' },
    {
      name: 'linear-half',
      title: 'linear observations, half the rows',
      n: half,
      observation: 'linear',
    },
  ];
  const records = new Map<ConvergenceMethodName, ConvergenceTrial[]>(
    methods.map(({ name }) => [name, []]),
  );
  let engine: EngineInfo | undefined;
  for (let trial = 0; trial < trials; trial++) {
    // One X for the three: the comparison is of the observations, not of the draws.
    const {
      X,
      y: linear,
      planted,
    } = plantedProblem({
      n,
      d,
      sparsity,
      seed: trialSeed(seed, trial),
      precision,
      observation: 'linear',
    });
    const relu = linear.map((value: number) => Math.max(0, value)) as Numbers;
    for (const method of methods) {
      signal?.throwIfAborted();
      const start = performance.now();
      const rows = { data: X.data.subarray(0, method.n * d), rows: method.n, columns: d };
      const y = (method.observation === 'relu' ? relu : linear).subarray(0, method.n);
      const data = load(rows, y, { engine: options.engine });
      try {
        const result = fitSync(data, {
          constraint: sparse(sparsity),
          observation: method.observation,
          stepSize: paperSchedule(),
          planted,
          maxIterations,
          tolerance,
        });
        // The planted weights have norm 1: the error is relative already.
        const error = Array.from(result.trace.error as Float64Array);
        const reached = error.findIndex((value) => value <= 1e-6);
        const record: ConvergenceTrial = {
          trial,
          error,
          iterations: result.iterations,
          status: result.status,
          success: error[error.length - 1] <= 1e-4,
          iterationsTo1e6: reached < 0 ? null : reached,
          rate: fittedRate(error, precision === 'f32' ? 1e-5 : 1e-12),
          milliseconds: performance.now() - start,
        };
        const sofar = records.get(method.name) as ConvergenceTrial[];
        sofar.push(record);
        engine = result.engine;
        onTrial?.(
          { ...record, method: method.name },
          trial * 3 + methods.indexOf(method) + 1,
          trials * 3,
        );
      } finally {
        data.dispose();
      }
      await nextTurn();
    }
  }
  return {
    version,
    options: { d, sparsity, n, trials, seed, maxIterations, tolerance, precision },
    engine: engine as EngineInfo,
    methods: methods.map(({ name, title, n }) => {
      const trials = records.get(name) as ConvergenceTrial[];
      return { name, title, n, trials, summary: summarize(trials) };
    }),
    milliseconds: performance.now() - began,
  };
}

const NAMES = [
  'd',
  'sparsity',
  'n',
  'trials',
  'seed',
  'maxIterations',
  'tolerance',
  'precision',
  'engine',
  'onTrial',
  'signal',
];

function summarize(trials: readonly ConvergenceTrial[]): ConvergenceSummary {
  const present = (values: (number | null)[]) => values.filter((value) => value !== null);
  const rates = present(trials.map((trial) => trial.rate));
  const successes = trials.filter((trial) => trial.success).length;
  const last = (trial: ConvergenceTrial) => trial.error[trial.error.length - 1];
  const length = Math.max(...trials.map((trial) => trial.error.length));
  return {
    trials: trials.length,
    successes,
    success: successes / trials.length,
    recoveredTo1e10: trials.filter((trial) => last(trial) <= 1e-10).length,
    medianIterationsTo1e6: quantile(present(trials.map((trial) => trial.iterationsTo1e6)), 0.5),
    meanRate: mean(rates),
    rate05: quantile(rates, 0.05),
    rate95: quantile(rates, 0.95),
    medianMilliseconds: quantile(
      trials.map((trial) => trial.milliseconds),
      0.5,
    ),
    meanError: Array.from({ length }, (_, t) => {
      const logs = trials.map((trial) => Math.log(Math.max(trial.error[t] ?? last(trial), 1e-300)));
      return Math.exp(mean(logs) as number);
    }),
  };
}
