// Losses, solvers and step sizes by their names and parameters: what a worker is sent, and what a file of a model holds.

import { checkNames, RelufitError, show } from './errors.js';
import { foreignPart, type Recipe } from './problem/built-in.js';
import { leastSquares } from './problem/least-squares.js';
import type { Loss } from './problem/loss.js';
import { matching } from './problem/matching.js';
import { oneSided } from './problem/one-sided.js';
import { robust } from './problem/robust.js';
import { acceleratedProjectedGradient } from './solvers/accelerated-projected-gradient.js';
import { auto } from './solvers/auto.js';
import { messagePassing } from './solvers/message-passing/message-passing.js';
import { newton } from './solvers/newton.js';
import { normalizedStep } from './solvers/normalized-step.js';
import { projectedGradient } from './solvers/projected-gradient.js';
import { pursuit } from './solvers/pursuit.js';
import type { Solver } from './solvers/solver.js';
import { backtracking, constantStep, paperSchedule, type StepSize } from './solvers/step-size.js';
import { stochasticGradient } from './solvers/stochastic-gradient.js';
import { tobit } from './solvers/tobit.js';

type Table<T> = Readonly<Record<string, (parameters: never) => T>>;

/** Every loss, solver and step size of the library, by name. */
export const LOSSES = { leastSquares, matching, oneSided, robust, tobit } satisfies Table<Loss>;

export const SOLVERS = {
  acceleratedProjectedGradient,
  auto,
  messagePassing,
  newton,
  projectedGradient,
  pursuit,
  stochasticGradient,
} satisfies Table<Solver>;

export const STEP_SIZES = {
  backtracking,
  normalizedStep,
  constantStep: ({ mu }: { mu: number }) => constantStep(mu),
  paperSchedule,
} satisfies Table<StepSize>;

/** What `lossNames` has. */
export type LossName = keyof typeof LOSSES;
/** What `solverNames` has. */
export type SolverName = keyof typeof SOLVERS;
/** What `stepSizeFromJSON` knows. */
export type StepSizeName = keyof typeof STEP_SIZES;

/** The loss of this name and parameters; throws INVALID_ARGUMENT where there is none, as a factory does. */
export const lossOf = (recipe: Recipe): Loss => made(LOSSES, recipe, 'loss');

/** The solver of this name and parameters. */
export const solverOf = (recipe: Recipe): Solver => made(SOLVERS, recipe, 'solver');

/** The step size of this name and parameters. */
export const stepSizeOf = (recipe: Recipe): StepSize => made(STEP_SIZES, recipe, 'step size');

/**
 * The names that `lossFromJSON` knows.
 *
 * @example
 * ```ts
 * lossNames; // ['leastSquares', 'matching', 'oneSided', 'robust', 'tobit']
 * ```
 */
export const lossNames: readonly string[] = Object.keys(LOSSES);

/**
 * The names that `solverFromJSON` knows.
 *
 * @example
 * ```ts
 * solverNames; // ['acceleratedProjectedGradient', 'auto', 'messagePassing', 'newton', 'projectedGradient', …]
 * ```
 */
export const solverNames: readonly string[] = Object.keys(SOLVERS);

/**
 * The loss of a name and parameters, which may be left out for its defaults.
 *
 * @throws RelufitError INVALID_ARGUMENT where there is none of that name, or its factory refuses the parameters.
 * @example
 * ```ts
 * const loss = lossFromJSON({ name: 'robust', parameters: { outliers: 0.1 } });
 * loss.parameters; // { outliers: 0.1 }
 * lossFromJSON({ name: 'absolute' }); // throws INVALID_ARGUMENT
 * ```
 */
export const lossFromJSON = (json: NamedJSON): Loss => fromJSON(LOSSES, json, 'loss');

/**
 * The solver of a name and parameters, which may be left out for its defaults.
 *
 * @throws RelufitError INVALID_ARGUMENT as `lossFromJSON`.
 * @example
 * ```ts
 * solverFromJSON({ name: 'pursuit' }).parameters; // { restart: true }
 * ```
 */
export const solverFromJSON = (json: NamedJSON): Solver => fromJSON(SOLVERS, json, 'solver');

/**
 * The step size of a name and parameters, which may be left out for their defaults, if they have any.
 *
 * @throws RelufitError INVALID_ARGUMENT as `lossFromJSON`.
 * @example
 * ```ts
 * stepSizeFromJSON({ name: 'backtracking' }).parameters; // { shrink: 0.5, decrease: 0.0001 }
 * ```
 */
export const stepSizeFromJSON = (json: NamedJSON): StepSize =>
  fromJSON(STEP_SIZES, json, 'step size');

/** A loss, solver or step size as plain data. */
export interface NamedJSON {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** What makes a loss, solver or step size again; throws INVALID_ARGUMENT where it is made of functions. */
export function recipeOf(part: NamedJSON, where: string): Recipe {
  if (foreignPart(part) === undefined) {
    return { name: part.name, parameters: { ...part.parameters } };
  }
  throw new RelufitError(
    'INVALID_ARGUMENT',
    where,
    `${show(part.name)}, made of functions`,
    'one of this library',
    'Save what it was made of, and make it again from that.',
  );
}

function fromJSON<T extends NamedJSON>(table: Table<T>, json: NamedJSON, what: string): T {
  checkNames(what, json, ['name', 'parameters']);
  const { name, parameters = {} } = json;
  if (parameters === null || typeof parameters !== 'object' || Array.isArray(parameters)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      `${what} ${show(name)}`,
      `parameters: ${show(parameters)}`,
      'an object',
      'Leave them out for the defaults.',
    );
  }
  const value = made(table, { name, parameters }, what);
  checkNames(`${what} ${name}`, parameters, Object.keys(value.parameters ?? {}));
  return value;
}

function made<T>(table: Table<T>, { name, parameters }: Recipe, what: string): T {
  if (Object.hasOwn(table, name)) return table[name](parameters as never);
  throw new RelufitError(
    'INVALID_ARGUMENT',
    what,
    show(name),
    `one of ${Object.keys(table).join(', ')}`,
    'Correct it; a newer version may know it.',
  );
}
