import { checkNames, RelufitError, show } from './errors.js';
import { meanExcess } from './numerics/normal-distribution.js';
import { asVector, type MatrixLike } from './problem/dataset.js';
import {
  LINEAR,
  type Observation,
  observe,
  type Response,
  responseOf,
} from './problem/observation.js';
import { forRows, rowSource } from './problem/row-source.js';

/** What a prediction needs of a result. */
export interface Model {
  readonly weights: ArrayLike<number>;
  readonly intercept?: number;
  readonly observation?: Observation;
  /** σ of the noise before the observation, of a Tobit model. */
  readonly sigma?: number;
}

/**
 * ŷᵢ = φ(⟨w,xᵢ⟩ + b), or ⟨w,xᵢ⟩ + b itself with kind 'latent'. Cost O(n d), in f64.
 *
 * Of a result with σ, as tobit() gives it, the mean is E[y|x] = E φ(⟨w,x⟩ + b + σg), g standard normal: above φ(⟨w,x⟩ + b)
 * near a lower end, below it near an upper.
 *
 * @param X m×d, as for `fit`; m may be any number of rows.
 * @throws RelufitError INVALID_SHAPE when X has other columns than the weights, NOT_FINITE, INVALID_ARGUMENT.
 * @example
 * ```ts
 * predict({ weights: [1, -2], intercept: 0, observation: 'relu' }, [[3, 1], [1, 1]]); // [1, 0]
 * ```
 */
export function predict(
  result: Model,
  X: MatrixLike,
  options: { kind?: 'mean' | 'latent' } = {},
): Float64Array {
  if (result === null || typeof result !== 'object') {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'predict result',
      show(result),
      'a result of fit, or { weights, intercept, observation }',
      'Await the promise of fit.',
    );
  }
  checkNames('predict options', options, ['kind']);
  const { kind = 'mean' } = options;
  if (kind !== 'mean' && kind !== 'latent') {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'predict kind',
      show(kind),
      "'mean' or 'latent'",
      "Leave it out for 'mean'.",
    );
  }
  const source = rowSource(X);
  const weights = asVector(result.weights, source.columns, 'predict weights');
  const { intercept = 0, observation = 'relu' } = result;
  if (!Number.isFinite(intercept)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'predict intercept',
      show(intercept),
      'a finite number',
      'Leave it out for the default.',
    );
  }
  const response = kind === 'latent' ? LINEAR : responseOf(observation);
  const { sigma } = result;
  if (sigma !== undefined) checkSigma(sigma, response);
  const { rows, columns } = source;
  const predictions = new Float64Array(rows);
  forRows(source, (values, begin, end) => {
    for (let i = begin; i < end; i++) {
      const at = (i - begin) * columns;
      let z = intercept;
      for (let j = 0; j < columns; j++) z += weights[j] * values[at + j];
      if (!Number.isFinite(z)) {
        throw new RelufitError(
          'NOT_FINITE',
          `predict at row ${i}`,
          show(z),
          'a finite ⟨w,x⟩',
          'Rescale X.',
        );
      }
      predictions[i] =
        sigma === undefined ? observe(z, response) : meanObserved(z, sigma, response);
    }
  });
  return predictions;
}

// E φ(z + σg), where φ cuts off: an end, and how far beyond it y is on average. The nearer end cancels less.
function meanObserved(z: number, sigma: number, { lower, upper }: Response): number {
  const [above, below] = [(lower - z) / sigma, (z - upper) / sigma];
  if (lower === -Infinity && upper === Infinity) return z;
  return above >= below
    ? lower + sigma * (excess(above) - excess(-below))
    : upper - sigma * (excess(below) - excess(-above));
}

// E(g − t)₊, which is 0 or −t to the last digit where the density is 0.
const excess = (t: number): number => (t > 40 ? 0 : t < -40 ? -t : meanExcess(t));

function checkSigma(sigma: number, { alpha }: Response): void {
  if (typeof sigma !== 'number' || !(sigma > 0) || !Number.isFinite(sigma)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'predict sigma',
      show(sigma),
      'a positive finite number',
      'Leave it out for φ(⟨w,x⟩ + b).',
    );
  }
  if (alpha === 0 || alpha === 1) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'predict sigma',
    `σ and an observation { leaky: ${alpha} }`,
    "σ only with 'relu', { lower, upper } or 'linear', as tobit() has it",
    'Leave it out for φ(⟨w,x⟩ + b).',
  );
}
