import type { Constraint } from '../constraints/constraint.js';
import { Dataset } from '../dataset.js';
import { checkNames, RelufitError } from '../errors.js';
import { fit } from '../fit.js';
import { checkOptions } from '../options.js';
import type { MatrixLike } from '../problem/dataset.js';
import { projectedGradient } from '../solvers/projected-gradient.js';
import { randomGroups, STREAM } from './assignment.js';
import { checkCall, checkFlag, checkNotAborted, Estimator, type FitCall } from './estimator.js';
import { fitFolds } from './fold-fits.js';
import type { FittedModel } from './model.js';
import {
  FITTING_NAMES,
  type FittingParameters,
  fitOptions,
  modelOf,
  type Prepared,
  prepare,
} from './preparation.js';
import { modelFromJSON, modelToJSON, type RegressorJSON } from './regressor-json.js';
import {
  checkStability,
  type StabilityOptions,
  type StabilitySelection,
  shareOfSubsamples,
} from './stability.js';
import { inStandardUnits, type Standardization } from './standardization.js';

/** The parameters of `ReluRegressor`; only the constraint has no default. */
export interface ReluRegressorParameters extends FittingParameters {
  /** K, of the standardised coefficients unless `standardize` is false. */
  constraint: Constraint;
  /** Does the next fit start from the last one's weights? Default false. */
  warmStart?: boolean;
}

const NAMES = ['constraint', ...FITTING_NAMES, 'warmStart'];

/**
 * y = φ(⟨w,x⟩ + b) as an estimator in scikit-learn's conventions: the constructor only stores its parameters, `fit` checks
 * them and answers the estimator, what was found are `coef`, `intercept`, `result`.
 *
 * Unlike `fit(X, y, options)` it has an intercept and standardises the columns of X unless told otherwise; what it
 * answers is in the units of X. A set that means something in those units (the radius of an l1Ball, the bounds of a box)
 * then is about the standardised coefficients sd_j w_j, as in glmnet: `standardize: false` for the coefficients
 * themselves. Costs one `fit`, and memory: a standardised copy of X while it is fitted.
 *
 * @throws RelufitError from `fit`, as a rejection, for parameters and data that cannot be used; NOT_FITTED from what is
 * asked before it.
 * @see L. Buitinck et al., "API design for machine learning software" (2013).
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 60, d: 20, sparsity: 3, seed: 1 });
 * const model = await new ReluRegressor({ constraint: sparse(3) }).fit(X, y);
 * model.score(X, y) > 0.999; // true
 * ```
 */
export class ReluRegressor extends Estimator<ReluRegressorParameters> {
  protected readonly kind = 'ReluRegressor';
  protected readonly names = NAMES;
  // What the columns were standardised by, and the flags that said so.
  private kept: { units: Standardization; standardize: boolean; intercept: boolean } | undefined;

  /**
   * Fits to X (n×d) and y (n), or to a Dataset, whose columns are not standardised.
   *
   * @throws RelufitError (as a rejection) as `fit` does, and INVALID_ARGUMENT, INVALID_SHAPE, INCOMPATIBLE for parameters of
   * its own, ABORTED where the signal ends it; what was fitted before then stays.
   */
  async fit(X: MatrixLike, y: ArrayLike<number>, options?: FitCall): Promise<this>;
  async fit(data: Dataset, options?: FitCall): Promise<this>;
  async fit(
    X: MatrixLike | Dataset,
    y?: ArrayLike<number> | FitCall,
    options: FitCall = {},
  ): Promise<this> {
    const [target, call] = this.check(X, y, options);
    const prepared = prepare(X, target, this.parameters, call);
    try {
      const start = this.parameters.warmStart ? this.initial(prepared) : undefined;
      const { constraint } = this.parameters as ReluRegressorParameters;
      const given = { ...fitOptions(this.parameters, constraint, call), initial: start };
      const result = await fit(prepared.data, given);
      checkNotAborted('ReluRegressor.fit', result.status);
      this.model = await modelOf(prepared, given, result);
      this.kept = { units: prepared.units, ...this.flags };
      return this;
    } finally {
      prepared.dispose();
    }
  }

