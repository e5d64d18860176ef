import { type Observation, RelufitError } from 'relufit';
import { coefficientNames, type Feature } from './features.js';
import { readJson } from './read-json.js';

const FORMAT = 'relufit-model';
const FORMAT_VERSION = 1;

/** What model.json holds: everything needed to predict, and what made it. */
export interface Model {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly version: string;
  readonly target: string;
  readonly observation: Observation;
  readonly features: readonly string[];
  readonly encodings: readonly { readonly column: string; readonly levels: readonly string[] }[];
  readonly weights: readonly number[];
  readonly intercept: number;
  /** σ of the noise before the observation, of a Tobit model: predictions are then E[y|x]. */
  readonly sigma?: number;
  readonly options: object;
  readonly engine: object;
  readonly summary: object;
}

export function modelOf(
  parts: Omit<Model, 'format' | 'formatVersion' | 'features' | 'encodings'>,
  features: readonly Feature[],
): Model {
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    version: parts.version,
    target: parts.target,
    observation: parts.observation,
    features: features.map(({ name }) => name),
    encodings: features.flatMap(({ name, levels }) =>
      levels === undefined ? [] : [{ column: name, levels }],
    ),
    weights: parts.weights,
    intercept: parts.intercept,
    ...(parts.sigma !== undefined && { sigma: parts.sigma }),
    options: parts.options,
    engine: parts.engine,
    summary: parts.summary,
  };
}

/** The features of a model with their levels, as they were when it was fitted. */
export function featuresOf(model: Model): Feature[] {
  const levels = new Map(model.encodings.map((encoding) => [encoding.column, encoding.levels]));
  return model.features.map((name) => ({ name, levels: levels.get(name) }));
}

export function readModel(path: string): Model {
  const value = readJson(path, (got) =>
    invalid(path, got, 'a model that `relufit fit --out` wrote', 'MODEL_UNREADABLE'),
  );
  checkModel(value, path);
  return value;
}

/** Field by field, because the file may come from anywhere. */
function checkModel(value: unknown, path: string): asserts value is Model {
  if (!isObject(value) || value.format !== FORMAT) {
    throw invalid(path, 'JSON of another kind', `"format": "${FORMAT}"`);
  }
  if (value.formatVersion !== FORMAT_VERSION) {
    throw invalid(`${path} formatVersion`, show(value.formatVersion), String(FORMAT_VERSION));
  }
  const check = (field: string, right: boolean, expected: string) => {
    if (!right) throw invalid(`${path} ${field}`, show(value[field]), expected);
  };
  check('version', typeof value.version === 'string', 'the version of relufit');
  check('target', typeof value.target === 'string', 'the name of a column');
  check(
    'observation',
    isObservation(value.observation),
    '"relu", "linear", {"leaky": 0 to 1} or {"lower", "upper"}',
  );
  const { features, encodings } = value;
  check(
    'features',
    isNames(features) && features.length > 0 && new Set(features).size === features.length,
    'a list of different names',
  );
  check(
    'encodings',
    Array.isArray(encodings) && encodings.every((item) => isEncoding(item, features as string[])),
    'a list of {"column": one of the features, "levels": at least two different names}',
  );
  const weights = value.weights;
  check(
    'weights',
    Array.isArray(weights) && weights.every((weight) => Number.isFinite(weight)),
    'a list of finite numbers',
  );
  const wanted = coefficientNames(featuresOf(value as unknown as Model)).length;
  if ((weights as number[]).length !== wanted) {
    throw invalid(
      `${path} weights`,
      `${(weights as number[]).length} numbers`,
      `${wanted}, one for each feature and level`,
    );
  }
  check('intercept', Number.isFinite(value.intercept), 'a finite number');
  const { sigma } = value;
  check(
    'sigma',
    sigma === undefined || (Number.isFinite(sigma) && (sigma as number) > 0),
    'a positive number, or none',
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

function isObservation(value: unknown): boolean {
  if (value === 'relu' || value === 'linear') return true;
  if (!isObject(value)) return false;
  if ('leaky' in value) {
    return typeof value.leaky === 'number' && value.leaky >= 0 && value.leaky <= 1;
  }
  const { lower = -Infinity, upper = Infinity, ...others } = value;
  const ends = Object.values(value);
  const isNumbers = ends.length > 0 && ends.every((end) => Number.isFinite(end));
  return isNumbers && Object.keys(others).length === 0 && (lower as number) < (upper as number);
}

function isEncoding(value: unknown, features: readonly string[]): boolean {
  if (!isObject(value) || !features.includes(String(value.column))) return false;
  const { levels } = value;
  return isNames(levels) && levels.length > 1 && new Set(levels).size === levels.length;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function invalid(where: string, got: string, expected: string, code = 'MODEL_INVALID') {
  const remedy = 'Write the model again with `relufit fit … --out model.json`.';
  return new RelufitError(code, where, got, expected, remedy);
}
