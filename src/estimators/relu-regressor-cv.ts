import type { Constraint } from '../constraints/constraint.js';
import { checkInteger, SEED_LIMIT } from '../data/address.js';
import { Dataset } from '../dataset.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { fit } from '../fit.js';
import { type CheckedOptions, checkOptions } from '../options.js';
import type { MatrixLike } from '../problem/dataset.js';
import { observe } from '../problem/observation.js';
import { randomGroups, STREAM } from './assignment.js';
import { aborted, checkCall, Estimator, type FitCall } from './estimator.js';
import { type FoldFit, type FoldRun, fitFolds } from './fold-fits.js';
import { checkLevels, chooseLevel, type Level, type Rule } from './levels.js';
import {
  FITTING_NAMES,
  type FittingParameters,
  fitOptions,
  modelOf,
  type Prepared,
  prepare,
} from './preparation.js';
import { ReluRegressor } from './relu-regressor.js';
import { inUserUnits } from './standardization.js';
import { aicOf, bicOf, degreesOfFreedom, ebicOf, logLikelihoodOf, meansOf } from './statistics.js';
import { aligned, significant } from './summary.js';

/** What a level is scored by. */
export type Criterion = 'cv' | 'aic' | 'bic' | 'ebic';

/** The parameters of `ReluRegressorCV`; `constraint` and `levels` have no default. */
export interface ReluRegressorCVParameters extends FittingParameters {
  /** The set of a level: sets that grow with it. */
  constraint: (level: number) => Constraint;
  /** Ascending or descending: each starts from the weights of the one before. */
  levels: readonly number[];
  /** 2 to 255; default 5. */
  folds?: number;
  /** Of the shuffle; default 0. */
  seed?: number;
  /** Default 'one-standard-error', the smallest level that is not clearly worse than the best. For 'cv' only. */
  rule?: Rule;
  /** Default 'cv', the error on rows left out; the others need one fit a level. */
  criterion?: Criterion;
}

/** What one level was scored at. */
export interface LevelResult {
  readonly level: number;
  /** On the rows of each fold, by weights that have not seen them; empty where there were no folds. */
  readonly foldErrors: readonly number[];
  /** Their mean, or the information criterion: what the level is chosen by. */
  readonly score: number;
  /** Of that mean, from the spread among folds. */
  readonly standardError?: number;
  /** The free numbers of w, b and σ, of the fit to all rows. */
  readonly degreesOfFreedom: number;
  readonly objective: number;
  readonly status: string;
}

/** What was tried; `String(cvResults)` is a table. */
export interface CVResults {
  readonly criterion: Criterion;
  /** What the errors are: 'mean squared error', '−log-likelihood a row', or the name of the criterion. */
  readonly measure: string;
  readonly folds: number;
  readonly levels: readonly LevelResult[];
  readonly bestLevel: number;
  /** As a table. */
  toString(): string;
}

/** Weights of a level, fitted to all rows, in the units of X. */
export interface PathPoint {
  readonly level: number;
  readonly coef: Float64Array;
  readonly intercept: number;
}

const NAMES = ['constraint', 'levels', 'folds', 'seed', 'rule', 'criterion', ...FITTING_NAMES];

/**
 * `ReluRegressor` with the level of its set (sparsity, radius) chosen by cross-validation.
 *
 * X is loaded and standardised once, over all rows; y of the rows left out is never seen. At each level, fits to all rows but
 * one fold, and to all, run side by side; gradients of all of them share a trip over X where the loss is leastSquares()
 * without sample weights. Errors on the rows left out are squared errors of the mean, or −log-likelihood where the loss
 * is one. `criterion: 'aic' | 'bic' | 'ebic'` needs no folds.
 *
 * Cost: about the trips of one path of warm starts, each trip (folds + 1) times the arithmetic but one reading of X.
 *
 * @throws RelufitError from `fit`, as a rejection: as `ReluRegressor`, and NOT_CONVERGED where no level has a finite error;
 * NOT_FITTED before it.
 * @see T. Hastie, R. Tibshirani, J. Friedman, "The elements of statistical learning" (2009), section 7.10; J. Chen, Z. Chen,
 * "Extended Bayesian information criteria for model selection with large model spaces" (2008).
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 120, d: 30, sparsity: 3, noise: 0.05, seed: 1 });
 * const model = await new ReluRegressorCV({ constraint: sparse, levels: [1, 2, 3, 5, 8] }).fit(X, y);
 * model.bestLevel; // 3
 * ```
 */
export class ReluRegressorCV extends Estimator<ReluRegressorCVParameters> {
  protected readonly kind = 'ReluRegressorCV';
  protected readonly names = NAMES;
  private results: CVResults | undefined;
  private points: readonly PathPoint[] = [];
  private best: ReluRegressor | undefined;

