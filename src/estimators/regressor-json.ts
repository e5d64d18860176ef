// A ReluRegressor as plain data: what a file of a model holds.

import { constraintFromJSON, constraintToJSON, fromPlain, toPlain } from '../constraints/recipe.js';
import { checkNames, RelufitError, show } from '../errors.js';
import type { Recipe } from '../problem/built-in.js';
import { leastSquares } from '../problem/least-squares.js';
import { type Observation, responseOf } from '../problem/observation.js';
import {
  lossFromJSON,
  type NamedJSON,
  recipeOf,
  solverFromJSON,
  stepSizeFromJSON,
} from '../recipes.js';
import { version as library } from '../version.js';
import { namesOf } from './estimator.js';
import type { FittedModel } from './model.js';
import type { ReluRegressorParameters } from './relu-regressor.js';
import type { Statistics } from './statistics.js';

const FORMAT = 'relufit-estimator';
const VERSION = 1;

/** A number that JSON has, or the text of one that it has not. */
export type PlainNumber = number | string;

/** A fitted estimator as `toJSON` writes it: format and version, parameters, and what it learnt. */
export interface RegressorJSON {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly library: string;
  readonly estimator: 'ReluRegressor';
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly model?: {
    readonly weights: readonly PlainNumber[];
    readonly intercept: PlainNumber;
    readonly hasIntercept: boolean;
    readonly observation: unknown;
    readonly loss: Recipe;
    readonly sigma?: PlainNumber;
    readonly standardErrors?: {
      readonly weights: readonly (PlainNumber | null)[];
      readonly intercept?: PlainNumber;
      readonly sigma: PlainNumber;
    };
    readonly featureNames: readonly string[];
    readonly statistics: Statistics;
  };
}

export function modelToJSON(
  parameters: ReluRegressorParameters,
  model: FittedModel | undefined,
): RegressorJSON {
  const { constraint, loss, solver, stepSize, featureNames, observation, censoring, ...plain } =
    parameters;
  return {
    format: FORMAT,
    version: VERSION,
    library,
    estimator: 'ReluRegressor',
    parameters: {
      constraint: constraintToJSON(constraint),
      ...(observation !== undefined && { observation: toPlain(observation) }),
      ...(censoring !== undefined && { censoring: toPlain(censoring) }),
      ...(loss && { loss: plainRecipe(loss, 'loss') }),
      ...(solver && { solver: plainRecipe(solver, 'solver') }),
      ...(stepSize && { stepSize: plainRecipe(stepSize, 'stepSize') }),
      ...(featureNames && { featureNames: [...featureNames] }),
      ...plain,
    },
    ...(model && { model: fittedToJSON(model) }),
  };
}

function fittedToJSON(model: FittedModel): RegressorJSON['model'] {
  const { weights, intercept, hasIntercept, observation, loss, sigma, featureNames } = model;
  const { statistics, standardErrors: errors } = model;
  const all = [...weights, intercept, ...(sigma === undefined ? [] : [sigma])];
  const bad = all.find((value) => !Number.isFinite(value));
  if (bad !== undefined || !Number.isFinite(statistics.objective)) {
    throw new RelufitError(
      'NOT_FINITE',
      'ReluRegressor.toJSON',
      show(bad ?? statistics.objective),
      'finite weights and objective',
      'The fit diverged: fit again with backtracking().',
    );
  }
  return {
    weights: Array.from(weights, plainNumber),
    intercept: plainNumber(intercept),
    hasIntercept,
    observation: toPlain(observation),
    loss: plainRecipe(loss, 'loss'),
    ...(sigma !== undefined && { sigma }),
    ...(errors && {
      standardErrors: {
        weights: Array.from(errors.weights, (error) => (Number.isFinite(error) ? error : null)),
        ...(known(errors.intercept) && { intercept: errors.intercept }),
        sigma: errors.sigma,
      },
    }),
    featureNames: [...featureNames],
    statistics: { ...statistics },
  };
}

/** Parameters and model of what `modelToJSON` wrote; field by field, since a file may come from anywhere. */
export function modelFromJSON(
  json: unknown,
  names: readonly string[],
): { parameters: ReluRegressorParameters; model: FittedModel | undefined } {
  checkNames(WHERE, json, ['format', 'version', 'library', 'estimator', 'parameters', 'model']);
  const { format, version, estimator, parameters, model } = json as Partial<RegressorJSON>;
  check('format', format === FORMAT, format, `'${FORMAT}'`);
  check('version', version === VERSION, version, `${VERSION}`);
  check('estimator', estimator === 'ReluRegressor', estimator, "'ReluRegressor'");
  return { parameters: parametersOf(parameters, names), model: fittedOf(model) };
}

