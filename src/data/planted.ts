import type { Constraint } from '../constraints/constraint.js';
import { euclideanNorm } from '../constraints/constraint.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { asVector, type Numbers, type Precision } from '../problem/dataset.js';
import { type Observation, observe, slope } from '../problem/observation.js';
import { checkInteger, INDEX_LIMIT } from './address.js';
import { fillNormal } from './normal.js';
import { sampleWithoutReplacement } from './sampling.js';

/** How the rows are drawn: 'gaussian' N(0, I) · 'rademacher' ±1 · { ar1: ρ } correlated ρ^|i−j| · { shift: m } N(m, I). */
export type Rows =
  | 'gaussian'
  | 'rademacher'
  | { readonly ar1: number }
  | { readonly shift: number };

export interface PlantedOptions {
  /** Samples. */
  n: number;
  /** Dimension. */
  d: number;
  /** Nonzeros of the planted weights; or a constraint, or the weights themselves. */
  sparsity?: number;
  constraint?: Constraint;
  planted?: ArrayLike<number>;
  /** The nonzeros' law; default 'gaussian'. */
  values?: 'gaussian' | 'sign';
  /** An integer in [0, 2^53); default 0. The same seed is the same problem, on every machine, for ever. */
  seed?: number;
  /** Default 'gaussian'. */
  rows?: Rows;
  /** Standard deviation of the noise added after the observation, or { before, after } it; default 0. */
  noise?: number | { readonly before?: number; readonly after?: number };
  /** Default 'relu'. */
  observation?: Observation;
  /** Default 'f64'. */
  precision?: Precision;
}

export interface PlantedProblem {
  readonly X: { readonly data: Numbers; readonly rows: number; readonly columns: number };
  readonly y: Numbers;
  readonly planted: Float64Array;
}

const NAMES = [
  'n',
  'd',
  'sparsity',
  'constraint',
  'planted',
  'values',
  'seed',
  'rows',
  'noise',
  'observation',
  'precision',
];

// The most elements that a typed array holds on the platforms in use.
const LARGEST = 2 ** 32;

// The streams of one seed, never to be renumbered: a seed means the same numbers for ever.
const STREAM = { rows: 0, values: 1, support: 2, noiseAfter: 3, noiseBefore: 4 } as const;

/**
 * A problem with a known answer: y = φ(Xw*), with unit-norm w* of `sparsity` nonzeros at uniform places.
 *
 * Without sparsity, w* is a point of the constraint (the projection of a normal vector, normalised where the set is a
 * cone), or a normal vector. Cost O(n d).
 *
 * @throws RelufitError INVALID_ARGUMENT, INVALID_SHAPE, EMPTY_DATA
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), section 4.
 * @example
 * ```ts
 * const { X, y, planted } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * planted.filter((w) => w !== 0).length; // 3
 * ```
 */
export function plantedProblem(options: PlantedOptions): PlantedProblem {
  checkNames('plantedProblem', options, NAMES);
  const { n, d, seed = 0, rows = 'gaussian', observation = 'relu', precision = 'f64' } = options;
  checkInteger('plantedProblem', 'n', n, 1, INDEX_LIMIT);
  checkInteger('plantedProblem', 'd', d, 1, INDEX_LIMIT);
  if (n * d > LARGEST) {
    throw invalid('n × d', `${n} × ${d}`, `at most ${LARGEST} numbers`);
  }
  if (precision !== 'f64' && precision !== 'f32') {
    throw invalid('precision', show(precision), "'f64' or 'f32'");
  }
  const alpha = slope(observation);
  const noise = noiseLevels(options.noise ?? 0);
  const planted = plantedWeights(options, seed);
  const data = precision === 'f32' ? new Float32Array(n * d) : new Float64Array(n * d);
  fillNormal(data, { seed, stream: STREAM.rows, rows: n, columns: d });
  reshapeRows(data, d, rows);
  const draw = (stream: number) =>
    fillNormal(new Float64Array(n), { seed, stream, rows: 1, columns: n });
  const before = noise.before > 0 ? draw(STREAM.noiseBefore) : undefined;
  const after = noise.after > 0 ? draw(STREAM.noiseAfter) : undefined;
  const y = precision === 'f32' ? new Float32Array(n) : new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let z = before ? noise.before * before[i] : 0;
    for (let j = 0; j < d; j++) z += data[i * d + j] * planted[j];
    y[i] = observe(z, alpha) + (after ? noise.after * after[i] : 0);
  }
  return { X: { data, rows: n, columns: d }, y, planted };
}