  /**
   * One projected step on a block of rows, for data that come in blocks: w ← P_K(w − μ∇L_block(w)), μ by the step size (the
   * default, backtracking, shortens it until L falls on the block), whatever the solver. The first block fixes what
   * columns are standardised by; blocks after it, and after a `fit`, keep that. Statistics and result are of the last
   * block. It converges linearly where some w of K fits all rows; otherwise it stays within the noise of a block.
   *
   * O(block) time and memory. @see S. M. M. Kalan, M. Soltanolkotabi, A. S. Avestimehr, "Fitting ReLUs via SGD and
   * quantized SGD" (2019).
   */
  async partialFit(X: MatrixLike, y: ArrayLike<number>, options: FitCall = {}): Promise<this> {
    const [target, call] = this.check(X, y, options);
    // Units of other flags would be those of another model.
    const { kept } = this;
    const { standardize, intercept } = this.flags;
    const same = standardize === kept?.standardize && intercept === kept.intercept;
    const known = this.model && same ? kept.units : undefined;
    const prepared = prepare(X, target, this.parameters, call, known);
    try {
      const { constraint } = this.parameters as ReluRegressorParameters;
      const given = {
        ...fitOptions(this.parameters, constraint, call),
        solver: projectedGradient(),
        maxIterations: 1,
        tolerance: 0,
        initial: this.initial(prepared),
      };
      const result = await fit(prepared.data, given);
      checkNotAborted('ReluRegressor.partialFit', result.status);
      this.model = await modelOf(prepared, given, result);
      this.kept = { units: prepared.units, ...this.flags };
      return this;
    } finally {
      prepared.dispose();
    }
  }

  /**
   * How often each column is chosen (coefficient ≠ 0) by fits to random halves of the rows: columns with a share of 0.6 to 0.9
   * or more can be trusted, those that one fit alone chose may not be. Halves come in complementary pairs. Changes nothing
   * of the estimator; `summary({ frequencies })` shows the shares.
   *
   * Costs `subsamples` fits (default 50), two at a time by shared trips over X.
   *
   * @throws RelufitError as `fit`, and INVALID_ARGUMENT unless subsamples is an even integer of at least 2.
   * @see N. Meinshausen, P. Bühlmann, "Stability selection" (2010); R. D. Shah, R. J. Samworth, "Variable selection with
   * error control: another look at stability selection" (2013), complementary pairs.
   */
  async stabilitySelection(
    X: MatrixLike,
    y: ArrayLike<number>,
    options: StabilityOptions = {},
  ): Promise<StabilitySelection> {
    const { subsamples, seed, call } = checkStability(options);
    const [target] = this.check(X, y, call);
    const prepared = prepare(X, target, this.parameters, call);
    try {
      const { constraint } = this.parameters as ReluRegressorParameters;
      const checked = checkOptions(fitOptions(this.parameters, constraint, call), prepared.data);
      const halves = (pair: number) =>
        randomGroups(prepared.data.rows, 2, { seed, stream: STREAM.halves + pair });
      return await shareOfSubsamples(prepared, checked, subsamples, halves, fitFolds);
    } finally {
      prepared.dispose();
    }
  }

  /** An estimator with the same parameters that is not fitted. */
  clone(): ReluRegressor {
    return new ReluRegressor(this.getParams() as ReluRegressorParameters);
  }

  /**
   * Parameters and, once fitted, the model, as plain data: the same weights to the bit. The result's trace is not kept.
   *
   * @throws RelufitError INVALID_ARGUMENT where set, loss, solver or step size are made of functions, NOT_FINITE for weights
   * that are not.
   */
  toJSON(): RegressorJSON {
    return modelToJSON(this.parameters as ReluRegressorParameters, this.model);
  }

  /**
   * The estimator that `toJSON` wrote.
   *
   * @throws RelufitError INVALID_ARGUMENT for what it does not know, another version or another kind of file among it;
   * INVALID_CONSTRAINT as `constraintFromJSON`.
   */
  static fromJSON(json: unknown): ReluRegressor {
    const { parameters, model } = modelFromJSON(json, NAMES);
    return ReluRegressor.fitted(parameters, model);
  }

  /** An estimator that has a model: for those that fit by other means. */
  static fitted(parameters: ReluRegressorParameters, model?: FittedModel): ReluRegressor {
    const estimator = new ReluRegressor(parameters);
    estimator.model = model;
    return estimator;
  }

  private get flags(): { standardize: boolean; intercept: boolean } {
    const { standardize = true, intercept = true } = this.parameters;
    return { standardize, intercept };
  }

  private check(
    X: MatrixLike | Dataset,
    y: ArrayLike<number> | FitCall | undefined,
    options: FitCall,
  ): [y: ArrayLike<number> | undefined, FitCall] {
    checkNames('ReluRegressor parameters', this.parameters, NAMES);
    checkFlag('warmStart', this.parameters.warmStart);
    return X instanceof Dataset
      ? [undefined, checkCall('ReluRegressor.fit', y ?? {})]
      : [y as ArrayLike<number>, checkCall('ReluRegressor.fit', options)];
  }

  // The last weights in the coordinates of the data at hand.
  private initial({ data, units, hasIntercept }: Prepared): Float64Array | undefined {
    if (this.model === undefined) return undefined;
    const d = this.model.weights.length;
    if (d === data.columns) return inStandardUnits(this.model, units, hasIntercept);
    throw new RelufitError(
      'INVALID_SHAPE',
      'X',
      `${data.columns} columns`,
      `${d}, as the weights to start from`,
      'Use clone() for other data.',
    );
  }
}
