import { Dataset, loading } from './dataset.js';
import type { Computing, EngineInfo, FitData, Vector } from './engine/engine.js';
import { needsRareKernels } from './engine/kernel-table.js';
import { selectEngine } from './engine/select.js';
import { type Waiting, wait } from './engine/wait.js';
import { isOfKernels } from './engine/weighing.js';
import { checkThreads, messageIfNotConverged, RelufitError, show } from './errors.js';
import {
  ASKED_FOR,
  type CheckedOptions,
  checkOptions,
  checkSet,
  type FitOptions,
} from './options.js';
import { type Parts, parts } from './parts.js';
import { parts as partsAtOnce } from './parts-at-once.js';
import type { MatrixLike, Numbers } from './problem/dataset.js';
import { rowsOfWeight } from './problem/loss.js';
import { isInside, LINEAR, RELU } from './problem/observation.js';
import type { Shape } from './problem/row-source.js';
import type { Certificate, FitResult } from './result.js';
import {
  average,
  type Coordinates,
  equilibratedCoordinates,
  plainCoordinates,
} from './solvers/coordinates.js';
import { Problem } from './solvers/problem.js';
import { hasRequirements, type SolverState } from './solvers/solver.js';
import type { StandardErrors } from './solvers/standard-errors.js';
import { type Status, stopping } from './solvers/stopping.js';
import { TraceRecorder } from './solvers/trace.js';
import type { WithLikelihood } from './solvers/with-likelihood.js';
import { nextTurn } from './turn.js';

/**
 * Learns w in y = φ(⟨w,x⟩): min_{w ∈ K} (1/n) Σ (φ(⟨w,xᵢ⟩) − yᵢ)², by projected gradient descent.
 *
 * In a browser page it runs in a worker where X has 64 KiB or more (option `background`); where it does not, it gives the
 * event loop a turn every 10 ms, so that a page stays alive and a signal is heard. One trip over X (n·d) an iteration. Or
 * `fit(dataset, options)` for data loaded before. More than 4 MiB of X may be read piece by piece, as on the way to the
 * worker: do not change X before the promise is fulfilled.
 *
 * @param X n×d, number[][] or { data, rows, columns } row-major; Float32Array data is computed in f32.
 * @param y n numbers.
 * @throws RelufitError (as a rejection) for data or options that cannot be used, WORKER_FAILED where the worker ends,
 * LOAD_FAILED where a part of a split bundle does not load; a run that goes wrong is no error but a status of the result.
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), arXiv:1705.04591.
 * @example
 * ```ts
 * const { X, y, planted } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * const result = await fit(X, y, { constraint: sparse(3), planted });
 * result.status; // 'converged'
 * ```
 */
export async function fit(
  X: MatrixLike,
  y: ArrayLike<number>,
  options: FitOptions,
): Promise<FitResult>;
export async function fit(data: Dataset, options: FitOptions): Promise<FitResult>;
export async function fit(
  X: MatrixLike | Dataset,
  y: ArrayLike<number> | FitOptions,
  options?: FitOptions,
): Promise<FitResult> {
  const run = start(X, y, options, parts, true);
  let turnEnds = performance.now() + TURN;
  let reached = run.next();
  while (!reached.done) {
    let failure: { readonly error: unknown } | undefined;
    try {
      if (reached.value !== undefined) await reached.value;
    } catch (error) {
      failure = { error };
    }
    if (performance.now() >= turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + TURN;
    }
    // Into the run, which goes on without what has failed, or gives back what it holds.
    reached = failure ? run.throw(failure.error) : run.next();
  }
  return reached.value;
}

/**
 * `fit` without a promise: blocks until done. Same arguments, same bits; no workers are started, so it takes the threads
 * that there are.
 *
 * @throws RelufitError what `fit` rejects with, and ENGINE_UNAVAILABLE for `background: true`, `engine: 'threads'` without
 * a dataset that has them, and a dataset in the background.
 * @see `fit`
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * fitSync(X, y, { constraint: sparse(3) }).status; // 'converged'
 * ```
 */