function parametersOf(given: unknown, names: readonly string[]): ReluRegressorParameters {
  checkNames(`${WHERE} parameters`, given, names);
  const { constraint, observation, censoring, loss, solver, stepSize, ...plain } = given as Record<
    string,
    unknown
  >;
  return {
    ...plain,
    constraint: constraintFromJSON(constraint as Recipe),
    ...(observation !== undefined && { observation: fromPlain(observation) }),
    ...(censoring !== undefined && { censoring: fromPlain(censoring) }),
    ...(loss !== undefined && { loss: lossFromJSON(fromPlain(loss) as NamedJSON) }),
    ...(solver !== undefined && { solver: solverFromJSON(fromPlain(solver) as NamedJSON) }),
    ...(stepSize !== undefined && { stepSize: stepSizeFromJSON(fromPlain(stepSize) as NamedJSON) }),
  } as ReluRegressorParameters;
}

function fittedOf(given: unknown): FittedModel | undefined {
  if (given === undefined) return undefined;
  checkNames(`${WHERE} model`, given, MODEL_NAMES);
  const model = given as Record<string, unknown>;
  const weights = numbers('weights', model.weights);
  const hasIntercept = model.hasIntercept;
  check('hasIntercept', typeof hasIntercept === 'boolean', hasIntercept, 'true or false');
  const observation = fromPlain(model.observation) as Observation;
  responseOf(observation);
  const featureNames = namesOf(model.featureNames as readonly string[], weights.length);
  check('featureNames', model.featureNames !== undefined, undefined, 'a list of names');
  return {
    weights,
    intercept: number('intercept', model.intercept),
    hasIntercept: hasIntercept as boolean,
    observation,
    loss:
      model.loss === undefined ? leastSquares() : lossFromJSON(fromPlain(model.loss) as NamedJSON),
    ...(model.sigma !== undefined && { sigma: positive('sigma', model.sigma) }),
    ...(model.standardErrors !== undefined && {
      standardErrors: errorsOf(model.standardErrors, weights.length),
    }),
    featureNames,
    statistics: statisticsOf(model.statistics),
  };
}

function errorsOf(given: unknown, d: number) {
  checkNames(`${WHERE} standardErrors`, given, ['weights', 'intercept', 'sigma']);
  const { weights, intercept, sigma } = given as Record<string, unknown>;
  const list = Array.isArray(weights) && weights.length === d;
  check('standardErrors.weights', list, weights, `${d} numbers, null for none`);
  return {
    weights: Float64Array.from(weights as unknown[], (error) =>
      error === null ? NaN : number('standardErrors.weights', error),
    ),
    ...(intercept !== undefined && { intercept: number('standardErrors.intercept', intercept) }),
    sigma: number('standardErrors.sigma', sigma),
  };
}

function statisticsOf(given: unknown): Statistics {
  checkNames(`${WHERE} statistics`, given, [...STATISTICS, ...OPTIONAL_STATISTICS, 'status']);
  const statistics = given as Record<string, unknown>;
  for (const name of STATISTICS) number(`statistics.${name}`, statistics[name]);
  for (const name of OPTIONAL_STATISTICS) {
    if (statistics[name] !== undefined) number(`statistics.${name}`, statistics[name]);
  }
  const { status } = statistics;
  check('statistics.status', typeof status === 'string', status, 'the status of a fit');
  return { ...statistics } as unknown as Statistics;
}

const WHERE = 'ReluRegressor.fromJSON';

const MODEL_NAMES = [
  'weights',
  'intercept',
  'hasIntercept',
  'observation',
  'loss',
  'sigma',
  'standardErrors',
  'featureNames',
  'statistics',
];

const STATISTICS = ['rows', 'censored', 'objective', 'degreesOfFreedom', 'iterations'];
const OPTIONAL_STATISTICS = ['rSquared', 'logLikelihood', 'aic', 'bic'];

const plainNumber = (value: number): PlainNumber => (Object.is(value, -0) ? '-0' : value);

const known = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value);

function plainRecipe(part: NamedJSON, where: string): Recipe {
  return toPlain(recipeOf(part, `ReluRegressor.toJSON ${where}`)) as Recipe;
}

function number(name: string, given: unknown): number {
  const value = given === '-0' ? -0 : given;
  check(name, Number.isFinite(value), given, 'a finite number');
  return value as number;
}

function positive(name: string, given: unknown): number {
  const value = number(name, given);
  check(name, value > 0, given, 'a positive number');
  return value;
}

function numbers(name: string, given: unknown): Float64Array {
  check(name, Array.isArray(given) && given.length > 0, given, 'a list of numbers');
  return Float64Array.from(given as unknown[], (value) => number(name, value));
}

function check(name: string, right: boolean, got: unknown, expected: string): void {
  if (right) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    `${WHERE} ${name}`,
    show(got),
    expected,
    'Give what toJSON wrote.',
  );
}
