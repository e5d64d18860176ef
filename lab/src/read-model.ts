import { RelufitError } from 'relufit';
import { coefficientNames } from './features.js';
import { FORMAT, FORMAT_VERSION, featuresOf, type Model } from './model.js';
import { readJson } from './read-json.js';
import { show } from './show.js';

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

function invalid(where: string, got: string, expected: string, code = 'MODEL_INVALID') {
  const remedy = 'Write the model again with `relufit fit … --out model.json`.';
  return new RelufitError(code, where, got, expected, remedy);
}
