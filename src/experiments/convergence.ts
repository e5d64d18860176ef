import { checkInteger, INDEX_LIMIT } from '../data/address.js';
import type { EngineInfo } from '../engine/engine.js';
import { openData } from '../engine/open-data.js';
import type { EngineChoice } from '../engine/select.js';
import { checkNames, RelufitError, show } from '../errors.js';
import type { Precision } from '../problem/dataset.js';
import { version } from '../version.js';
import type {
  ConvergenceMethodName,
  ConvergenceRecord,
  ConvergenceSetting,
  ConvergenceTrial,
} from './convergence-trial.js';
import { joinedRuns, type Ran } from './ran.js';
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
  /** Trials firstTrial, firstTrial + 1, …: parts of an experiment, for mergeConvergence. Default 0. */
  firstTrial?: number;
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
  /** What onTrial was told by earlier runs with the same options: trials that are there with all methods are not run again. */
  records?: Iterable<ConvergenceFit>;
  /** Called after every fit that is new; with workers, in the order in which trials end. */
  onTrial?: (record: ConvergenceFit, done: number, total: number) => void;
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** One fit of a trial, by its method. */
export type ConvergenceFit = ConvergenceTrial & { readonly method: ConvergenceMethodName };

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
    /** How many: `ran` says which. */
    readonly trials: number;
    readonly seed: number;
    readonly maxIterations: number;
    readonly tolerance: number;
    readonly precision: Precision;
  };
  /** The trials that were run. */
  readonly ran: Ran;
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
 * Every trial's seed follows from (seed, trial) alone: but for milliseconds, workers and engine the same bits for any number of
 * workers, parts and interruptions. Three fits a trial, each about 30 trips over X.
 *
 * @throws RelufitError (as a rejection) INVALID_ARGUMENT; CLASH where `records` has a fit with two outcomes.
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
  checkNames(WHERE, options, NAMES);
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
  const { firstTrial = 0, records = [], engine: choice } = options;
  checkInteger(WHERE, 'trials', trials, 1, INDEX_LIMIT);
  checkInteger(WHERE, 'firstTrial', firstTrial, 0, INDEX_LIMIT - trials);
  // Half of the rows go to the third method.
  checkInteger(WHERE, 'n', n, 2, INDEX_LIMIT);
  const setting = { d, sparsity, n, seed, maxIterations, tolerance, precision };
  const fits = new Fits(firstTrial, trials);
  for (const record of checkList(records)) fits.add(record);
  const addresses = Array.from({ length: trials }, (_, k) => firstTrial + k).filter(
    (trial) => !fits.hasAll(trial),
  );
  const asked = workersOf(WHERE, options.workers);
  const count = addresses.length;
  const workers =
    asked === undefined ? usualWorkers(count, n * d * count) : mostWorkers(asked, count);
  let engine: EngineInfo | undefined;
  signal?.throwIfAborted();
  await runTrials<ConvergenceSetting, number, ConvergenceRecord>({
    experiment: 'convergence',
    setting: { ...setting, ...(choice && { engine: choice }) },
    addresses,
    workers,
    signal,
    onRecord({ engine: its, ...record }) {
      // All of X is on that of the first method.
      if (record.method === 'relu') engine = its;
      if (fits.add(record)) onTrial?.(record, fits.count, METHODS.length * trials);
    },
  });
  return {
    version,
    options: { ...setting, trials },
    ran: fits.ran(),
    engine: engine ?? engineFor(n, d, precision, choice),
    workers,
    methods: fits.methods(n),
    milliseconds: performance.now() - began,
  };
}

/**
 * One result of parts that ran other trials of the same experiment, in any order, to the same bits; milliseconds are summed,
 * of workers it is the most, and the engine is that of the first trials.
 *
 * @throws RelufitError INVALID_ARGUMENT when their options or versions differ or a trial is in two of them.
 * @see convergenceExperiment
 * @example
 * ```ts
 * const small = { d: 100, sparsity: 3, n: 120, trials: 2 };
 * const [a, b] = [await convergenceExperiment(small), await convergenceExperiment({ ...small, firstTrial: 2 })];
 * mergeConvergence(b, a).options.trials; // 4
 * ```
 */
