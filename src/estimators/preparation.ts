// From an estimator's parameters and data to what a fit runs on, and from its result to a model.

import type { Constraint } from '../constraints/constraint.js';
import { wholeSpace } from '../constraints/whole-space.js';
import { Dataset, type LoadOptions, load } from '../dataset.js';
import type { EngineChoice } from '../engine/select.js';
import { checkThreads, RelufitError } from '../errors.js';
import { fit } from '../fit.js';
import { type CheckedOptions, checkOptions, type FitOptions } from '../options.js';
import { asTarget, type MatrixLike } from '../problem/dataset.js';
import { type Loss, rowsOfWeight } from '../problem/loss.js';
import type { Censoring, Observation } from '../problem/observation.js';
import { rowSource } from '../problem/row-source.js';
import type { FitResult } from '../result.js';
import { auto } from '../solvers/auto.js';
import { projectedGradient } from '../solvers/projected-gradient.js';
import type { Solver } from '../solvers/solver.js';
import type { StandardErrors } from '../solvers/standard-errors.js';
import type { StepSize } from '../solvers/step-size.js';
import { checkFlag, type FitCall, namesOf } from './estimator.js';
import { latentOf } from './latent.js';
import type { FittedModel } from './model.js';
import {
  identity,
  inUserUnits,
  type Standardization,
  standardizationOf,
  standardized,
} from './standardization.js';
import {
  aicOf,
  bicOf,
  censoredRows,
  degreesOfFreedom,
  logLikelihoodOf,
  meansOf,
  rSquaredOf,
  type Statistics,
} from './statistics.js';

/** How an estimator fits; checked when it does. */
export interface FittingParameters {
  /** φ; default 'relu'. */
  observation?: Observation;
  /** Where y is cut off, in the place of an observation. */
  censoring?: Censoring;
  /** Default leastSquares(). */
  loss?: Loss;
  /** Default auto(); projectedGradient() where there is a stepSize. */
  solver?: Solver;
  /** Default backtracking(). */
  stepSize?: StepSize;
  /** Default true. */
  intercept?: boolean;
  /**
   * Fits on (x − mean)/sd, and answers in the units of X; default true. The set then is about the standardised
   * coefficients sd_j w_j, as in glmnet. Without an intercept columns are divided by the root of their mean square. A
   * Dataset is fitted as it is.
   */
  standardize?: boolean;
  /** One for each column of X. */
  featureNames?: readonly string[];
  /** Default 1000. */
  maxIterations?: number;
  /** Default 1e-10 (f64), 1e-6 (f32). */
  tolerance?: number;
  /** Default 'auto'. */
  engine?: EngineChoice;
  /** The most threads; default one a core. */
  threads?: number;
  /** In a worker? Default as of `fit`. */
  background?: boolean;
}

export const FITTING_NAMES = [
  'observation',
  'censoring',
  'loss',
  'solver',
  'stepSize',
  'intercept',
  'standardize',
  'featureNames',
  'maxIterations',
  'tolerance',
  'engine',
  'threads',
  'background',
];

/** Data loaded as they are fitted, with the way back to the user's units. */
export interface Prepared {
  readonly data: Dataset;
  readonly units: Standardization;
  readonly hasIntercept: boolean;
  readonly featureNames: readonly string[];
  /** Loads them as the user gave them, not standardised. */
  loadPlain(): Dataset;
  /** Gives back what was loaded here; a Dataset of the user's stays. */
  dispose(): void;
}

/**
 * Loads what is to be fitted, standardised where that was asked for; `units` are those to use instead of the data's own.
 *
 * One copy of X, standardised, beside the engine's.
 */
export function prepare(
  X: MatrixLike | Dataset,
  y: ArrayLike<number> | undefined,
  parameters: FittingParameters,
  { sampleWeight }: FitCall,
  units?: Standardization,
): Prepared {
  checkFlag('intercept', parameters.intercept);
  checkFlag('standardize', parameters.standardize);
  const hasIntercept = parameters.intercept ?? true;
  if (X instanceof Dataset) {
    if (parameters.standardize) {
      throw new RelufitError(
        'INCOMPATIBLE',
        'standardize',
        'true for a Dataset, whose columns are loaded as they are',
        'false, or X itself',
        'Give fit(X, y).',
      );
    }
    const { columns } = X;
    const featureNames = namesOf(parameters.featureNames, columns);
    const units = identity(columns);
    const loadPlain = () => X;
    return { data: X, units, hasIntercept, featureNames, loadPlain, dispose: () => {} };
  }
  const source = rowSource(X);
  const { rows, columns } = source;
  const featureNames = namesOf(parameters.featureNames, columns);
  const target = asTarget(y as ArrayLike<number>, source);
  const { engine, background = 'by default' } = parameters;
  checkFlag('background', parameters.background);
  const threads = checkThreads(parameters.threads, 'threads');
  let own = units ?? identity(columns);
  let matrix = X;
  if (parameters.standardize ?? true) {
    // Not a word of the weights is believed before they are checked, as by `fit`.
    const weights = checkOptions(
      { constraint: wholeSpace(), sampleWeight },
      { rows, columns, precision: source.precision },
    ).sampleWeight;
    own = units ?? standardizationOf(source, { intercept: hasIntercept, sampleWeight: weights });
    matrix = standardized(source, own);
  }
  const where: LoadOptions = { engine, threads, mayStart: true, background };
  const data = load(matrix, target, where);
  return {
    data,
    units: own,
    hasIntercept,
    featureNames,
    loadPlain: () => load(X, target, where),
    dispose: () => data.dispose(),
  };
}

