// What a setting holds as plain data, made again.

import type { Constraint } from '../../constraints/constraint.js';
import { constraintOf, fromPlain } from '../../constraints/recipe.js';
import type { Recipe } from '../../problem/built-in.js';
import { solverOf } from '../../recipes.js';
import type { Solver } from '../../solvers/solver.js';

/** The set of a recipe, which has texts for what JSON has no numbers for. */
export const setFrom = (recipe: Recipe): Constraint =>
  constraintOf(fromPlain(recipe) as Recipe, 'phaseTransition constraint');

/** The solver of a name, with its defaults, or of a recipe. */
export const solverFrom = (solver: string | Recipe): Solver =>
  solverOf(typeof solver === 'string' ? { name: solver, parameters: {} } : solver);
