import { type FitResult, fillNormal, fit } from 'relufit';
import { nextTurn } from '../page/motion.js';
import { inWords } from '../page/words.js';
import { solverNamed } from '../solvers.js';
import { setNamed } from './sets.js';

export interface Settings {
  readonly set: string;
  readonly n: number;
  readonly d: number;
  readonly s: number;
  readonly noise: number;
  readonly solver: string;
  readonly seed: number;
  readonly linear: boolean;
}

/** One fit, as far as it has come. */
export interface Run {
  readonly observation: 'relu' | 'linear';
  /** w_0 … w_t. */
  readonly iterates: Float64Array[];
  /** ‖w_t − w*‖/‖w*‖. */
  readonly error: number[];
  result?: FitResult;
  /** Why there is no result. */
  failure?: string;
}

export interface Experiment {
  readonly settings: Settings;
  readonly planted: Float64Array;
  readonly runs: readonly Run[];
}

// A fit that has not found the weights by then is drawn as one that has not.
const MOST_ITERATIONS = 150;
// Elements of X made before the page has its turn: about 5 ms.
const PORTION = 1 << 17;

// The streams of the library's planted problems.
const STREAM = { rows: 0, noise: 3 };

/** A planted problem and fits of it, which go on after this returns: `done` is fulfilled when they have ended. */
export function startExperiment(
  settings: Settings,
  signal: AbortSignal,
): { experiment: Experiment; done: Promise<void> } {
  const { d, s, seed } = settings;
  const planted = setNamed(settings.set).plant(d, s, seed);
  const start = (observation: Run['observation']): Run => ({
    ...{ observation, iterates: [new Float64Array(d)], error: [1] },
  });
  const runs = settings.linear ? [start('relu'), start('linear')] : [start('relu')];
  const experiment = { settings, planted, runs };
  return { experiment, done: fitAll(experiment, signal) };
}

async function fitAll({ settings, planted, runs }: Experiment, signal: AbortSignal) {
  const { n, d, s, noise, seed } = settings;
  const data = await gaussianRows(n, d, seed);
  if (signal.aborted) return;
  const errors = fillNormal(new Float64Array(n), {
    seed,
    stream: STREAM.noise,
    rows: 1,
    columns: n,
  });
  const latent = Float64Array.from({ length: n }, (_, i) => {
    let z = 0;
    for (let j = 0; j < d; j++) z += data[i * d + j] * planted[j];
    return z;
  });
  const size = Math.hypot(...planted);
  await Promise.all(
    runs.map(async (run) => {
      const { observation, iterates, error } = run;
      const y = latent.map(
        (z, i) => (observation === 'relu' ? Math.max(0, z) : z) + noise * errors[i],
      );
      try {
        const result = await fit({ data, rows: n, columns: d }, y, {
          constraint: setNamed(settings.set).set(s, planted),
          observation,
          ...solverNamed(settings.solver).options(),
          maxIterations: MOST_ITERATIONS,
          tolerance: 1e-12,
          signal,
          onIteration({ iterate }) {
            iterates.push(Float64Array.from(iterate));
            error.push(distance(iterate, planted) / size);
          },
        });
        run.result = result;
      } catch (failure) {
        run.failure = inWords(failure);
      }
    }),
  );
}

/** n rows of N(0, I), made in portions, so that the page has its turns. */
async function gaussianRows(n: number, d: number, seed: number): Promise<Float64Array> {
  const data = new Float64Array(n * d);
  const portion = Math.max(1, Math.floor(PORTION / d));
  for (let row = 0; row < n; row += portion) {
    const rows = Math.min(portion, n - row);
    const place = data.subarray(row * d, (row + rows) * d);
    fillNormal(place, { seed, stream: STREAM.rows, row, rows, columns: d });
    await nextTurn();
  }
  return data;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let j = 0; j < b.length; j++) squares += (a[j] - b[j]) ** 2;
  return Math.sqrt(squares);
}