export function mergeConvergence(
  first: ConvergenceResult,
  ...others: readonly ConvergenceResult[]
): ConvergenceResult {
  const parts = [first, ...others];
  const settings = parts.map((part) => {
    const { version, options, methods } = Object(part) as ConvergenceResult;
    const isResult =
      Object(options) === options &&
      Array.isArray(methods) &&
      methods.length === METHODS.length &&
      methods.every(({ trials }) => Array.isArray(trials) && trials.length > 0);
    if (!isResult) throw invalid('merge', show(part), 'results of convergenceExperiment');
    const { trials: _, ...setting } = options;
    return JSON.stringify([version, setting]);
  });
  if (settings.some((text) => text !== settings[0])) {
    throw invalid('merge', 'results with different options', 'parts of one experiment');
  }
  const firstOf = ({ methods }: ConvergenceResult) => methods[0].trials[0].trial;
  parts.sort((a, b) => firstOf(a) - firstOf(b));
  const trials = parts.reduce((sum, { options }) => sum + options.trials, 0);
  const fits = new Fits(0, INDEX_LIMIT);
  for (const { methods } of parts) {
    for (const { name, trials } of methods) {
      for (const trial of trials) {
        if (fits.add({ ...trial, method: name })) continue;
        throw invalid('merge', `trial ${trial.trial} twice`, 'parts with trials of their own');
      }
    }
  }
  return {
    ...parts[0],
    options: { ...first.options, trials },
    ran: fits.ran(),
    workers: Math.max(...parts.map(({ workers }) => workers)),
    methods: fits.methods(first.options.n),
    milliseconds: parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
  };
}

const WHERE = 'convergenceExperiment';

const METHODS = [
  { name: 'relu', title: 'ReLU observations' },
  { name: 'linear', title: 'linear observations' },
  { name: 'linear-half', title: 'linear observations, half the rows' },
] as const;

/** The fits of trials by their methods, in whatever order they come. */
class Fits {
  private readonly known = new Map<ConvergenceMethodName, Map<number, ConvergenceTrial>>(
    METHODS.map(({ name }) => [name, new Map()]),
  );
  count = 0;

  constructor(
    private readonly first: number,
    private readonly trials: number,
  ) {}

  /** False where it is there already. */
  add(record: ConvergenceFit): boolean {
    const { method, ...fit } = Object(record) as ConvergenceFit;
    const its = this.known.get(method);
    const { trial, error, iterations } = fit;
    const isOutcome =
      Array.isArray(error) &&
      error.length === iterations + 1 &&
      error.every((value) => Number.isFinite(value));
    const isThere =
      Number.isInteger(trial) && trial >= this.first && trial < this.first + this.trials;
    if (its === undefined || !isThere || !isOutcome) {
      const last = this.first + this.trials - 1;
      throw invalid('records', show(record), `fits of trials ${this.first} to ${last}`);
    }
    const other = its.get(trial);
    if (other === undefined) {
      its.set(trial, fit);
      this.count++;
      return true;
    }
    if (
      other.error.length === error.length &&
      other.error.every((value, t) => value === error[t])
    ) {
      return false;
    }
    throw new RelufitError(
      'CLASH',
      `trial ${trial} of ${method}`,
      `errors ${error[iterations]} and ${other.error[other.iterations]} in the end`,
      'the same outcome every time',
      'One of the two is of other options or another version: leave it out.',
    );
  }

  hasAll(trial: number): boolean {
    return METHODS.every(({ name }) => this.known.get(name)?.has(trial));
  }

  /** Those of the first method: all have the same. */
  ran(): Ran {
    const trials = this.known.get(METHODS[0].name)?.keys() ?? [];
    return joinedRuns(Array.from(trials, (trial) => [trial, 1] as const)) as Ran;
  }

  methods(n: number): ConvergenceMethod[] {
    return METHODS.map(({ name, title }) => {
      const trials = [...(this.known.get(name)?.values() ?? [])].sort((a, b) => a.trial - b.trial);
      const rows = name === 'linear-half' ? Math.floor(n / 2) : n;
      return { name, title, n: rows, trials, summary: summarize(trials) };
    });
  }
}

// Where all trials were there already.
function engineFor(rows: number, columns: number, precision: Precision, choice?: EngineChoice) {
  const { data, engine } = openData({ rows, columns, precision }, { engine: choice });
  data.dispose();
  return engine;
}

function checkList(records: Iterable<ConvergenceFit>): Iterable<ConvergenceFit> {
  if (typeof records?.[Symbol.iterator] === 'function') return records;
  throw invalid('records', show(records), 'a list of what onTrial was told');
}

function invalid(name: string, got: string, expected: string): RelufitError {
  const where = `${WHERE} ${name}`;
  return new RelufitError('INVALID_ARGUMENT', where, got, expected, 'See ConvergenceOptions.');
}

const NAMES = [
  'd',
  'sparsity',
  'n',
  'trials',
  'firstTrial',
  'seed',
  'maxIterations',
  'tolerance',
  'precision',
  'engine',
  'workers',
  'records',
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
