import type { Constraint } from './constraints/constraint.js';
import type { EngineChoice } from './engine/select.js';
import { checkNames, checkThreads, RelufitError, show } from './errors.js';
import { asVector, type Numbers, type Precision } from './problem/dataset.js';
import { leastSquares } from './problem/least-squares.js';
import type { Loss } from './problem/loss.js';
import {
  type Censoring,
  type Observation,
  type Response,
  responseOf,
} from './problem/observation.js';
import type { Shape } from './problem/row-source.js';
import { projectedGradient } from './solvers/projected-gradient.js';
import type { Solver } from './solvers/solver.js';
import { backtracking, type StepSize } from './solvers/step-size.js';
import type { WithLikelihood } from './solvers/with-likelihood.js';

/** How to fit; only the constraint has no default. */
export interface FitOptions {
  /** K, what is known about w; wholeSpace() for nothing. */
  constraint: Constraint;
  /** φ; default 'relu'. */
  observation?: Observation;
  /** Where y is cut off, from below, above or both, as by a sensor: short for observation: { lower, upper }. */
  censoring?: Censoring;
  /** Default leastSquares(), the paper's. */
  loss?: Loss;
  /**
   * A weight of at least 0 for each row, in any unit: L is then the weighted mean, and rows of weight 0 are as if they were
   * not there. Default equal.
   */
  sampleWeight?: ArrayLike<number>;
  /** Default projectedGradient(), the paper's; newton() for tobit() on wholeSpace() where n > d and d is at most 1000. */
  solver?: Solver;
  /** Default backtracking(): the paper's step, made safe. */
  stepSize?: StepSize;
  /** Adds b in φ(⟨w,x⟩ + b), not constrained; default false. */
  intercept?: boolean;
  /** w₀, default 0; projected onto K. With an intercept it may end with b₀, its start. */
  initial?: ArrayLike<number>;
  /** Default 1000. */
  maxIterations?: number;
  /** On the relative fixed-point residual; default 1e-10 (f64), 1e-6 (f32); 0 runs exactly maxIterations. */
  tolerance?: number;
  /**
   * How often to start again, at most, where a run ends at an objective that is not 0: from other points, drawn with a
   * fixed seed. The best run is the answer, the limits are for all runs together. Default 0.
   */
  restarts?: number;
  /** Milliseconds; default none. */
  timeLimit?: number;
  /** Default 'auto': WebAssembly where it runs, on several threads where X is large enough and `fit` may start them. */
  engine?: EngineChoice;
  /** The most threads of engine 'auto' or 'threads'; default one a core. */
  threads?: number;
  /**
   * Does the fit run in a worker, so that this thread stays free? Default: in a browser page yes, where X has 64 KiB or
   * more; elsewhere no.
   */
  background?: boolean;
  /** The true weights, where known: trace.error is then ‖w_t − planted‖. */
  planted?: ArrayLike<number>;
  /** Aborting ends the fit with status 'aborted' and the iterate it had. */
  signal?: AbortSignal;
  /** Called after each iteration. */
  onIteration?: (state: State) => void;
}

/** After iteration `iteration`; `iterate` is a view of the solver's vector, to be read at once or copied, not written. */
export interface State {
  readonly iteration: number;
  readonly iterate: Numbers;
  readonly stepSize: number;
  readonly objective: number;
  readonly residual: number;
}

/** Options with every default in place. */
export interface CheckedOptions
  extends Required<
    Omit<
      FitOptions,
      | 'engine'
      | 'threads'
      | 'background'
      | 'initial'
      | 'planted'
      | 'signal'
      | 'onIteration'
      | 'censoring'
      | 'sampleWeight'
    >
  > {
  readonly initial: Float64Array;
  readonly response: Response;
  /** Who chose the solver, or why this one. */
  readonly solverReason: string;
  /** Of mean 1. */
  readonly sampleWeight?: Float64Array;
  readonly planted?: Float64Array;
  readonly signal?: AbortSignal;
  readonly onIteration?: (state: State) => void;
}

const NAMES = [
  'constraint',
  'observation',
  'censoring',
  'loss',
  'sampleWeight',
  'solver',
  'stepSize',
  'intercept',
  'initial',
  'maxIterations',
  'tolerance',
  'restarts',
  'timeLimit',
  'engine',
  'threads',
  'background',
  'planted',
  'signal',
  'onIteration',
];

