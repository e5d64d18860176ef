import { RelufitError, show } from '../errors.js';
import { predict } from '../predict.js';
import { asTarget, type MatrixLike } from '../problem/dataset.js';
import type { Loss } from '../problem/loss.js';
import { type Observation, responseOf } from '../problem/observation.js';
import { rowSource } from '../problem/row-source.js';
import type { FitResult } from '../result.js';
import type { StandardErrors } from '../solvers/standard-errors.js';
import { rSquaredOf, type Statistics } from './statistics.js';
import { type Summary, type SummaryRow, summaryText } from './summary.js';

/** What a fit leaves behind, in the user's units. */
export interface FittedModel {
  readonly weights: Float64Array;
  readonly intercept: number;
  readonly hasIntercept: boolean;
  readonly observation: Observation;
  readonly loss: Loss;
  readonly sigma?: number;
  readonly standardErrors?: StandardErrors;
  readonly featureNames: readonly string[];
  readonly statistics: Statistics;
  /** Absent where the model was read from JSON. */
  readonly result?: FitResult;
}

export function predictWith(
  model: FittedModel,
  X: MatrixLike,
  options?: { kind?: 'mean' | 'latent' },
): Float64Array {
  const { weights, intercept, observation, sigma } = model;
  return predict(
    { weights, intercept, observation, ...(sigma !== undefined && { sigma }) },
    X,
    options,
  );
}

/** R² of the mean; where y does not vary 1 for a perfect prediction and 0 for any other. */
export function scoreOf(
  model: FittedModel,
  X: MatrixLike,
  y: ArrayLike<number>,
  sampleWeight?: ArrayLike<number>,
): number {
  const target = asTarget(y, rowSource(X));
  checkWeights(sampleWeight, target.length);
  const predicted = predictWith(model, X);
  const explained = { mean: predicted, y: target, sampleWeight };
  return (
    rSquaredOf(explained) ??
    Number(predicted.every((value, i) => value === target[i] || sampleWeight?.[i] === 0))
  );
}

/**
 * Σ log of the density of yᵢ at the fitted w, b and σ.
 *
 * Throws INCOMPATIBLE where the loss is no likelihood.
 */
export function logLikelihoodWith(model: FittedModel, X: MatrixLike, y: ArrayLike<number>): number {
  const { loss, sigma, observation } = model;
  if (!loss.likelihood || sigma === undefined) {
    throw new RelufitError(
      'INCOMPATIBLE',
      'logLikelihood',
      `a fit by ${loss.name}`,
      'a loss that is a likelihood',
      'Use score(X, y) for the share of the variance explained.',
    );
  }
  const target = asTarget(y, rowSource(X));
  const z = predictWith(model, X, { kind: 'latent' });
  const response = responseOf(observation);
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum -= loss.value(z[i], target[i], response, sigma);
  return sum;
}

/** The table of a fit; `frequencies` of stability selection become a column. */
export function summaryOf(model: FittedModel, frequencies?: ArrayLike<number>): Summary {
  const { weights, intercept, hasIntercept, featureNames, statistics, sigma } = model;
  const { standardErrors } = model;
  if (frequencies !== undefined && frequencies?.length !== weights.length) {
    throw new RelufitError(
      'INVALID_SHAPE',
      'summary frequencies',
      show(frequencies),
      `${weights.length} numbers, one a feature`,
      'Give those of stabilitySelection.',
    );
  }
  const row = (name: string, coefficient: number, error?: number): SummaryRow => ({
    name,
    coefficient,
    ...(error !== undefined && Number.isFinite(error) && { standardError: error }),
  });
  const coefficients: SummaryRow[] = featureNames.map((name, j) => ({
    ...row(name, weights[j], standardErrors?.weights[j]),
    ...(frequencies !== undefined && { frequency: frequencies[j] }),
  }));
  if (hasIntercept) {
    coefficients.unshift(row('(intercept)', intercept, standardErrors?.intercept));
  }
  const summary = { ...statistics, coefficients, ...(sigma !== undefined && { sigma }) };
  // Not enumerable, so that the summary as JSON or in a test is its data alone.
  return Object.defineProperty(summary, 'toString', {
    value: () => summaryText(summary),
  }) as Summary;
}

function checkWeights(weights: ArrayLike<number> | undefined, rows: number): void {
  if (weights === undefined) return;
  const right =
    weights !== null &&
    typeof weights === 'object' &&
    weights.length === rows &&
    Array.prototype.every.call(weights, (weight) => Number.isFinite(weight) && weight >= 0) &&
    Array.prototype.some.call(weights, (weight) => weight > 0);
  if (right) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'score sampleWeight',
    show(weights),
    `${rows} numbers of at least 0, one above it`,
    'Leave it out for equal weights.',
  );
}
