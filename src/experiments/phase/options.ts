// What a phase diagram is of: options as a user writes them, and the same with every default in place, as plain data.
// The second is an example of the first, so that a file or a message that holds it makes the experiment again.

import type { Constraint } from '../../constraints/constraint.js';
import { constraintToJSON } from '../../constraints/recipe.js';
import { checkInteger, INDEX_LIMIT, SEED_LIMIT } from '../../data/address.js';
import { plantedParts, type Rows } from '../../data/planted.js';
import { type EngineChoice, selectEngine } from '../../engine/select.js';
import { checkNames, RelufitError, show } from '../../errors.js';
import type { Recipe } from '../../problem/built-in.js';
import type { Precision } from '../../problem/dataset.js';
import { leastSquares } from '../../problem/least-squares.js';
import type { Loss } from '../../problem/loss.js';
import { type Observation, responseOf } from '../../problem/observation.js';
import {
  type LossName,
  lossFromJSON,
  type NamedJSON,
  recipeOf,
  type SolverName,
  type StepSizeName,
  solverFromJSON,
  stepSizeFromJSON,
} from '../../recipes.js';
import type { Solver } from '../../solvers/solver.js';
import { backtracking, type StepSize } from '../../solvers/step-size.js';
import { wilsonInterval } from '../summary.js';
import { type FamilyName, familyNames, familyOf, isFamily } from './families.js';
import { setFrom } from './from-recipes.js';

/** One value, or a list that is gone through: an axis. */
export type OneOrMore<T> = T | readonly T[];

/** All n from `from` to `to`, among which half-way is searched for. */
export interface Search {
  readonly from: number;
  readonly to: number;
}

/** A name that an editor completes; any other text is refused when it is read. */
export type NameOf<Known extends string> = Known | (string & Record<never, never>);

/** Which experiment. Each of the first eight may be a list: their product is the grid. */
export interface PhaseOptions {
  /** Samples: a number, a list, or { from, to } to search for the n at which half of the trials succeed, of 4 trials or more. */
  n: OneOrMore<number> | Search;
  /** Dimension. */
  d: OneOrMore<number>;
  /**
   * What the family calls s: nonzeros of w*, their groups, a rank; null, the default, where a set is given and w* drawn of
   * it.
   */
  sparsity?: OneOrMore<number | null>;
  /** Standard deviation of the noise after the observation, beside weights of norm 1; default 0. */
  noise?: OneOrMore<number>;
  /** A family by its name (default 'sparse'), made for each w*; or a set, of which w* is drawn. */
  constraint?: OneOrMore<NameOf<FamilyName> | Constraint | Recipe>;
  /** A name or a solver; default 'projectedGradient'. */
  solver?: OneOrMore<NameOf<SolverName> | Solver | NamedJSON>;
  /** Default 'gaussian'. */
  rows?: OneOrMore<Rows>;
  /** Default 'relu'. */
  observation?: OneOrMore<Observation>;
  /** The nonzeros' law; default 'gaussian'. */
  values?: 'gaussian' | 'sign';
  /** A name or a loss; default 'leastSquares'. */
  loss?: NameOf<LossName> | Loss | NamedJSON;
  /** A name or a step size; default 'backtracking'. */
  stepSize?: NameOf<StepSizeName> | StepSize | NamedJSON;
  /** Trials a cell; default 20. */
  trials?: number;
  /**
   * Where above `trials`: further trials, as many at a time, while Wilson's interval holds one half; up to so many. The
   * interval is made at the level 1 − 0.05/⌈most/trials⌉, so that all looks together err with 5 % at most.
   */
  most?: number;
  /** Default 1. */
  seed?: number;
  /** Default 'f64'. */
  precision?: Precision;
  /** Default 1000. */
  maxIterations?: number;
  /** Default 1e-10 (f64), 1e-6 (f32). */
  tolerance?: number;
  /** Success is ‖w − w*‖ ≤ threshold · ‖w*‖; default 1e-4. */
  threshold?: number;
  /** 'wasm' or 'reference': one thread a trial. Default 'wasm', 'reference' where that cannot run. */
  engine?: EngineChoice;
}

