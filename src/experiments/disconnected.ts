import { type Constraint, copied, euclideanNorm } from '../constraints/constraint.js';
import { checkInteger, INDEX_LIMIT } from '../data/address.js';
import { plantedProblem } from '../data/planted.js';
import { trialSeed } from '../data/trial-seed.js';
import type { EngineInfo } from '../engine/engine.js';
import type { EngineChoice } from '../engine/select.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { fitSync } from '../fit.js';
import { circularCone } from '../numerics/descent-cones.js';
import { backtracking, paperSchedule } from '../solvers/step-size.js';
import { nextTurn } from '../turn.js';
import { version } from '../version.js';

/** Which experiment; all have defaults. */
export interface DisconnectedOptions {
  /** Default 100. */
  d?: number;
  /** Distances between the pieces, each in (0, 1 − radius); default 0.9, 0.75, 0.5, 0.25. */
  gaps?: readonly number[];
  /** Radius of the piece of w*; default 0, the point w* alone. */
  radius?: number;
  /** Samples; default 10, 20, 40, 80, 160, 320, 640. */
  n?: readonly number[];
  /** Default 20. */
  trials?: number;
  /** Trials firstTrial, firstTrial + 1, …: parts of an experiment, for mergeDisconnected. Default 0. */
  firstTrial?: number;
  /** Default 1. */
  seed?: number;
  /** Default 200. */
  maxIterations?: number;
  engine?: EngineChoice;
  /** Called after every trial. */
  onTrial?: (done: number, total: number) => void;
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** The trials of one gap, n and step. They add: cells of other trials may be summed. */
export interface DisconnectedCell {
  readonly gap: number;
  readonly n: number;
  readonly step: 'paper' | 'backtracking';
  readonly trials: number;
  /** The first iterate was in the piece of w*, and so was the last. */
  readonly atOnce: number;
  /** Only a later one was, and the last. */
  readonly later: number;
  /** The last was in the wrong piece. */
  readonly never: number;
  /** Final relative error ≤ 1e-4. */
  readonly recovered: number;
}

/** An experiment, with what made it. */
export interface DisconnectedResult {
  readonly version: string;
  readonly options: {
    readonly d: number;
    readonly gaps: readonly number[];
    readonly radius: number;
    readonly n: readonly number[];
    readonly seed: number;
    readonly maxIterations: number;
  };
  /** [first, count] of the trials, one pair for each part. */
  readonly trials: readonly (readonly [number, number])[];
  readonly engine: EngineInfo;
  /** By gap: δ at w*, and the n from which the first step is expected to cross. */
  readonly theory: readonly { gap: number; statisticalDimension: number; crossing: number }[];
  readonly cells: readonly DisconnectedCell[];
  readonly milliseconds: number;
}

/**
 * What happens when K falls in two pieces, the start in one and w* in the other: K = {‖w‖ ≤ ρ} ∪ {‖w − w*‖ ≤
 * r}, with ‖w*‖ = 1 and ρ = 1 − r − gap, from w₀ = 0, with the paper's steps and with backtracking.
 *
 * A projection asks which piece is nearer. The first step leads to v = (2/n) Xᵀy, E‖v − w*‖² = (2d + 3)/n,
 * and crosses where ‖v − w*‖ − r < ‖v‖ − ρ; with ‖v‖² ≈ 1 + ‖v − w*‖² that is n > 4(2d + 3)Δ²/(1 − Δ²)², Δ =
 * ρ − r, the `crossing`. What does not cross at once comes to rest in the wrong piece, or crosses later where
 * the gap is small: docs/disconnected.md. Costs gaps × n × trials × 2 fits.
 *
 * @throws RelufitError (as a rejection) INVALID_ARGUMENT
 * @example
 * ```ts
 * const { cells } = await disconnectedExperiment({ d: 20, gaps: [0.9], n: [200], trials: 3 });
 * cells[0].atOnce; // 3
 * ```
 */
export async function disconnectedExperiment(
  options: DisconnectedOptions = {},
): Promise<DisconnectedResult> {
  const where = 'disconnectedExperiment';
  checkNames(where, options, NAMES);
  const began = performance.now();
  const {
    d = 100,
    gaps = [0.9, 0.75, 0.5, 0.25],
    radius = 0,
    n = [10, 20, 40, 80, 160, 320, 640],
    trials = 20,
    firstTrial = 0,
    seed = 1,
    maxIterations = 200,
    engine: choice,
    onTrial,
    signal,
  } = options;
  checkInteger(where, 'd', d, 1, INDEX_LIMIT);
  checkInteger(where, 'trials', trials, 1, INDEX_LIMIT);
  checkInteger(where, 'firstTrial', firstTrial, 0, INDEX_LIMIT - trials);
  for (const rows of list('n', n)) checkInteger(where, 'n', rows, 1, INDEX_LIMIT);
  if (!(radius >= 0 && radius < 1)) throw invalid('radius', show(radius), 'a number in [0, 1)');
  for (const gap of list('gaps', gaps)) {
    if (!(gap > 0 && gap < 1 - radius)) {
      throw invalid('gaps', show(gap), `numbers between 0 and ${1 - radius}`);
    }
  }
  const cells: Writable<DisconnectedCell>[] = gaps.flatMap((gap) =>
    n.flatMap((rows) =>
      STEPS.map((step) => {
        return { gap, n: rows, step, trials, atOnce: 0, later: 0, never: 0, recovered: 0 };
      }),
    ),
  );
  let engine: EngineInfo | undefined;
  for (let k = 0; k < trials; k++) {
    // One draw for all cells: what differs is the gap, the step, and how many of the rows are seen.
    const most = Math.max(...n);
    const { X, y, planted } = plantedProblem({ n: most, d, seed: trialSeed(seed, firstTrial + k) });
    for (const cell of cells) {
      signal?.throwIfAborted();
      const near = 1 - radius - cell.gap;
      const errorOf = (w: ArrayLike<number>) => {
        return euclideanNorm(planted.map((value, j) => w[j] - value));
      };
      // The other piece is at least 1 − near away.
      const crossed = (w: ArrayLike<number>) => errorOf(w) < radius + cell.gap / 2;
      let atOnce = false;
      const { weights, engine: used } = fitSync(
        { data: X.data.subarray(0, cell.n * d), rows: cell.n, columns: d },
        y.subarray(0, cell.n),
        {
          constraint: twoPieces(planted, near, radius),
          stepSize: cell.step === 'paper' ? paperSchedule() : backtracking(),
          maxIterations,
          engine: choice,
          onIteration: ({ iteration, iterate }) => {
            if (iteration === 1) atOnce = crossed(iterate);
          },
        },
      );
      engine = used;
      cell[crossed(weights) ? (atOnce ? 'atOnce' : 'later') : 'never']++;
      if (errorOf(weights) <= 1e-4) cell.recovered++;
    }
    onTrial?.(k + 1, trials);
    await nextTurn();
  }
  return {
    version,
    options: { d, gaps, radius, n, seed, maxIterations },
    trials: [[firstTrial, trials]],
    engine: engine as EngineInfo,
    theory: gaps.map((gap) => {
      const near = 1 - radius - gap;
      const lead = Math.max(0, near - radius);
      return {
        gap,
        statisticalDimension: radius > 0 ? d : circularCone(d, Math.asin(near)),
        crossing: (4 * (2 * d + 3) * lead ** 2) / (1 - lead ** 2) ** 2,
      };
    }),
    cells,
    milliseconds: performance.now() - began,
  };
}

/**
 * One result of parts that ran other trials of the same experiment: the cells' counts add.
 *
 * @throws RelufitError INVALID_ARGUMENT when their options differ or a trial is in two of them.
 * @example
 * ```ts
 * const [a, b] = [await disconnectedExperiment({ trials: 10 }), await disconnectedExperiment({ trials: 10, firstTrial: 10 })];
 * mergeDisconnected(a, b).trials; // [[0, 10], [10, 10]]
 * ```
 */
export function mergeDisconnected(
  first: DisconnectedResult,
  ...others: readonly DisconnectedResult[]
): DisconnectedResult {
  const parts = [first, ...others];
  parts.forEach((part, k) => {
    checkPart(part, k, first?.cells?.length);
  });
  const trials = parts.flatMap((part) => part.trials).sort(([a], [b]) => a - b);
  for (const { options } of others) {
    if (JSON.stringify(options) !== JSON.stringify(first.options)) {
      throw invalid('merge', 'parts with different options', 'parts of one experiment');
    }
  }
  trials.forEach(([begin], k) => {
    if (k > 0 && begin < trials[k - 1][0] + trials[k - 1][1]) {
      throw invalid('merge', `trial ${begin} twice`, 'parts with trials of their own');
    }
  });
  const sum = (cell: number, count: (typeof COUNTS)[number]) =>
    parts.reduce((total, part) => total + part.cells[cell][count], 0);
  return {
    ...first,
    trials,
    cells: first.cells.map((cell, k) => ({
      ...cell,
      ...(Object.fromEntries(COUNTS.map((count) => [count, sum(k, count)])) as object),
    })),
    milliseconds: parts.reduce((total, part) => total + part.milliseconds, 0),
  };
}

function checkPart(part: DisconnectedResult, k: number, count: number): void {
  const { options, trials, cells } = part ?? {};
  const isPart =
    Boolean(options) &&
    Array.isArray(trials) &&
    trials.every(Array.isArray) &&
    Array.isArray(cells) &&
    cells.length === count &&
    cells.every((cell) => Object(cell) === cell);
  if (isPart) return;
  const expected = 'a result of disconnectedExperiment';
  throw invalid(`merge part ${k}`, show(part), expected);
}

const COUNTS = ['trials', 'atOnce', 'later', 'never', 'recovered'] as const;
const STEPS = ['paper', 'backtracking'] as const;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NAMES = [
  'd',
  'gaps',
  'radius',
  'n',
  'trials',
  'firstTrial',
  'seed',
  'maxIterations',
  'engine',
  'onTrial',
  'signal',
];

/** K = {‖w‖ ≤ near} ∪ {‖w − center‖ ≤ radius}, disjoint. The piece of 0 where both are equally near. */
export function twoPieces(center: Float64Array, near: number, radius: number): Constraint {
  const fromCenter = (v: ArrayLike<number>) => center.map((value, j) => v[j] - value);
  const beyond = (v: ArrayLike<number>) =>
    [euclideanNorm(v) - near, euclideanNorm(fromCenter(v)) - radius].map((x) => Math.max(0, x));
  return {
    name: 'twoPieces',
    parameters: { center: Array.from(center), near, radius },
    convex: false,
    cone: false,
    contains: (w, tolerance = 1e-9) => Math.min(...beyond(w)) <= tolerance * euclideanNorm(w),
    project(v, out) {
      const [first, second] = beyond(v);
      const w = copied(v, out);
      if (first === 0 || second === 0) return w;
      const offset = fromCenter(w);
      if (first <= second) {
        const scale = near / euclideanNorm(w);
        for (let j = 0; j < w.length; j++) w[j] *= scale;
      } else {
        const scale = radius / euclideanNorm(offset);
        for (let j = 0; j < w.length; j++) w[j] = center[j] + scale * offset[j];
      }
      return w;
    },
  };
}

function list(name: string, values: readonly number[]): readonly number[] {
  if (Array.isArray(values) && values.length > 0) return values;
  throw invalid(name, show(values), 'an array of at least one number');
}

function invalid(name: string, got: string, expected: string): RelufitError {
  const where = `disconnectedExperiment ${name}`;
  return new RelufitError('INVALID_ARGUMENT', where, got, expected, 'See DisconnectedOptions.');
}
