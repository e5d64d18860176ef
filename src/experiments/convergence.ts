import { checkInteger, INDEX_LIMIT } from '../data/address.js';
import type { EngineInfo } from '../engine/engine.js';
import type { EngineChoice } from '../engine/select.js';
import { checkNames } from '../errors.js';
import type { Precision } from '../problem/dataset.js';
import { version } from '../version.js';
import type {
  ConvergenceMethodName,
  ConvergenceRecord,
  ConvergenceSetting,
  ConvergenceTrial,
} from './convergence-trial.js';
import { mean, quantile } from './summary.js';
import { mostWorkers, runTrials, usualWorkers, workersOf } from './trials.js';

/** Which experiment; by default the paper's. */
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
  /** Run trials at once, at most one a core; 0: on this thread, in turns. Default one a core where it is worth it. */
  workers?: number;
  /** Called after every fit; with workers, in the order in which trials end. */
  onTrial?: (
    record: ConvergenceTrial & { method: ConvergenceMethodName },
    done: number,
    total: number,
  ) => void;
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** What the trials of one method come to. */
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

/** One method of the experiment: its trials, and what they come to. */
export interface ConvergenceMethod {
  readonly name: ConvergenceMethodName;
  readonly title: string;
  readonly n: number;
  readonly trials: ConvergenceTrial[];
  readonly summary: ConvergenceSummary;
}

/** An experiment, with what made it. */
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
  /** How many ran the trials; 0: the calling thread. */
  readonly workers: number;
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
  const setting = { d, sparsity, n, seed, maxIterations, tolerance, precision };
  const work = n * d * trials;
  const asked = workersOf('convergenceExperiment', options.workers);
  const workers = asked === undefined ? usualWorkers(trials, work) : mostWorkers(asked, trials);
  const methods = [
    { name: 'relu', title: 'ReLU observations', n },
    { name: 'linear', title: 'linear observations', n },
    { name: 'linear-half', title: 'linear observations, half the rows', n: half },
  ] as const;
  const records = new Map<ConvergenceMethodName, ConvergenceTrial[]>(
    methods.map(({ name }) => [name, []]),
  );
  let engine: EngineInfo | undefined;
  let done = 0;
  signal?.throwIfAborted();
  await runTrials<ConvergenceSetting, number, ConvergenceRecord>({
    experiment: 'convergence',
    setting: { ...setting, ...(options.engine && { engine: options.engine }) },
    addresses: Array.from({ length: trials }, (_, trial) => trial),
    workers,
    signal,
    onRecord({ method, engine: its, ...record }) {
      records.get(method)?.push(record);
      engine = its;
      done++;
      onTrial?.({ ...record, method }, done, 3 * trials);
    },
  });
  return {
    version,
    options: { ...setting, trials },
    engine: engine as EngineInfo,
    workers,
    methods: methods.map(({ name, title, n }) => {
      // Of several workers the first to end is not always the first.
      const trials = records.get(name)?.sort((a, b) => a.trial - b.trial) ?? [];
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
  'workers',
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