/** Options with every default in place, as plain data: one value or, of an axis, the list. */
export interface PhaseSetting {
  readonly n: OneOrMore<number> | Search;
  readonly d: OneOrMore<number>;
  readonly sparsity: OneOrMore<number | null>;
  readonly noise: OneOrMore<number>;
  readonly constraint: OneOrMore<string | Recipe>;
  readonly solver: OneOrMore<string | Recipe>;
  readonly rows: OneOrMore<Rows>;
  readonly observation: OneOrMore<Observation>;
  readonly values: 'gaussian' | 'sign';
  readonly loss: Recipe;
  readonly stepSize: Recipe;
  readonly trials: number;
  readonly most: number;
  readonly seed: number;
  readonly precision: Precision;
  readonly maxIterations: number;
  readonly tolerance: number;
  readonly threshold: number;
  readonly engine: 'wasm' | 'reference';
}

/** Where a trial is: the values of its cell. */
export interface PhaseCoordinates {
  readonly n: number;
  readonly d: number;
  readonly sparsity: number | null;
  readonly noise: number;
  readonly constraint: string | Recipe;
  readonly solver: string | Recipe;
  readonly rows: Rows;
  readonly observation: Observation;
}

/** The parameters that may be axes, n last: it changes fastest. */
export const PARAMETERS = [
  'constraint',
  'solver',
  'rows',
  'observation',
  'noise',
  'd',
  'sparsity',
  'n',
] as const satisfies readonly (keyof PhaseCoordinates)[];

export type Parameter = (typeof PARAMETERS)[number];

const NAMES = [
  ...PARAMETERS,
  'values',
  'loss',
  'stepSize',
  'trials',
  'most',
  'seed',
  'precision',
  'maxIterations',
  'tolerance',
  'threshold',
  'engine',
] as const satisfies readonly (keyof PhaseOptions)[];

/** The names of PhaseOptions. */
export const PHASE_NAMES: readonly string[] = NAMES;

export const isSearch = (n: PhaseOptions['n']): n is Search =>
  n !== null && typeof n === 'object' && !Array.isArray(n);

/** Every option, checked, with its default: what is wrong is refused before a trial is run. */
export function phaseSetting(options: PhaseOptions): PhaseSetting {
  checkNames(WHERE, options, NAMES);
  const { values = 'gaussian', precision = 'f64', trials = 20, seed = 1 } = options;
  const { most = trials, maxIterations = 1000, threshold = 1e-4 } = options;
  const { tolerance = precision === 'f32' ? 1e-6 : 1e-10 } = options;
  const { sparsity = null, noise = 0, constraint = 'sparse', rows = 'gaussian' } = options;
  const { solver = 'projectedGradient', observation = 'relu' } = options;
  const { loss = leastSquares(), stepSize = backtracking() } = options;
  checkInteger(WHERE, 'trials', trials, 1, INDEX_LIMIT);
  checkInteger(WHERE, 'most', most, trials, INDEX_LIMIT);
  checkInteger(WHERE, 'seed', seed, 0, SEED_LIMIT);
  checkInteger(WHERE, 'maxIterations', maxIterations, 0, INDEX_LIMIT);
  atLeastZero('tolerance', tolerance);
  atLeastZero('threshold', threshold);
  const setting: PhaseSetting = {
    n: isSearch(options.n) ? search(options.n) : axis('n', options.n, rowsOf),
    d: axis('d', options.d, (d) => whole('d', d)),
    sparsity: axis('sparsity', sparsity, (s) => (s === null ? null : whole('sparsity', s))),
    noise: axis('noise', noise, (level) => atLeastZero('noise', level)),
    constraint: axis('constraint', constraint, setOf),
    solver: axis('solver', solver, solverOf),
    rows: axis('rows', rows, lawOf),
    observation: axis('observation', observation, observationOf),
    values,
    loss: named(loss, lossFromJSON, 'loss'),
    stepSize: named(stepSize, stepSizeFromJSON, 'stepSize'),
    ...{ trials, most, seed, precision, maxIterations, tolerance, threshold },
    engine: engineOf(options.engine),
  };
  checkSearch(setting);
  checkPlanting(setting);
  return setting;
}

