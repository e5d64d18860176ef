// Losses, solvers and step sizes by their names and parameters: what a worker is sent, and what a file of a model holds.

import { RelufitError, show } from './errors.js';
import type { Recipe } from './problem/built-in.js';
import { leastSquares } from './problem/least-squares.js';
import type { Loss } from './problem/loss.js';
import { auto } from './solvers/auto.js';
import { messagePassing } from './solvers/message-passing/message-passing.js';
import { projectedGradient } from './solvers/projected-gradient.js';
import { pursuit } from './solvers/pursuit.js';
import type { Solver } from './solvers/solver.js';
import { backtracking, constantStep, paperSchedule, type StepSize } from './solvers/step-size.js';

type Table<T> = Readonly<Record<string, (parameters: never) => T>>;

const LOSSES: Table<Loss> = { leastSquares };

const SOLVERS: Table<Solver> = { auto, messagePassing, projectedGradient, pursuit };

const STEP_SIZES: Table<StepSize> = {
  backtracking,
  constantStep: ({ mu }: { mu: number }) => constantStep(mu),
  paperSchedule,
};

/** The loss of this name and parameters; throws INVALID_ARGUMENT where there is none, as a factory does. */
export const lossOf = (recipe: Recipe): Loss => made(LOSSES, recipe, 'loss');

/** The solver of this name and parameters. */
export const solverOf = (recipe: Recipe): Solver => made(SOLVERS, recipe, 'solver');

/** The step size of this name and parameters. */
export const stepSizeOf = (recipe: Recipe): StepSize => made(STEP_SIZES, recipe, 'step size');

function made<T>(table: Table<T>, { name, parameters }: Recipe, what: string): T {
  if (Object.hasOwn(table, name)) return table[name](parameters as never);
  throw new RelufitError(
    'INVALID_ARGUMENT',
    what,
    show(name),
    `one of ${Object.keys(table).join(', ')}`,
    'It may be of a newer version.',
  );
}