function plantedWeights(options: PlantedOptions, seed: number): Float64Array {
  const { d, planted, constraint, values = 'gaussian' } = options;
  if (planted !== undefined && (constraint ?? options.sparsity) !== undefined) {
    throw invalid('planted', 'weights and a sparsity or constraint', 'one of the three');
  }
  if (constraint !== undefined && typeof constraint?.project !== 'function') {
    throw invalid('constraint', show(constraint), 'a constraint such as sparse(20)');
  }
  if (planted !== undefined) return asVector(planted, d, 'planted');
  if (values !== 'gaussian' && values !== 'sign') {
    throw invalid('values', show(values), "'gaussian' or 'sign'");
  }
  const sparsity =
    options.sparsity ?? (constraint?.name === 'sparse' ? constraint.level : undefined);
  if (sparsity !== undefined && !(Number.isInteger(sparsity) && sparsity >= 1 && sparsity <= d)) {
    throw invalid('sparsity', show(sparsity), `an integer from 1 to d = ${d}`);
  }
  const support =
    sparsity === undefined || sparsity === d
      ? Array.from({ length: d }, (_, j) => j)
      : sampleWithoutReplacement(d, sparsity, { seed, stream: STREAM.support });
  const draws = fillNormal(new Float64Array(support.length), {
    seed,
    stream: STREAM.values,
    rows: 1,
    columns: support.length,
  });
  const w = new Float64Array(d);
  for (let k = 0; k < support.length; k++) {
    w[support[k]] = values === 'sign' ? Math.sign(draws[k]) || 1 : draws[k];
  }
  if (constraint !== undefined) {
    constraint.checkDimension?.(d);
    constraint.project(w, w);
    if (!constraint.cone) return w;
  }
  const norm = euclideanNorm(w);
  return norm === 0 ? w : w.map((value) => value / norm);
}

function reshapeRows(data: Numbers, d: number, rows: Rows): void {
  if (rows === 'gaussian') return;
  if (rows === 'rademacher') {
    for (let k = 0; k < data.length; k++) data[k] = data[k] < 0 ? -1 : 1;
    return;
  }
  if (rows !== null && typeof rows === 'object') {
    if ('shift' in rows && Number.isFinite(rows.shift)) {
      for (let k = 0; k < data.length; k++) data[k] += rows.shift;
      return;
    }
    if ('ar1' in rows && Math.abs(rows.ar1) < 1) {
      const fresh = Math.sqrt(1 - rows.ar1 ** 2);
      for (let k = 0; k < data.length; k++) {
        if (k % d > 0) data[k] = rows.ar1 * data[k - 1] + fresh * data[k];
      }
      return;
    }
  }
  throw invalid(
    'rows',
    show(rows),
    "'gaussian', 'rademacher', { ar1: ρ } with |ρ| < 1, or { shift: m }",
  );
}

function noiseLevels(noise: number | { before?: number; after?: number }) {
  if (typeof noise !== 'number' && (noise === null || typeof noise !== 'object')) {
    throw invalid('noise', show(noise), 'a standard deviation, or { before, after }');
  }
  if (typeof noise === 'object') checkNames('plantedProblem noise', noise, ['before', 'after']);
  const { before = 0, after = 0 } = typeof noise === 'number' ? { after: noise } : noise;
  for (const level of [before, after]) {
    if (!(level >= 0 && Number.isFinite(level))) {
      throw invalid('noise', show(level), 'a standard deviation of at least 0');
    }
  }
  return { before, after };
}

function invalid(option: string, got: string, expected: string): RelufitError {
  return new RelufitError(
    'INVALID_ARGUMENT',
    `plantedProblem ${option}`,
    got,
    expected,
    'See PlantedOptions.',
  );
}