/** The values of an axis, or the one value. */
export const listOf = <T>(value: OneOrMore<T>): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

// Of three trials, all of them successes or none, Wilson's interval still holds one half: a search would not know where to go.
function checkSearch(setting: PhaseSetting): void {
  const { n, most } = setting;
  if (!isSearch(n) || wilsonInterval(most, most, levelOf(setting)).low > 0.5) return;
  throw invalid(
    most === setting.trials ? 'trials' : 'most',
    `${most} for n = { from, to }`,
    'enough for all of them to tell success from one half: trials of at least 4, or more where most is above them',
  );
}

/** The level of a cell's intervals: 95 % for all the looks together that may be taken at it (Bonferroni). */
export const levelOf = ({ trials, most }: PhaseSetting): number =>
  1 - 0.05 / Math.ceil(most / trials);

/** The smallest and the largest n. */
export function rangeOf(n: PhaseSetting['n']): Search {
  if (isSearch(n)) return n;
  const all = listOf(n);
  return { from: Math.min(...all), to: Math.max(...all) };
}

function axis<T, U>(
  name: Parameter,
  given: OneOrMore<T>,
  check: (value: T) => U,
): U | readonly U[] {
  const values = listOf(given).map(check);
  if (values.length === 0) throw invalid(name, 'an empty list', 'one value or more', 'Add one.');
  const seen = new Set<string>();
  for (const value of values) {
    const text = JSON.stringify(value);
    if (seen.has(text)) throw invalid(name, `${text} twice`, 'values that differ', 'Remove one.');
    seen.add(text);
  }
  return values.length === 1 ? values[0] : values;
}

function search(range: Search): Search {
  checkNames(`${WHERE} n`, range, ['from', 'to']);
  const { from, to } = range;
  whole('n.from', from);
  whole('n.to', to);
  if (from > to) throw invalid('n', `from ${from} to ${to}`, 'from ≤ to', 'Exchange them.');
  // Each n is a cell of the line, and the axis of a result lists them.
  if (to - from >= MOST_ROWS) {
    throw invalid(
      'n',
      `from ${from} to ${to}`,
      `at most ${MOST_ROWS} numbers of rows`,
      'Search fewer.',
    );
  }
  return { from, to };
}

const MOST_ROWS = 1e6;

const rowsOf = (n: number) => whole('n', n);

function whole(name: string, value: number): number {
  checkInteger(WHERE, name, value, 1, INDEX_LIMIT);
  return value;
}

function atLeastZero(name: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return value;
  throw invalid(name, show(value), 'a number of at least 0');
}

function setOf(given: string | Constraint | Recipe): string | Recipe {
  if (given === null || typeof given !== 'object') {
    if (isFamily(given)) return given;
    throw invalid(
      'constraint',
      show(given),
      `a set, or one of ${familyNames.join(', ')}`,
      'Give the name of one.',
    );
  }
  if (typeof (given as Constraint)?.project === 'function') {
    return constraintToJSON(given as Constraint);
  }
  return constraintToJSON(setFrom(given as Recipe));
}

function solverOf(given: string | Solver | NamedJSON): string | Recipe {
  const { name, parameters } = named(given, solverFromJSON, 'solver');
  const usual = solverFromJSON({ name }).parameters ?? {};
  // By its name alone where that says it all: records are read by people too.
  return JSON.stringify(parameters) === JSON.stringify(usual) ? name : { name, parameters };
}

/** A loss, solver or step size as what makes it again. */
function named<T extends NamedJSON>(
  part: string | T | NamedJSON,
  make: (json: NamedJSON) => T,
  what: string,
): Recipe {
  const given = typeof part === 'string' ? { name: part } : part;
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw invalid(what, show(given), 'one by its name, or as the library makes it');
  }
  const isMade = Object.values(given).some((value) => typeof value === 'function');
  // Without what is undefined, as JSON has it.
  return JSON.parse(JSON.stringify(recipeOf(isMade ? given : make(given), `${WHERE} ${what}`)));
}