  /**
   * Chooses the level and fits all rows at it; X (n×d) and y (n), or a Dataset, whose columns are not standardised.
   *
   * @throws RelufitError (as a rejection) as `ReluRegressor`; INVALID_ARGUMENT for levels whose set cannot stand, before
   * anything runs; NOT_CONVERGED where no level has a finite score; ABORTED by the signal.
   */
  async fit(X: MatrixLike, y: ArrayLike<number>, options?: FitCall): Promise<this>;
  async fit(data: Dataset, options?: FitCall): Promise<this>;
  async fit(
    X: MatrixLike | Dataset,
    y?: ArrayLike<number> | FitCall,
    options: FitCall = {},
  ): Promise<this> {
    const given = checkParameters(this.parameters);
    const isLoaded = X instanceof Dataset;
    const call = checkCall('ReluRegressorCV.fit', isLoaded ? (y ?? {}) : options);
    const target = isLoaded ? undefined : (y as ArrayLike<number>);
    const prepared = prepare(X, target, given, call);
    try {
      const { data } = prepared;
      const levels = checkLevels(given.constraint, given.levels, data.columns, data.precision);
      const count = given.criterion === 'cv' ? given.folds : 0;
      const folds = assigned(count, data.rows, given.seed);
      const path = await fitPath(prepared, levels, folds, count, (constraint) =>
        checkOptions(fitOptions(given, constraint, call), data),
      );
      const tried = path.map((point) => levelResult(point, count, folds, given.criterion, data));
      const at = chooseLevel(tried, count > 0 ? given.rule : 'minimum');
      if (at < 0) throw nothingToChoose();
      const { constraint } = levels[at];
      const final = {
        ...fitOptions(given, constraint, call),
        initial: path[at].whole.parameters,
      };
      const result = await fit(data, final);
      if (result.status === 'aborted') throw aborted('ReluRegressorCV.fit');
      this.model = await modelOf(prepared, final, result);
      this.best = ReluRegressor.fitted({ ...pick(given, FITTING_NAMES), constraint }, this.model);
      this.results = resultsOf(given.criterion, path[at].options, tried, count, levels[at].level);
      this.points = path.map(({ level, whole }) => {
        const w = whole.parameters.subarray(0, data.columns);
        const b = prepared.hasIntercept ? whole.parameters[data.columns] : 0;
        const own = inUserUnits(w, b, prepared.units);
        return { level, coef: own.weights, intercept: own.intercept };
      });
      return this;
    } finally {
      prepared.dispose();
    }
  }

  /** Errors and standard errors of all levels. */
  get cvResults(): CVResults {
    return this.fitted && (this.results as CVResults);
  }

  /** The level chosen. */
  get bestLevel(): number {
    return this.cvResults.bestLevel;
  }

  /** Coefficients of every level, fitted to all rows. */
  get path(): readonly PathPoint[] {
    return this.fitted && this.points;
  }

  /** A fitted `ReluRegressor` with the set chosen, which can be saved: `bestEstimator.toJSON()`. */
  get bestEstimator(): ReluRegressor {
    return this.fitted && (this.best as ReluRegressor);
  }

  /** An estimator with the same parameters that is not fitted. */
  clone(): ReluRegressorCV {
    return new ReluRegressorCV(this.getParams() as ReluRegressorCVParameters);
  }
}

type Checked = ReluRegressorCVParameters &
  Required<Pick<ReluRegressorCVParameters, 'folds' | 'seed' | 'rule' | 'criterion'>>;

function checkParameters(parameters: Partial<ReluRegressorCVParameters>): Checked {
  const where = 'ReluRegressorCV';
  checkNames(`${where} parameters`, parameters, NAMES);
  const { folds = 5, seed = 0, rule = 'one-standard-error', criterion = 'cv' } = parameters;
  checkInteger(where, 'folds', folds, 2, 256);
  checkInteger(where, 'seed', seed, 0, SEED_LIMIT);
  checkOneOf('rule', rule, ['one-standard-error', 'minimum']);
  checkOneOf('criterion', criterion, ['cv', 'aic', 'bic', 'ebic']);
  return { ...(parameters as ReluRegressorCVParameters), folds, seed, rule, criterion };
}

function checkOneOf(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    `ReluRegressorCV ${name}`,
    show(value),
    choices.map(show).join(' or '),
    'Leave it out for the default.',
  );
}

// Without folds one that no row is in.
function assigned(count: number, rows: number, seed: number): Uint8Array {
  if (count === 0) return new Uint8Array(rows);
  if (rows >= count) return randomGroups(rows, count, { seed, stream: STREAM.folds });
  throw new RelufitError(
    'INVALID_SHAPE',
    'ReluRegressorCV folds',
    `${count} for ${rows} rows`,
    'at most one a row',
    'Use fewer folds.',
  );
}

interface Point {
  readonly level: number;
  readonly options: CheckedOptions;
  readonly whole: FoldFit;
  readonly folds: readonly FoldFit[];
}

