import { sparse } from '../constraints/sparse.js';
import { plantedProblem } from '../data/planted.js';
import { trialSeed } from '../data/trial-seed.js';
import { Dataset } from '../dataset.js';
import type { EngineInfo } from '../engine/engine.js';
import { type OpenData, openData } from '../engine/open-data.js';
import type { EngineChoice } from '../engine/select.js';
import { fitSync } from '../fit.js';
import type { Numbers, Precision } from '../problem/dataset.js';
import { rowSource } from '../problem/row-source.js';
import { paperSchedule } from '../solvers/step-size.js';
import type { Status } from '../solvers/stopping.js';
import { fittedRate } from './summary.js';

/** The paper's ReLU rows, as many linear ones, and half as many. */
export type ConvergenceMethodName = 'relu' | 'linear' | 'linear-half';

/** What all trials of an experiment share: plain data. */
export interface ConvergenceSetting {
  readonly d: number;
  readonly sparsity: number;
  readonly n: number;
  readonly seed: number;
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly precision: Precision;
  readonly engine?: EngineChoice;
}

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

export interface ConvergenceRecord extends ConvergenceTrial {
  readonly method: ConvergenceMethodName;
  readonly engine: EngineInfo;
}

/** The three fits of a trial, whose numbers follow from (seed, trial) alone. */
export function* convergenceTrial(
  setting: ConvergenceSetting,
  trial: number,
): Generator<ConvergenceRecord, void> {
  const { d, sparsity, n, seed, precision } = setting;
  // One X for the three: the comparison is of the observations, not of the draws.
  const problem = { n, d, sparsity, precision, seed: trialSeed(seed, trial) };
  const { X, y: linear, planted } = plantedProblem({ ...problem, observation: 'linear' });
  const relu = linear.map((value: number) => Math.max(0, value)) as Numbers;
  const all = open(X.data, n, setting);
  try {
    yield record(all, relu, 'relu');
    yield record(all, linear, 'linear');
  } finally {
    all.data.dispose();
  }
  const rows = Math.floor(n / 2);
  const half = open(X.data.subarray(0, rows * d), rows, setting);
  try {
    yield record(half, linear.subarray(0, rows), 'linear-half');
  } finally {
    half.data.dispose();
  }

  function record(opened: OpenData, y: Numbers, method: ConvergenceMethodName): ConvergenceRecord {
    const start = performance.now();
    const result = fitSync(new Dataset(opened, y), {
      constraint: sparse(sparsity),
      observation: method === 'relu' ? 'relu' : 'linear',
      stepSize: paperSchedule(),
      planted,
      maxIterations: setting.maxIterations,
      tolerance: setting.tolerance,
    });
    // The planted weights have norm 1: the error is relative already.
    const error = Array.from(result.trace.error as Float64Array);
    const reached = error.findIndex((value) => value <= 1e-6);
    return {
      trial,
      method,
      error,
      iterations: result.iterations,
      status: result.status,
      success: error[error.length - 1] <= 1e-4,
      iterationsTo1e6: reached < 0 ? null : reached,
      rate: fittedRate(error, precision === 'f32' ? 1e-5 : 1e-12),
      milliseconds: performance.now() - start,
      engine: result.engine,
    };
  }
}

function open(data: Numbers, rows: number, { d, engine }: ConvergenceSetting): OpenData {
  const source = rowSource({ data, rows, columns: d });
  const opened = openData(source, { engine });
  opened.data.fill(source, 0, rows);
  return opened;
}
