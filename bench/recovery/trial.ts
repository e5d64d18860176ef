// One fit of a planted problem, as data in and data out, so that it can run in any process.

import type { Loss, PlantedOptions, Rows, Solver } from '../../dist/index.js';
import * as library from '../../dist/index.js';

/** Rows as `plantedProblem` draws them, or Gaussian ones whose columns have sizes from 1e-3 to 1e3. */
export type RowLaw = Rows | 'scaled';

export interface Setting {
  readonly n: number;
  readonly d: number;
  readonly sparsity: number;
  readonly rows: RowLaw;
  /** Where noise of a hundredth of the signal's power is added, if it is. */
  readonly noise?: 'before' | 'after';
  /** The part of y that is replaced by gross errors. */
  readonly outliers?: number;
  readonly solver: string;
  readonly loss?: 'robust';
  readonly seed: number;
}

export interface Outcome {
  /** ‖w − w*‖/‖w*‖. */
  readonly error: number;
  /** The same of least squares on the true support, where there is noise. */
  readonly oracle?: number;
  readonly status: string;
  readonly iterations: number;
  /** Trips over X. */
  readonly passes: number;
  readonly milliseconds: number;
}

/** Solvers of this build, in the order of the tables. */
export const SOLVERS: readonly string[] = [
  'projectedGradient',
  'acceleratedProjectedGradient',
  'pursuit',
  'messagePassing',
  'auto',
].filter((name) => name in library);

/** Has this build a loss that outliers do not move? */
export const HAS_ROBUST = 'robust' in library;

/** Success, wherever it is counted. */
export const SUCCESS = 1e-4;

const { fitSync, leastSquares, plantedProblem, sparse } = library;

export function runTrial(setting: Setting): Outcome {
  const { n, d, sparsity, rows, noise, outliers = 0, seed } = setting;
  // E φ(z)² is ½ of a unit w*.
  const level = noise === undefined ? 0 : Math.sqrt(0.5 / 100);
  const planting: PlantedOptions = {
    n,
    d,
    sparsity,
    seed,
    rows: rows === 'scaled' ? 'gaussian' : rows,
    noise: noise === undefined ? 0 : { [noise]: level },
  };
  const { X, y, planted } = plantedProblem(planting);
  const size = (j: number) => (rows === 'scaled' ? 10 ** (6 * fraction(j) - 3) : 1);
  if (rows === 'scaled') for (let k = 0; k < X.data.length; k++) X.data[k] *= size(k % d);
  corrupt(y, outliers, seed);
  const { solver, passes } = counted(factory(setting.solver)() as Solver);
  const start = performance.now();
  const result = fitSync(X, y, {
    constraint: sparse(sparsity),
    solver,
    loss: setting.loss === 'robust' ? (factory('robust')({ outliers }) as Loss) : leastSquares(),
  });
  const milliseconds = performance.now() - start;
  const error = relativeError((j) => result.weights[j] * size(j), planted);
  const { status, iterations } = result;
  const outcome = { error, status, iterations, passes: passes(), milliseconds };
  return noise === undefined ? outcome : { ...outcome, oracle: oracleError(X.data, y, planted) };
}

const factory = (name: string) =>
  (library as unknown as Record<string, (options?: object) => unknown>)[name];

// The same solver, but one that tells how many passes its problem has made.
function counted(solver: Solver): { solver: Solver; passes: () => number } {
  let problem: { readonly passes: number } | undefined;
  return {
    solver: {
      ...solver,
      iterate(given, initial, stepSize) {
        problem = given;
        return solver.iterate(given, initial, stepSize);
      },
    },
    passes: () => problem?.passes ?? 0,
  };
}

// Numbers in [0, 1) without a pattern, the same in every run.
const fraction = (j: number) => (j * 0.6180339887498949) % 1;

// y of every k-th row is ten times the root mean square of y, give or take.
function corrupt(y: { [i: number]: number; readonly length: number }, part: number, seed: number) {
  const count = Math.floor(part * y.length);
  let squares = 0;
  for (let i = 0; i < y.length; i++) squares += y[i] ** 2 / y.length;
  for (let k = 0; k < count; k++) {
    const i = Math.floor((k * y.length) / count);
    y[i] = 10 * Math.sqrt(squares) * (0.5 + fraction(k + seed));
  }
}

function relativeError(weight: (j: number) => number, planted: Float64Array): number {
  let squares = 0;
  let whole = 0;
  for (let j = 0; j < planted.length; j++) {
    squares += (weight(j) - planted[j]) ** 2;
    whole += planted[j] ** 2;
  }
  return Math.sqrt(squares / whole);
}

function oracleError(data: ArrayLike<number>, y: ArrayLike<number>, planted: Float64Array): number {
  const d = planted.length;
  const support = [...planted.keys()].filter((j) => planted[j] !== 0);
  const s = support.length;
  const known = new Float64Array(y.length * s);
  for (let i = 0; i < y.length; i++) {
    for (let k = 0; k < s; k++) known[i * s + k] = data[i * d + support[k]];
  }
  const given = { data: known, rows: y.length, columns: s };
  const { weights } = fitSync(given, y, { constraint: sparse(s), maxIterations: 5000 });
  const full = new Float64Array(d);
  for (let k = 0; k < s; k++) full[support[k]] = weights[k];
  return relativeError((j) => full[j], planted);
}