// All levels one after the other, each fold from its own weights at the one before.
async function fitPath(
  { data, hasIntercept }: Prepared,
  levels: readonly Level[],
  folds: Uint8Array,
  count: number,
  optionsOf: (constraint: Constraint) => CheckedOptions,
): Promise<Point[]> {
  const zero = new Float64Array(data.columns + (hasIntercept ? 1 : 0));
  let runs: FoldRun[] = Array.from({ length: count + 1 }, (_, k) => ({
    left: k - 1,
    initial: zero,
  }));
  const path: Point[] = [];
  for (const { level, constraint } of levels) {
    const options = optionsOf(constraint);
    const fits = await fitFolds(data, options, folds, runs);
    if (fits.some(({ status }) => status === 'aborted')) throw aborted('ReluRegressorCV.fit');
    runs = fits.map(({ parameters }, k) => ({
      left: k - 1,
      initial: parameters.every(Number.isFinite) ? parameters : zero,
    }));
    path.push({ level, options, whole: fits[0], folds: fits.slice(1) });
  }
  return path;
}

function levelResult(
  { level, options, whole, folds: fits }: Point,
  count: number,
  folds: Uint8Array,
  criterion: Criterion,
  { y, rows, columns }: Dataset,
): LevelResult {
  const { constraint, intercept, loss, response, sampleWeight } = options;
  const weights = whole.parameters.slice(0, columns);
  const k = degreesOfFreedom(constraint, weights, intercept);
  const rest = {
    level,
    degreesOfFreedom: k,
    objective: whole.objective,
    status: whole.status,
  };
  if (criterion !== 'cv') {
    if (whole.status === 'diverged') return { ...rest, foldErrors: [], score: Infinity };
    const mean = meansOf(whole.latent, options.observation, undefined);
    const measured = { z: whole.latent, mean, y, response, sampleWeight };
    const likelihood = logLikelihoodOf(loss, measured);
    if (likelihood === undefined) throw noLikelihood(criterion, loss.name);
    const support = k - 1 - Number(intercept);
    const score = {
      aic: () => aicOf(likelihood, k),
      bic: () => bicOf(likelihood, k, rows),
      ebic: () => ebicOf(likelihood, k, rows, { support, columns }),
    }[criterion]();
    return { ...rest, foldErrors: [], score };
  }
  const foldErrors = fits.map((fit, fold) =>
    fit.status === 'diverged' ? Infinity : heldOutError(fit, fold, folds, options, y),
  );
  const score = foldErrors.reduce((sum, error) => sum + error, 0) / count;
  const squares = foldErrors.reduce((sum, error) => sum + (error - score) ** 2, 0);
  return { ...rest, foldErrors, score, standardError: Math.sqrt(squares / (count - 1) / count) };
}

/** The mean over the rows of the fold of (φ(z) − y)², or of −log of the density at the σ of the other rows. */
function heldOutError(
  { latent: z, seen }: FoldFit,
  fold: number,
  folds: Uint8Array,
  { loss, response, sampleWeight }: CheckedOptions,
  y: ArrayLike<number>,
): number {
  const shared = loss.likelihood
    ? loss.shared?.(z, Float64Array.from(y), response, seen)
    : undefined;
  let sum = 0;
  let whole = 0;
  for (let i = 0; i < z.length; i++) {
    const weight = folds[i] === fold ? (sampleWeight?.[i] ?? 1) : 0;
    if (weight === 0) continue;
    whole += weight;
    sum +=
      weight *
      (shared === undefined
        ? (observe(z[i], response) - y[i]) ** 2
        : loss.value(z[i], y[i], response, shared));
  }
  return sum / whole;
}

function resultsOf(
  criterion: Criterion,
  { loss }: CheckedOptions,
  levels: readonly LevelResult[],
  folds: number,
  bestLevel: number,
): CVResults {
  const error = loss.likelihood ? '−log-likelihood a row' : 'mean squared error';
  const measure = criterion === 'cv' ? error : criterion.toUpperCase();
  const results = { criterion, measure, folds, levels, bestLevel };
  return Object.defineProperty(results, 'toString', {
    value: () =>
      aligned([
        ['level', measure, ...(folds > 0 ? ['± SE'] : []), 'degrees of freedom', ''],
        ...levels.map(({ level, score, standardError, degreesOfFreedom }) => [
          String(level),
          significant(score),
          ...(folds > 0 ? [significant(standardError, 3)] : []),
          String(degreesOfFreedom),
          level === bestLevel ? 'chosen' : '',
        ]),
      ]).join('\n'),
  }) as CVResults;
}

function pick<T extends object>(from: T, names: readonly string[]): Partial<T> {
  return Object.fromEntries(
    Object.entries(from).filter(([name]) => names.includes(name)),
  ) as Partial<T>;
}

const nothingToChoose = () =>
  new RelufitError(
    'NOT_CONVERGED',
    'ReluRegressorCV',
    'no level with a finite error',
    'at least one',
    'Use backtracking(), larger folds, or a criterion other than one of a perfect fit.',
  );

const noLikelihood = (criterion: string, loss: string) =>
  new RelufitError(
    'INCOMPATIBLE',
    'ReluRegressorCV criterion',
    `'${criterion}' with ${loss}`,
    'leastSquares() or a loss that is a likelihood',
    "Use criterion: 'cv'.",
  );