/** The options of a fit on prepared data. */
export function fitOptions(
  parameters: FittingParameters,
  constraint: Constraint,
  { sampleWeight, signal }: FitCall,
): FitOptions {
  const { observation, censoring, loss, stepSize } = parameters;
  // A step is that of projected gradient descent.
  const { solver = stepSize === undefined ? auto() : projectedGradient() } = parameters;
  const { intercept = true, maxIterations, tolerance } = parameters;
  return {
    constraint,
    observation,
    censoring,
    loss,
    solver,
    stepSize,
    intercept,
    maxIterations,
    tolerance,
    sampleWeight,
    signal,
  };
}

/** The model of a result on prepared data. */
export async function modelOf(
  prepared: Prepared,
  options: FitOptions,
  result: FitResult,
): Promise<FittedModel> {
  const { data, units, hasIntercept, featureNames } = prepared;
  const checked = checkOptions(options, data);
  const { weights, intercept } = inUserUnits(result.weights, result.intercept, units);
  const finite = weights.every(Number.isFinite) && Number.isFinite(intercept);
  const z = finite ? await latentOf(data, result.weights, result.intercept) : undefined;
  const standardErrors = await errorsInUserUnits(prepared, options, result, weights, intercept);
  return {
    weights,
    intercept,
    hasIntercept,
    observation: result.observation,
    loss: checked.loss,
    ...(result.sigma !== undefined && { sigma: result.sigma }),
    ...(standardErrors && { standardErrors }),
    featureNames,
    statistics: statisticsOf(data, checked, result, z),
    result: { ...result, weights, intercept, ...(standardErrors && { standardErrors }) },
  };
}

function statisticsOf(
  { y }: Dataset,
  { constraint, response, loss, sampleWeight, intercept }: CheckedOptions,
  { weights, objective, iterations, status, observation, sigma, logLikelihood: given }: FitResult,
  z: Float64Array | undefined,
): Statistics {
  const n = rowsOfWeight(sampleWeight, y.length);
  const k = degreesOfFreedom(constraint, Float64Array.from(weights), intercept);
  const mean = z?.every(Number.isFinite) ? meansOf(z, observation, sigma) : undefined;
  const measured = z && mean && { z, mean, y, response, sampleWeight };
  const rSquared = measured && rSquaredOf(measured);
  const logLikelihood = given ?? (measured && logLikelihoodOf(loss, measured));
  // Of a perfect fit the likelihood of normal errors is infinite: no number to compare by.
  const known = logLikelihood !== undefined && Number.isFinite(logLikelihood);
  return {
    rows: n,
    censored: censoredRows(y, response, sampleWeight),
    objective,
    ...(rSquared !== undefined && { rSquared }),
    ...(known && {
      logLikelihood,
      aic: aicOf(logLikelihood, k),
      bic: bicOf(logLikelihood, k, n),
    }),
    degreesOfFreedom: k,
    iterations,
    status,
  };
}

// Those of the weights change with the scales. That of an intercept needs covariances where the columns were centred: it is
// found anew at the same estimates, in the user's units.
async function errorsInUserUnits(
  { loadPlain, hasIntercept, units: { center, scale } }: Prepared,
  options: FitOptions,
  { standardErrors: errors }: FitResult,
  weights: Float64Array,
  intercept: number,
): Promise<StandardErrors | undefined> {
  if (errors === undefined) return undefined;
  const { intercept: ofCentred, ...rest } = errors;
  const own = { ...rest, weights: errors.weights.map((error, j) => error / scale[j]) };
  if (!hasIntercept) return own;
  if (center.every((value) => value === 0)) return { ...own, intercept: ofCentred };
  const plain = loadPlain();
  try {
    const initial = [...weights, intercept];
    const solver = projectedGradient();
    const there = await fit(plain, { ...options, solver, initial, maxIterations: 0 });
    const found = there.standardErrors?.intercept;
    return { ...own, ...(found !== undefined && { intercept: found }) };
  } finally {
    plain.dispose();
  }
}
