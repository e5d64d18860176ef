import type { Constraint } from '../constraints/constraint.js';
import { euclideanNorm } from '../constraints/constraint.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { asVector, type Numbers, type Precision } from '../problem/dataset.js';
import { type Observation, observe, responseOf } from '../problem/observation.js';
import type { RowKernels, RowSource, Shape } from '../problem/row-source.js';
import { checkInteger, INDEX_LIMIT } from './address.js';
import { fillNormal } from './normal.js';
import { sampleWithoutReplacement } from './sampling.js';

/** How the rows are drawn: 'gaussian' N(0, I) · 'rademacher' ±1 · { ar1: ρ } correlated ρ^|i−j| · { shift: m } N(m, I). */
export type Rows =
  | 'gaussian'
  | 'rademacher'
  | { readonly ar1: number }
  | { readonly shift: number };

/** Which problem to make; n and d have no default. */
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

/** A planted problem before its rows: what they are, and what y is made of. */
export interface PlantedParts {
  readonly source: RowSource;
  readonly planted: Float64Array;
  /** Where the planted weights are not 0, and what they are there. */
  readonly support: Int32Array;
  readonly values: Float64Array;
  /** The noise before the observation, to which Xw* is to be added. */
  latent(): Float64Array;
  /** y of z, the noise after the observation included. */
  target(z: Float64Array): Numbers;
}

/** X, n×d, row-major; y, n numbers; and the weights behind them, d numbers. */
export interface PlantedProblem {
  readonly X: { readonly data: Numbers; readonly rows: number; readonly columns: number };
  readonly y: Numbers;
  readonly planted: Float64Array;
}

/** The names of PlantedOptions. */
export const PLANTED_NAMES = [
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
  checkNames('plantedProblem', options, PLANTED_NAMES);
  const { n, d } = options;
  // Before weights are drawn that are as many.
  if (n * d > LARGEST) throw invalid('n × d', `${n} × ${d}`, `at most ${LARGEST} numbers`);
  const { source, planted, support, values, latent, target } = plantedParts(options);
  const { precision } = source;
  const data = precision === 'f32' ? new Float32Array(n * d) : new Float64Array(n * d);
  source.write(data, 0, n, d);
  const z = latent();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < support.length; k++) z[i] += data[i * d + support[k]] * values[k];
  }
  return { X: { data, rows: n, columns: d }, y: target(z), planted };
}

/** The shape of X, checked: nothing is drawn yet. */
export function plantedShape({ n, d, precision = 'f64' }: PlantedOptions): Shape {
  checkInteger('plantedProblem', 'n', n, 1, INDEX_LIMIT);
  checkInteger('plantedProblem', 'd', d, 1, INDEX_LIMIT);
  if (precision !== 'f64' && precision !== 'f32') {
    throw invalid('precision', show(precision), "'f64' or 'f32'");
  }
  return { rows: n, columns: d, precision };
}

/** The options of `plantedProblem`, checked and drawn from. */
export function plantedParts(options: PlantedOptions): PlantedParts {
  const { n, seed = 0, rows = 'gaussian', observation = 'relu' } = options;
  const shape = plantedShape(options);
  const { precision } = shape;
  const response = responseOf(observation);
  const noise = noiseLevels(options.noise ?? 0);
  const planted = plantedWeights(options, seed);
  const support = supportOf(planted);
  const draw = (stream: number) =>
    fillNormal(new Float64Array(n), { seed, stream, rows: 1, columns: n });
  return {
    source: plantedRows(shape, seed, rows),
    planted,
    support,
    values: Float64Array.from(support, (j) => planted[j]),
    latent: () =>
      noise.before > 0
        ? draw(STREAM.noiseBefore).map((value) => noise.before * value)
        : new Float64Array(n),
    target(z) {
      const y = precision === 'f32' ? new Float32Array(n) : new Float64Array(n);
      const after = noise.after > 0 ? draw(STREAM.noiseAfter) : undefined;
      for (let i = 0; i < n; i++) {
        y[i] = observe(z[i], response) + (after ? noise.after * after[i] : 0);
      }
      return y;
    },
  };
}

function supportOf(weights: Float64Array): Int32Array {
  const support = new Int32Array(weights.reduce((count, w) => count + Number(w !== 0), 0));
  let found = 0;
  for (let j = 0; j < weights.length; j++) if (weights[j] !== 0) support[found++] = j;
  return support;
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

// Rows of normals, and the law that is made of them: by kernels in assembly/random/laws.ts, with the same bits.
function plantedRows(shape: Shape, seed: number, law: Rows): RowSource {
  const { columns } = shape;
  const [kernels, reshape] = lawOf(law);
  return {
    ...shape,
    kernels: { seed, stream: STREAM.rows, laws: kernels },
    write(out, begin, end, stride) {
      const rows = end - begin;
      fillNormal(out, { seed, stream: STREAM.rows, row: begin, rows, columns, stride });
      for (let i = 0; i < rows; i++) reshape(out.subarray(i * stride, i * stride + columns));
    },
  };
}

type Law = [kernels: RowKernels['laws'], reshape: (row: Numbers) => void];

function lawOf(rows: Rows): Law {
  if (rows === 'gaussian') return [[], () => {}];
  if (rows === 'rademacher') {
    return [
      [['toSigns']],
      (x) => {
        for (let j = 0; j < x.length; j++) x[j] = x[j] < 0 ? -1 : 1;
      },
    ];
  }
  if (rows !== null && typeof rows === 'object') {
    if ('shift' in rows && Number.isFinite(rows.shift)) {
      const { shift } = rows;
      return [
        [['shiftRows', shift]],
        (x) => {
          for (let j = 0; j < x.length; j++) x[j] += shift;
        },
      ];
    }
    if ('ar1' in rows && Math.abs(rows.ar1) < 1) {
      const rho = rows.ar1;
      const fresh = Math.sqrt(1 - rho ** 2);
      return [
        [['correlateRows', rho, fresh]],
        (x) => {
          for (let j = 1; j < x.length; j++) x[j] = rho * x[j - 1] + fresh * x[j];
        },
      ];
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
