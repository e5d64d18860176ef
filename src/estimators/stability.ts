import { checkInteger, INDEX_LIMIT, SEED_LIMIT } from '../data/address.js';
import { checkNames, notConverged, RelufitError, show } from '../errors.js';
import type { CheckedOptions } from '../options.js';
import { checkNotAborted, type FitCall } from './estimator.js';
import type { fitFolds } from './fold-fits.js';
import type { Prepared } from './preparation.js';

export interface StabilityOptions extends FitCall {
  /** An even number; default 50. */
  subsamples?: number;
  /** Default 0. */
  seed?: number;
}

/** How often each weight was chosen. */
export interface StabilitySelection {
  /** One for each column of X. */
  readonly frequencies: Float64Array;
  readonly subsamples: number;
  /** The columns whose frequency is at least the threshold; ascending. */
  chosen(threshold?: number): Int32Array;
}

export function checkStability(options: StabilityOptions): {
  subsamples: number;
  seed: number;
  call: FitCall;
} {
  checkNames('stabilitySelection options', options, [
    'subsamples',
    'seed',
    'sampleWeight',
    'signal',
  ]);
  const { subsamples = 50, seed = 0, ...call } = options;
  checkInteger('stabilitySelection', 'seed', seed, 0, SEED_LIMIT);
  if (
    !Number.isInteger(subsamples) ||
    subsamples < 2 ||
    subsamples % 2 > 0 ||
    subsamples > INDEX_LIMIT
  ) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'stabilitySelection subsamples',
      show(subsamples),
      'an even integer of at least 2',
      'Halves come in pairs.',
    );
  }
  return { subsamples, seed, call };
}

/** The share of fits to halves of the rows in which each column has a coefficient. */
export async function shareOfSubsamples(
  { data, hasIntercept }: Prepared,
  options: CheckedOptions,
  subsamples: number,
  halves: (pair: number) => Uint8Array,
  fitPair: typeof fitFolds,
): Promise<StabilitySelection> {
  const d = data.columns;
  if (data.rows < 2) {
    throw new RelufitError(
      'INVALID_SHAPE',
      'stabilitySelection X',
      `${data.rows} row`,
      'at least 2',
      'Halves need a row each.',
    );
  }
  const counts = new Float64Array(d);
  const initial = new Float64Array(d + (hasIntercept ? 1 : 0));
  for (let pair = 0; pair < subsamples / 2; pair++) {
    const fits = await fitPair(data, options, halves(pair), [
      { left: 0, initial },
      { left: 1, initial },
    ]);
    for (const { parameters, status } of fits) {
      checkNotAborted('stabilitySelection', status);
      if (status === 'diverged') {
        throw notConverged(
          'stabilitySelection',
          'a fit to half of the rows that diverged',
          'one that ends',
          'Use backtracking(), or standardise.',
        );
      }
      for (let j = 0; j < d; j++) counts[j] += Number(parameters[j] !== 0);
    }
  }
  const frequencies = counts.map((count) => count / subsamples);
  return {
    frequencies,
    subsamples,
    chosen: (threshold = 0.6) =>
      Int32Array.from(frequencies.keys()).filter((j) => frequencies[j] >= threshold),
  };
}
