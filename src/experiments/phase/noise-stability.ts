import { checkNames, RelufitError, show } from '../../errors.js';
import { responseOf } from '../../problem/observation.js';
import { meanSquareSlope } from '../../theory/equations.js';
import type { PhaseCell } from './cell.js';
import { setFrom } from './from-recipes.js';
import { isSearch, PHASE_NAMES, type PhaseOptions } from './options.js';
import { type PhaseRun, phaseTransition, RUN_NAMES } from './phase-transition.js';
import { linesWithCells, type PhaseLine, type PhaseResult } from './summary.js';

/** Trials with one level of noise. */
export interface NoisePoint {
  /** σ. */
  readonly noise: number;
  /** The geometric mean of ‖w − w*‖/‖w*‖. */
  readonly error: number;
  /** error / (σ √(δ/m)), m the rows that count: n/2 of the ReLU, n of linear rows; null without noise, a formula, or ‖w*‖ = 1. */
  readonly ratio: number | null;
  readonly trials: number;
}

/** The same trials at all levels of noise. */
export interface NoiseLine extends Omit<PhaseLine, 'noise' | 'halfWay'> {
  readonly n: number;
  readonly points: readonly NoisePoint[];
  /** Of log error on log σ by least squares: 1 where the error is proportional to the noise; null below two levels. */
  readonly slope: number | null;
}

/** What `noiseStability` finds, with the phase diagram that it is read from. */
export interface NoiseStability {
  readonly experiment: 'noiseStability';
  readonly lines: readonly NoiseLine[];
  readonly phase: PhaseResult;
}

/** `phaseTransition`'s options, of which `noise` has another default, and how to run them. */
export type NoiseOptions = PhaseOptions & PhaseRun;

/**
 * How the error grows with the noise: for each level σ of N(0, σ²) after the observation the geometric mean of ‖w − w*‖, its
 * ratio to σ√(δ/m), and the slope of its logarithm on that of σ.
 *
 * The scale is that of least squares in δ dimensions on m = n E φ'(⟨w*,x⟩)² rows: n/2 for the ReLU, n for linear rows, n(1 +
 * α²)/2 for leaky ones, nP where a share P is not cut off; with m rows and no more it is larger by 1/√(1 − δ/m). A ratio near
 * that and a slope near 1 are what stable recovery looks like. On sets that are not convex δ is a bound, and ratios are below;
 * where w* is not found, errors are about 1 and ratios large. Noise by default 10⁻³, 10⁻², 10⁻¹. Cost, records and parts are
 * those of `phaseTransition`; parts are merged by their phase diagrams:
 * noiseStabilityOf(mergePhaseTransitions(...parts.map(({ phase }) => phase))).
 *
 * @throws RelufitError (as a rejection) as `phaseTransition` does; INVALID_ARGUMENT for n = { from, to }.
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017); S. Oymak, B. Recht, M. Soltanolkotabi, "Sharp
 * time–data tradeoffs for linear inverse problems" (2018).
 * @example
 * ```ts
 * const { lines } = await noiseStability({ n: 400, d: 40, sparsity: 40, constraint: 'wholeSpace', observation: 'linear' });
 * lines[0].slope; // 1.003…
 * lines[0].points[0].ratio; // 1.047…
 * ```
 */
export async function noiseStability(options: NoiseOptions): Promise<NoiseStability> {
  checkNames('noiseStability', options, [...PHASE_NAMES, ...RUN_NAMES]);
  const { noise = [1e-3, 1e-2, 1e-1], n } = options;
  if (isSearch(n)) throw searched(n);
  return noiseStabilityOf(await phaseTransition({ ...options, noise }));
}

/**
 * What a phase diagram says of noise, one with levels of it and n given. O(cells).
 *
 * @throws RelufitError INVALID_ARGUMENT for what is no result of `phaseTransition`, or one of a search.
 * @see noiseStability
 * @example
 * ```ts
 * const phase = await phaseTransition({ d: 40, n: 200, sparsity: 2, noise: [0.01, 0.1], solver: 'pursuit' });
 * noiseStabilityOf(phase).lines[0].points.map(({ noise }) => noise); // [0.01, 0.1]
 * ```
 */
export function noiseStabilityOf(phase: PhaseResult): NoiseStability {
  const found = new Map<string, NoiseLine & { points: NoisePoint[] }>();
  for (const { line, cells } of linesWithCells('noiseStabilityOf', phase)) {
    if (isSearch(phase.options.n)) throw searched(phase.options.n);
    const { noise: _, halfWay: __, ...place } = line;
    for (const cell of cells) {
      const { n } = cell;
      const key = JSON.stringify({ ...place, n });
      const known = found.get(key) ?? { ...place, n, points: [], slope: null };
      known.points.push(pointOf(line, cell));
      found.set(key, known);
    }
  }
  const lines = [...found.values()].map((line) => {
    const points = line.points.sort((a, b) => a.noise - b.noise);
    return { ...line, points, slope: slopeOf(points) };
  });
  return { experiment: 'noiseStability', lines, phase };
}

function pointOf({ theory, constraint, observation }: PhaseLine, cell: PhaseCell): NoisePoint {
  const { noise, error, trials, n } = cell;
  const isUnit = typeof constraint === 'string' || setFrom(constraint).cone;
  if (theory === null || !isUnit || noise === 0) return { noise, error, ratio: null, trials };
  const rows = n * meanSquareSlope(responseOf(observation), 1);
  const scale = noise * Math.sqrt(theory.statisticalDimension / rows);
  return { noise, error, ratio: scale > 0 ? error / scale : null, trials };
}

function slopeOf(points: readonly NoisePoint[]): number | null {
  const logs = points
    .filter(({ noise }) => noise > 0)
    .map(({ noise, error }) => [Math.log(noise), Math.log(error)]);
  if (logs.length < 2) return null;
  const mean = (k: number) => logs.reduce((sum, pair) => sum + pair[k], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  let [covariance, variance] = [0, 0];
  for (const [a, b] of logs) {
    covariance += (a - x) * (b - y);
    variance += (a - x) ** 2;
  }
  return covariance / variance;
}

const searched = (n: unknown) =>
  new RelufitError(
    'INVALID_ARGUMENT',
    'noiseStability n',
    show(n),
    'a number of rows, or a list',
    'A search is for half of the trials to succeed: see criticalSamples.',
  );
