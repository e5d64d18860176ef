// What a request may ask for, and the fit that answers it. Nothing here knows HTTP.
import {
  constraintFromJSON,
  fit,
  lossFromJSON,
  predict,
  RelufitError,
  solverFromJSON,
  stepSizeFromJSON,
} from 'relufit';

/** What one request may cost. */
export const LIMITS = {
  /** Bytes of a body. JSON.parse blocks the event loop, some 10 ms a megabyte. */
  body: '16mb',
  entries: 1_000_000,
  /** Each is remembered by the fit: 40 bytes. */
  maxIterations: 1_000_000,
  restarts: 20,
  /** Milliseconds. */
  timeLimit: 30_000,
};

/** Options that are plain data, and those that are made from names and parameters. */
const PLAIN = [
  'observation',
  'censoring',
  'sampleWeight',
  'intercept',
  'initial',
  'maxIterations',
  'tolerance',
  'restarts',
  'timeLimit',
];
/** @type {Record<string, (json: any) => object>} */
const MADE = { loss: lossFromJSON, solver: solverFromJSON, stepSize: stepSizeFromJSON };

/**
 * @param {any} body { X, y, constraint, options? }: constraint as constraintToJSON gives it, of options the serializable
 * @param {AbortSignal} signal
 */
export async function answerFit(body, signal) {
  known('body', body, ['X', 'y', 'constraint', 'options']);
  const { X, y, constraint, options = {} } = body;
  checkSize(X);
  const result = await fit(X, y, {
    ...optionsOf(options),
    constraint: constraintFromJSON(constraint),
    // In a worker: however long an iteration takes, the event loop stays free.
    background: true,
    signal,
  });
  const { weights, intercept, observation, sigma, trace, ...rest } = result;
  // Whatever /predict needs, and the rest of the result; the trace has an entry for every iteration and stays here.
  return { model: { weights: Array.from(weights), intercept, observation, sigma }, ...rest };
}

/** @param {any} body { model, X, kind? }: the model of an answer to /fit */
export function answerPredict(body) {
  known('body', body, ['model', 'X', 'kind']);
  const { model, X, kind = 'mean' } = body;
  checkSize(X);
  known('model', model, ['weights', 'intercept', 'observation', 'sigma']);
  return { predictions: Array.from(predict(model, X, { kind })) };
}

/** @param {any} given @returns {Omit<import('relufit').FitOptions, 'constraint'>} */
function optionsOf(given) {
  known('options', given, [...PLAIN, ...Object.keys(MADE)]);
  /** @type {Record<string, unknown>} */
  const options = { ...given };
  for (const [name, make] of Object.entries(MADE)) {
    if (given[name] !== undefined) options[name] = make(given[name]);
  }
  for (const name of /** @type {const} */ (['maxIterations', 'restarts'])) {
    if (given[name] > LIMITS[name]) {
      const remedy = 'Ask for less.';
      throw new RelufitError(
        'TOO_LARGE',
        `options.${name}`,
        String(given[name]),
        `at most ${LIMITS[name]}`,
        remedy,
      );
    }
  }
  // Shortened and not refused: a fit whose time is up answers with the best that it had.
  const { timeLimit = LIMITS.timeLimit } = given;
  options.timeLimit = timeLimit > LIMITS.timeLimit ? LIMITS.timeLimit : timeLimit;
  return options;
}

/** @param {unknown} X */
function checkSize(X) {
  // Whether these are rows of numbers at all, the library says.
  if (!Array.isArray(X)) {
    const remedy = 'Send an array of arrays of numbers.';
    throw new RelufitError('INVALID_SHAPE', 'X', typeof X, 'an array of rows', remedy);
  }
  const entries = X.reduce((sum, row) => sum + (Array.isArray(row) ? row.length : 1), 0);
  if (entries <= LIMITS.entries) return;
  const remedy = 'Send fewer rows.';
  throw new RelufitError(
    'TOO_LARGE',
    'X',
    `${entries} numbers`,
    `at most ${LIMITS.entries}`,
    remedy,
  );
}

/** @param {string} where @param {unknown} given @param {string[]} names */
function known(where, given, names) {
  const isObject = given !== null && typeof given === 'object' && !Array.isArray(given);
  const stranger = isObject ? Object.keys(given).find((key) => !names.includes(key)) : undefined;
  if (isObject && stranger === undefined) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    where,
    isObject ? `'${stranger}'` : given === null ? 'null' : typeof given,
    `an object with some of ${names.join(', ')}`,
    'Check the names.',
  );
}