/** Checks every option against data of d columns, but not whether the set can stand there: see `checkSet`. */
export function checkOptions(
  options: FitOptions,
  { rows, columns: d, precision }: Shape,
): CheckedOptions {
  checkNames('options', options, NAMES);
  const { constraint, planted, onIteration, signal } = options;
  const observation = checkObservation(options);
  const isSet =
    typeof constraint?.project === 'function' && typeof constraint.contains === 'function';
  const sets = 'a constraint such as sparse(20) or wholeSpace()';
  check(isSet, 'constraint', constraint, sets, 'Use wholeSpace() for none.');
  const { background = false } = options;
  const intercept = options.intercept ?? false;
  check(isBoolean(intercept), 'intercept', intercept, 'true or false', 'The fit finds its value.');
  check(isBoolean(background), 'background', background, 'true or false');
  const isCallback = onIteration === undefined || typeof onIteration === 'function';
  check(isCallback, 'onIteration', onIteration, 'a function', 'Leave it out for none.');
  const isSignal = signal === undefined || typeof signal?.aborted === 'boolean';
  check(isSignal, 'signal', signal, 'an AbortSignal', 'Leave it out for none.');
  checkThreads(options.threads, 'options.threads');
  const start = new Float64Array(d + (intercept ? 1 : 0));
  if (options.initial !== undefined) {
    const whole = intercept && options.initial?.length === d + 1;
    start.set(asVector(options.initial, whole ? d + 1 : d, 'options.initial', precision));
  }
  const loss = part(options.loss ?? leastSquares(), 'loss', 'steps', 'leastSquares()');
  const [solver, solverReason] =
    options.solver === undefined
      ? defaultSolver(loss, constraint, rows, start.length)
      : [options.solver, ASKED_FOR];
  return {
    constraint,
    observation,
    response: responseOf(observation),
    sampleWeight: checkWeights(options.sampleWeight, rows),
    loss,
    solver: part(solver, 'solver', 'iterate', 'projectedGradient()'),
    solverReason,
    stepSize: part(
      options.stepSize ?? backtracking(),
      'stepSize',
      'propose',
      'backtracking() or paperSchedule()',
    ),
    intercept,
    initial: start,
    maxIterations: count(options.maxIterations ?? 1000, 'maxIterations'),
    restarts: count(options.restarts ?? 0, 'restarts'),
    tolerance: nonnegativeNumber(
      options.tolerance ?? (precision === 'f32' ? 1e-6 : 1e-10),
      'tolerance',
    ),
    timeLimit:
      options.timeLimit === undefined
        ? Infinity
        : nonnegativeNumber(options.timeLimit, 'timeLimit'),
    planted: planted === undefined ? undefined : asVector(planted, d, 'options.planted'),
    signal,
    onIteration,
  };
}

/** The reason of a solver that the caller chose. */
export const ASKED_FOR = 'asked for';

function defaultSolver(
  { onWholeSpace }: WithLikelihood,
  { name }: Constraint,
  n: number,
  d: number,
): [Solver, string] {
  if (onWholeSpace === undefined || name !== 'wholeSpace') {
    return [projectedGradient(), 'the default: it takes any set and loss'];
  }
  const solver = onWholeSpace.solver();
  if (n <= d) {
    const reason = `${solver.name}() needs more rows than weights, not ${n} rows for ${d}`;
    return [projectedGradient(), reason];
  }
  if (d > onWholeSpace.mostWeights) {
    const most = `at most ${onWholeSpace.mostWeights} are quick`;
    const reason = `${solver.name}() would solve for ${d} weights at once, ${most}`;
    return [projectedGradient(), reason];
  }
  return [solver, onWholeSpace.reason];
}

function checkObservation({ observation, censoring }: FitOptions): Observation {
  // Not ??, which would take null for a choice.
  if (censoring === undefined) return observation === undefined ? 'relu' : observation;
  if (observation === undefined && censoring !== null && typeof censoring === 'object') {
    checkNames('options.censoring', censoring, ['lower', 'upper']);
    return { ...censoring };
  }
  throw invalid(
    'options.censoring',
    observation === undefined ? show(censoring) : 'censoring and an observation',
    '{ lower, upper } and no observation',
    'Censoring says what is observed.',
  );
}

function checkWeights(given: ArrayLike<number> | undefined, n: number): Float64Array | undefined {
  if (given === undefined) return undefined;
  if (given?.length !== n) {
    throw new RelufitError(
      'INVALID_SHAPE',
      'options.sampleWeight',
      show(given),
      `${n} numbers, one a row of X`,
      'Leave it out for equal weights.',
    );
  }
  const weights = asVector(given, n, 'options.sampleWeight');
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0) {
    const where = `options.sampleWeight at row ${negative}`;
    throw invalid(where, show(weights[negative]), 'a number of at least 0', 'Use 0 for no part.');
  }
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (largest === 0) {
    throw invalid('options.sampleWeight', 'zeros only', 'a weight above 0', 'Leave it out.');
  }
  const mean = weights.reduce((sum, weight) => sum + weight / largest, 0) / n;
  return weights.map((weight) => weight / largest / mean);
}

/** Checks that the set can stand in ℝᵈ; a search, where it is made from several. */
export function checkSet(constraint: Constraint, d: number, precision: Precision): void {
  constraint.checkDimension?.(d);
  if (precision === 'f32') checkSingle(constraint, d);
}

// A finite bound that is infinite in f32 would put the weights there.
function checkSingle(constraint: Constraint, d: number): void {
  for (const vector of constraint.kernel?.(d).vectors ?? []) {
    const bad = vector.find(
      (value) => Number.isFinite(value) && !Number.isFinite(Math.fround(value)),
    );
    if (bad === undefined) continue;
    throw new RelufitError(
      'INVALID_CONSTRAINT',
      `${constraint.name} on Float32Array data`,
      show(bad),
      'numbers in the range of f32',
      'Use Float64Array data or Infinity.',
    );
  }
}

function part<T extends object>(value: T, name: string, method: keyof T, example: string): T {
  check(typeof value?.[method] === 'function', name, value, `such as ${example}`);
  return value;
}

function count(value: number, name: string): number {
  check(Number.isInteger(value) && value >= 0, name, value, 'an integer of at least 0');
  return value;
}

function nonnegativeNumber(value: number, name: string): number {
  check(typeof value === 'number' && value >= 0, name, value, 'a number of at least 0');
  return value;
}

const isBoolean = (value: unknown) => typeof value === 'boolean';

function check(
  holds: boolean,
  name: string,
  value: unknown,
  expected: string,
  remedy = 'Leave it out for the default.',
): void {
  if (!holds) throw invalid(`options.${name}`, show(value), expected, remedy);
}

function invalid(where: string, got: string, expected: string, remedy: string): RelufitError {
  return new RelufitError('INVALID_ARGUMENT', where, got, expected, remedy);
}
