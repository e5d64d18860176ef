import { checkNames, RelufitError, show } from '../errors.js';
import type { MatrixLike } from '../problem/dataset.js';
import type { FitResult } from '../result.js';
import type { Status } from '../solvers/stopping.js';
import { type FittedModel, logLikelihoodWith, predictWith, scoreOf, summaryOf } from './model.js';
import type { Summary } from './summary.js';

/** What estimators share: parameters that are only stored, and what can be asked once they are fitted. */
export abstract class Estimator<P extends object> {
  protected parameters: Partial<P>;
  protected model: FittedModel | undefined;

  /** The name of the class, which a bundler may change. */
  protected abstract readonly kind: string;
  /** The names of the parameters. */
  protected abstract readonly names: readonly string[];

  constructor(parameters: P) {
    this.parameters = { ...parameters };
  }

  /** The parameters as they were given; those left out have their defaults. */
  getParams(): Partial<P> {
    return { ...this.parameters };
  }

  /**
   * Changes some of the parameters; what was fitted stays until the next fit.
   *
   * @throws RelufitError INVALID_ARGUMENT for a name that is none of them.
   */
  setParams(parameters: Partial<P>): this {
    checkNames(`${this.kind}.setParams`, parameters, this.names);
    this.parameters = { ...this.parameters, ...parameters };
    return this;
  }

  /** w in the units of X. Throws NOT_FITTED before a fit, as all that follows. */
  get coef(): Float64Array {
    return this.fitted.weights;
  }

  /** b, 0 where none was asked for. */
  get intercept(): number {
    return this.fitted.intercept;
  }

  /** One for each column of X, x1 … xd where none were given. */
  get featureNames(): readonly string[] {
    return this.fitted.featureNames;
  }

  /**
   * The result of the last fit, weights and intercept in the units of X; what else it says (residual, certificate) is of the
   * standardised columns where those were fitted. Not kept in JSON.
   */
  get result(): FitResult {
    const { result } = this.fitted;
    if (result !== undefined) return result;
    throw notFitted(`${this.kind}.result`, 'a model read from JSON');
  }

  /** ŷ = φ(⟨w,x⟩ + b), or ⟨w,x⟩ + b itself with kind 'latent'; throws as `predict`. */
  predict(X: MatrixLike, options?: { kind?: 'mean' | 'latent' }): Float64Array {
    return predictWith(this.fitted, X, options);
  }

  /** R² of the mean, 1 − Σω(y − ŷ)²/Σω(y − ȳ)². */
  score(X: MatrixLike, y: ArrayLike<number>, sampleWeight?: ArrayLike<number>): number {
    return scoreOf(this.fitted, X, y, sampleWeight);
  }

  /** Σ log of the density of y at the fitted w, b and σ; throws INCOMPATIBLE where the loss is no likelihood. */
  logLikelihood(X: MatrixLike, y: ArrayLike<number>): number {
    return logLikelihoodWith(this.fitted, X, y);
  }

  /** Coefficients and what is known of the fit, as data; `String(summary)` is a table. */
  summary(options: { frequencies?: ArrayLike<number> } = {}): Summary {
    checkNames('summary options', options, ['frequencies']);
    return summaryOf(this.fitted, options.frequencies);
  }

  protected get fitted(): FittedModel {
    if (this.model !== undefined) return this.model;
    throw notFitted(this.kind, 'an estimator that is not fitted');
  }
}

const notFitted = (where: string, got: string) =>
  new RelufitError('NOT_FITTED', where, got, 'a fitted one', 'Await fit(X, y) first.');

/** The options of one fit, checked by name. */
export function checkCall(where: string, options: unknown): FitCall {
  checkNames(`${where} options`, options, ['sampleWeight', 'signal']);
  return options as FitCall;
}

/** What belongs to one fit and not to the estimator. */
export interface FitCall {
  /** A weight of at least 0 for each row. */
  sampleWeight?: ArrayLike<number>;
  /** Aborting ends the fit. */
  signal?: AbortSignal;
}

/** Throws INVALID_ARGUMENT unless the value is a boolean or left out. */
export function checkFlag(where: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    where,
    show(value),
    'true or false',
    'Leave it out for the default.',
  );
}

/** The names of d features; throws unless they are d different texts. */
export function namesOf(given: readonly string[] | undefined, d: number): readonly string[] {
  if (given === undefined) return Array.from({ length: d }, (_, j) => `x${j + 1}`);
  const right =
    Array.isArray(given) &&
    given.every((name) => typeof name === 'string' && name !== '') &&
    new Set(given).size === given.length;
  if (!right || given.length !== d) {
    throw new RelufitError(
      right ? 'INVALID_SHAPE' : 'INVALID_ARGUMENT',
      'featureNames',
      show(given),
      `${d} different names, one a column of X`,
      'Leave them out for x1, x2, ….',
    );
  }
  return [...given];
}

/** A fit that its signal ended leaves what was fitted before. */
export const aborted = (where: string) =>
  new RelufitError(
    'ABORTED',
    where,
    'an abort of the signal',
    'a fit that ends of its own',
    'What was fitted before stays.',
  );

/** Throws ABORTED for a fit that the signal ended. */
export function checkNotAborted(where: string, status: Status): void {
  if (status === 'aborted') throw aborted(where);
}