// One law only, and a copy: seeds are made of it.
function lawOf(given: Rows): Rows {
  if (given === null || typeof given !== 'object') return given;
  const [name, ...others] = Object.keys(given);
  if (others.length > 0) {
    throw invalid('rows', show(given), 'one law, as in { ar1: 0.5 }', 'Give several as a list.');
  }
  return { [name]: (given as Record<string, number>)[name] } as unknown as Rows;
}

// Without ends that cut nothing off, which JSON cannot write, and in one order.
function observationOf(given: Observation): Observation {
  const { alpha, lower, upper } = responseOf(given);
  if (typeof given === 'string' || 'leaky' in given) {
    return typeof given === 'string' ? given : { leaky: alpha };
  }
  if (lower === -Infinity && upper === Infinity) return 'linear';
  return { ...(lower > -Infinity && { lower }), ...(upper < Infinity && { upper }) };
}

function engineOf(choice: EngineChoice = 'auto'): 'wasm' | 'reference' {
  if (choice === 'threads') {
    throw invalid(
      'engine',
      "'threads'",
      "'wasm' or 'reference': trials run side by side instead",
      'Leave it out.',
    );
  }
  return selectEngine(choice, { rows: 1, columns: 1, bytes: 8, threads: 1 }).name === 'wasm'
    ? 'wasm'
    : 'reference';
}

// What `plantedProblem` refuses is refused here, once for each value where that does: all of a product may be many.
function checkPlanting(setting: PhaseSetting): void {
  const { values, precision } = setting;
  const [d, sparsity] = [listOf(setting.d), listOf(setting.sparsity)];
  const [least, most] = [Math.min(...d), Math.max(...d)];
  const numbers = rangeOf(setting.n).to * most;
  if (numbers > 2 ** 32)
    throw invalid('n × d', show(numbers), 'at most 2³² numbers', 'Lower n or d.');
  for (const s of sparsity) {
    if (s !== null && s > least)
      throw invalid('sparsity', show(s), `at most d = ${least}`, 'Lower it, or raise d.');
  }
  for (const set of listOf(setting.constraint)) {
    if (typeof set !== 'string') {
      const made = setFrom(set);
      for (const columns of d) made.checkDimension?.(columns);
      checkSize(made, sparsity);
    } else if (sparsity.includes(null)) {
      throw invalid(
        'sparsity',
        'none',
        `a number for the family '${set}'`,
        'Give sparsity, or a set in place of the family.',
      );
    } else {
      for (const columns of d) for (const s of sparsity) checkFamily(set, columns, s as number);
    }
  }
  for (const rows of listOf(setting.rows)) {
    plantedParts({ n: 1, d: 1, rows, values, precision });
  }
}

// Weights with more nonzeros than that are planted with as many as the set holds: an axis of them would be none.
function checkSize({ name, level = Infinity }: Constraint, sparsity: readonly (number | null)[]) {
  const most = Math.max(...sparsity.map(Number));
  if (name !== 'sparse' || most <= level) return;
  throw invalid(
    'sparsity',
    `${most} for weights in the set sparse(${level})`,
    `at most ${level}`,
    "Lower it, or give the family 'sparse', which has a set for each sparsity.",
  );
}

function checkFamily(name: string, d: number, s: number): void {
  const needed = familyOf(name).needs?.(d, s);
  if (needed === undefined) return;
  throw invalid(
    'constraint',
    `'${name}' with d = ${d} and sparsity ${s}`,
    needed,
    'Change d or sparsity.',
  );
}

export const WHERE = 'phaseTransition';

export function invalid(
  name: string,
  got: string,
  expected: string,
  remedy = 'Correct what was given.',
): RelufitError {
  return new RelufitError('INVALID_ARGUMENT', `${WHERE} ${name}`, got, expected, remedy);
}