export function fitSync(X: MatrixLike, y: ArrayLike<number>, options: FitOptions): FitResult;
export function fitSync(data: Dataset, options: FitOptions): FitResult;
export function fitSync(
  X: MatrixLike | Dataset,
  y: ArrayLike<number> | FitOptions,
  options?: FitOptions,
): FitResult {
  refuseToWait(X, options);
  const run = start(X, y, options, partsAtOnce, false);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

// What cannot wait must not begin.
function refuseToWait(X: MatrixLike | Dataset, options: FitOptions | undefined): void {
  const refused = (where: string, got: string, expected: string, remedy: string) =>
    new RelufitError('ENGINE_UNAVAILABLE', where, got, expected, remedy);
  if (X instanceof Dataset) {
    if (X.background === undefined) return;
    throw refused(
      'fitSync',
      'a dataset in the background',
      'one that is loaded in this thread',
      'Use fit, or dataset(X, y, { background: false }).',
    );
  }
  checkThreads(options?.threads, 'options.threads');
  if (options?.background) {
    throw refused('options.background', 'true in fitSync, which blocks', 'false', 'Use fit.');
  }
  if (options?.engine === 'threads') {
    throw refused(
      'options.engine',
      "'threads' in fitSync, which starts no workers",
      "'wasm' or 'auto'",
      "Use fit, or give fitSync a dataset(X, y, { engine: 'threads' }).",
    );
  }
}

// Milliseconds of work before other things get a turn.
const TURN = 10;

// Between iterations other things may get their turn; a promise has to be waited for, where one can wait.
type Pause = Promise<unknown> | undefined;

function* start(
  X: MatrixLike | Dataset,
  y: ArrayLike<number> | FitOptions,
  options: FitOptions | undefined,
  parts: Parts,
  mayStart: boolean,
): Generator<Pause, FitResult> {
  // All options are read before anything is waited for: their owner may change them after the call.
  if (X instanceof Dataset) {
    return yield* run(X, asked(y as FitOptions, X), parts, { loadTime: 0 });
  }
  const threads = checkThreads(options?.threads, 'options.threads');
  const byDefault = mayStart ? ('by default' as const) : false;
  const background = options?.background ?? byDefault;
  const where = { engine: options?.engine, threads, mayStart, background };
  let read!: Asked;
  const data = yield* loading(X, y as ArrayLike<number>, where, parts, (shape) => {
    read = asked(options as FitOptions, shape);
  });
  try {
    return yield* run(data, read, parts, data);
  } finally {
    data.dispose();
  }
}

/** What a fit was asked for, read once. */
interface Asked extends Pick<FitOptions, 'engine' | 'background'> {
  readonly options: CheckedOptions;
}

function asked(given: FitOptions, shape: Shape): Asked {
  const options = checkOptions(given, shape);
  const { engine, background } = given;
  return { options, engine, background };
}

function* run(
  data: Dataset,
  { options, ...place }: Asked,
  parts: Parts,
  { loadTime: load }: { readonly loadTime: number },
): Generator<Pause, FitResult> {
  const { loaded, background } = data;
  background?.hold();
  try {
    if (!loaded.isReady) yield loaded.ready;
    const began = performance.now();
    checkPlace(data, place);
    const stays = background?.isRemote ? background.whatStays(options) : undefined;
    if (background?.isRemote && stays === undefined) {
      const result = yield* wait(background.fit(options));
      const total = load + performance.now() - began;
      return {
        ...result,
        observation: options.observation,
        solver: ofCaller(result.solver, options),
        engine: data.engine,
        timing: { ...result.timing, load, total },
      };
    }
    const engine = stays
      ? { ...data.engine, reason: `${data.engine.reason}; steps on this thread: ${stays}` }
      : data.engine;
    return yield* loop(data, loaded, options, parts, engine, load, began);
  } finally {
    background?.release();
  }
}

// The worker was given the solver by name, whoever chose it here.
const ofCaller = (ran: FitResult['solver'], { solver, solverReason }: CheckedOptions) =>
  ran.name === solver.name && ran.reason === ASKED_FOR ? { ...ran, reason: solverReason } : ran;

// The engine and the place are the dataset's: a fit may name them, not change them.
function checkPlace({ engine }: Dataset, place: Pick<FitOptions, 'engine' | 'background'>): void {
  const { engine: name = 'auto', background = engine.background } = place;
  if (name !== 'auto' && name !== engine.name) {
    // A name that is no engine gets its own error first.
    selectEngine(name);
    throw new RelufitError(
      'ENGINE_UNAVAILABLE',
      'options.engine',
      show(name),
      `'${engine.name}', the engine that holds the dataset`,
      'Choose the engine in dataset(X, y, { engine }).',
    );
  }
  if (background === engine.background) return;
  throw new RelufitError(
    'ENGINE_UNAVAILABLE',
    'options.background',
    show(background),
    `${engine.background}, as the dataset is loaded`,
    'Choose the place in dataset(X, y, { background }).',
  );
}

function* loop(
  data: Dataset,
  loaded: FitData,
  options: CheckedOptions,
  parts: Parts,
  engine: EngineInfo,
  load: number,
  began: number,
): Generator<Pause, FitResult> {
  checkSet(options.constraint, data.columns, data.precision);
  if (hasRequirements(options)) (yield* wait(parts.checkRequirements()))(options, data.rows);
  const { response, intercept } = options;
  const { y, precision } = data;
  const { restarts, solver: once } = options;
  const solver = restarts > 0 ? (yield* wait(parts.withRestarts()))(once, options) : once;
  const Wrapper = isOfKernels(options) ? undefined : yield* wait(parts.lossWorkspace());
  const inEngine = loaded.workspace({ alpha: response.alpha, intercept });
  const workspace = Wrapper ? new Wrapper(inEngine, y, options, precision) : inEngine;
  try {
    const problem = problemOn(data, options, workspace, parts);
    const sets = [options.constraint, problem.constraint];
    if (engine.name !== 'reference' && sets.some((set) => needsRareKernels(set, data.columns))) {
      yield* wait(parts.rareKernels());
    }
    const trace = new TraceRecorder(options.planted);
    let iteration = 0;
    for (const reached of solver.iterate(problem, options.initial, options.stepSize)) {
      if (reached instanceof Promise) {
        yield reached;
        continue;
      }
      let w = problem.inUserCoordinates(reached.iterate);
      if (iteration > 0) {
        options.onIteration?.({
          ...reached,
          iteration,
          iterate: w.array.subarray(0, data.columns),
          residual: reached.relativeResidual,
        });
      }
      // After the callback, which may have aborted.
      // Reading the clock takes as long as a step of a tiny problem.
      const elapsed = options.timeLimit < Infinity ? performance.now() - began : 0;
      const status = stopping(options, reached, iteration, elapsed);
      const state = (status !== undefined && reached.best) || reached;
      if (state !== reached) w = problem.inUserCoordinates(state.iterate);
      trace.record(w.array, data.columns, state);
      if (status !== undefined) {
        const { likelihood, certificate } = yield* certify(
          data,
          options,
          problem,
          workspace,
          w,
          state,
          status,
        );
        return {
          weights: w.array.slice(0, data.columns),
          intercept: intercept ? w.array[data.columns] : 0,
          objective: state.objective,
          residual: state.relativeResidual,
          iterations: iteration,
          passes: problem.passes,
          status,
          observation: options.observation,
          ...likelihood,
          solver: problem.notes.solver ?? {
            name: options.solver.name,
            reason: options.solverReason,
          },
          trace: trace.finish(),
          certificate,
          engine,
          timing: { load, ...problem.timing, total: load + performance.now() - began },
        };
      }
      iteration++;
      yield undefined;
    }
    throw new Error(`solver ${options.solver.name} ended without a status`);
  } finally {
    workspace.release();
  }
}

/** What the solver of these options is to solve on loaded data. */
export function problemOn(
  data: Dataset,
  options: CheckedOptions,
  workspace: Computing,
  { lossWorkspace }: Pick<Parts, 'lossWorkspace'>,
): Problem {
  const coordinates = chooseCoordinates(data, options);
  const { scales } = coordinates;
  const { y, precision } = data;
  return new Problem({
    ...options,
    workspace,
    lossWorkspace,
    coordinates,
    userConstraint: options.constraint,
    constraint: (scales && options.constraint.rescaled?.(scales)) ?? options.constraint,
    precision,
    y,
    scaleOfObjective: meanSquareOf(data, options),
  });
}

function chooseCoordinates(data: Dataset, options: CheckedOptions): Coordinates {
  const { moments } = data;
  const { constraint, intercept, solver, stepSize } = options;
  const scaled = constraint.rescaled !== undefined;
  const wanted =
    solver.coordinates === 'equilibrated' ||
    (solver.coordinates === 'of the step size' && stepSize.adaptive);
  const equilibrated = wanted && equilibratedCoordinates(moments, { scaled, intercept });
  return equilibrated || plainCoordinates(moments);
}

type Likelihood = Pick<FitResult, 'sigma' | 'logLikelihood' | 'standardErrors'>;

function* certify(
  data: Dataset,
  options: CheckedOptions,
  problem: Problem,
  workspace: Computing,
  w: Vector,
  { objective, relativeResidual: residual, failure }: SolverState,
  status: Status,
): Waiting<{ certificate: Certificate; likelihood?: Likelihood }> {
  const { constraint, response, loss, sampleWeight } = options;
  const { y } = data;
  const weights = w.array.slice(0, data.columns);
  const warnings: string[] = [...(constraint.caveats ?? []), ...problem.notes.warnings];
  if (failure !== undefined) {
    warnings.push(`no next step was found, and the weights are the last in the set: ${failure}`);
  }
  let squares = 0;
  try {
    const nearest = constraint.project(new Float64Array(weights));
    for (let j = 0; j < weights.length; j++) squares += (weights[j] - nearest[j]) ** 2;
  } catch (error) {
    warnings.push(`the infeasibility is not known: ${messageIfNotConverged(error)}`);
    squares = NaN;
  }
  const rows = rowsOfWeight(sampleWeight, data.rows);
  const beyond = rowsBeyond(y, options);
  if (beyond.below > 0) {
    warnings.push(
      response === RELU
        ? `y is negative on ${beyond.below} of ${rows} rows, which a ReLU cannot give`
        : `y is below ${response.lower} on ${beyond.below} of ${rows} rows, where it is cut off`,
    );
  }
  if (beyond.above > 0) {
    warnings.push(
      `y is above ${response.upper} on ${beyond.above} of ${rows} rows, where it is cut off`,
    );
  }
  if (data.engine.name === 'wasm' && constraint.kernel === undefined) {
    warnings.push(`${constraint.name} has no kernel: its projection ran in plain TypeScript`);
  }
  const { precision } = data;
  const range = RANGE[precision];
  const meanSquare = average(data.moments.meanSquare);
  if (!(meanSquare > 1 / range && meanSquare < range) && meanSquare !== 0) {
    warnings.push(
      `the mean square of X, ${meanSquare}, is beyond ${precision}; divide X by a power of 10`,
    );
  }
  if (status === 'diverged') {
    warnings.push(
      Number.isFinite(objective)
        ? 'the objective grew without bound; the weights are the last finite iterate. Use backtracking()'
        : `the objective at the initial weights is beyond the range of ${precision}; divide X and y by a power of 10`,
    );
  }
  const needsLatent = response !== LINEAR || loss.likelihood;
  const z = needsLatent ? yield* wait(workspace.latent(w)) : undefined;
  const signs = z && response !== LINEAR ? compareSigns(z, y, options) : undefined;
  const shared = z ? (loss.shared?.(z, y, response, sampleWeight) ?? NaN) : NaN;
  const sigma = loss.likelihood ? shared : undefined;
  if (shared > 0) warnings.push(...(loss.caveats?.(y, response, shared, sampleWeight) ?? []));
  let errors: StandardErrors | string | undefined;
  const { onWholeSpace }: WithLikelihood = loss;
  const isEnd = status !== 'diverged' && status !== 'aborted';
  if (onWholeSpace && constraint.name === 'wholeSpace' && z && sigma && isEnd) {
    errors = yield* onWholeSpace.standardErrors(problem, z, sigma);
    if (typeof errors === 'string') warnings.push(errors);
  }
  const isDead = z?.every(
    (value, i) => !counts(options, i) || loss.rowWeight(value, y[i], response, shared) === 0,
  );
  if (response.alpha === 0 && signs?.active === 0 && isDead && problem.scaleOfObjective > 0) {
    warnings.push(
      'no row is active: the ReLU is 0 on all of X and the gradient with it. Start elsewhere',
    );
  }
  const few = fewRows(data, options);
  if (few !== undefined) warnings.push(few);
  const feasible = constraint.contains(weights, TOLERANCE[precision]);
  const infeasibility = Math.sqrt(squares);
  if (!feasible) {
    warnings.push(
      `the weights are not in ${constraint.name}, ${infeasibility} from their own projection: ` +
        'its projection and its contains() disagree',
    );
  }
  return {
    certificate: {
      feasible,
      infeasibility,
      residual,
      ...(signs && { signDisagreement: signs.disagreements / rows }),
      warnings,
    },
    ...(sigma !== undefined && {
      likelihood: {
        sigma,
        logLikelihood: -rows * objective,
        ...(typeof errors === 'object' && { standardErrors: errors }),
      },
    }),
  };
}

// How far the mean square of X may be from 1 before a step, its inverse, leaves the precision.
const RANGE = { f32: 1e36, f64: 1e300 };

// What counts as inside K.
const TOLERANCE = { f32: 1e-5, f64: 1e-9 };

// Near w* a row with y = 0 excludes nothing, so of ReLU data the rows with y > 0 count: each is an equation. In a convex
// K, fewer than δ leave other solutions. Elsewhere the formulas are bounds that are not sharp, and support pursuit was
// measured to get by with 0.42 of one: below a half the weights may be others. Only formulas: never a draw in a fit.
function fewRows(data: Dataset, options: CheckedOptions): string | undefined {
  const { constraint, response, planted, sampleWeight } = options;
  const fits = planted && constraint.contains(planted, TOLERANCE[data.precision]);
  const scale = constraint.statisticalDimension?.(data.columns, fits ? planted : undefined);
  if (scale === undefined) return undefined;
  const [rows, which] =
    response.alpha === 0
      ? [equations(data.y, options), response === RELU ? ' with y > 0' : ' that are not cut off']
      : [rowsOfWeight(sampleWeight, data.rows), ''];
  const [share, words, outcome] =
    constraint.convex && !scale.loose
      ? [1, '', 'other weights of the set are likely to fit as well']
      : [0.5, 'half of ', 'the weights may be others than those behind y'];
  if (rows >= share * scale.value) return undefined;
  const n0 = `n₀ = ${Number(scale.value.toFixed(1))}`;
  return (
    `${rows} rows${which} are fewer than ${words}${n0} (${scale.kind} for ${constraint.name}), the scale of theory, ` +
    `whose constant is unknown: ${outcome}. Use more rows or a smaller set`
  );
}

type Counted = Pick<CheckedOptions, 'response' | 'sampleWeight'>;

// A row of weight 0 is as if it were not there.
const counts = ({ sampleWeight }: Counted, i: number) => !sampleWeight || sampleWeight[i] > 0;

/** Of y, over the rows that count. */
function meanSquareOf({ y, meanSquare }: Dataset, { sampleWeight }: Counted): number {
  if (sampleWeight === undefined) return meanSquare;
  let sum = 0;
  for (let i = 0; i < y.length; i++) if (sampleWeight[i] > 0) sum += sampleWeight[i] * y[i] * y[i];
  return sum / y.length;
}

// Rows whose observation is an equation for the weights.
function equations(y: Numbers, options: Counted): number {
  let count = 0;
  for (let i = 0; i < y.length; i++) {
    if (counts(options, i) && isInside(y[i], options.response)) count++;
  }
  return count;
}

// Rows whose y no observation can give.
function rowsBeyond(y: Numbers, options: Counted) {
  const { alpha, lower, upper } = options.response;
  let below = 0;
  let above = 0;
  for (let i = 0; i < y.length; i++) {
    if (!counts(options, i)) continue;
    if (y[i] < lower && alpha === 0) below++;
    if (y[i] > upper) above++;
  }
  return { below, above };
}

function compareSigns(z: Float64Array, y: Numbers, options: Counted) {
  const { response } = options;
  const side = (value: number) => Number(value > response.lower) + Number(value >= response.upper);
  let active = 0;
  let disagreements = 0;
  for (let i = 0; i < z.length; i++) {
    if (!counts(options, i)) continue;
    if (isInside(z[i], response)) active++;
    if (side(z[i]) !== side(y[i])) disagreements++;
  }
  return { active, disagreements };
}
