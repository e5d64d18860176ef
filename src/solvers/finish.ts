// The end of solvers that choose among several points: states of the one chosen, as all solvers have them.

import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { residualsOf } from './fixed-point.js';
import type { Problem } from './problem.js';
import { projectedGradient } from './projected-gradient.js';
import type { Iteration, SolverState } from './solver.js';
import type { StepSize } from './step-size.js';
import { same, supportOf } from './support.js';

// The part of the first step below which none that keeps the support is looked for.
const SMALLEST_PART = 2 ** -40;

// The part of the mean of y² below which a misfit is none.
const EXACT = 1e-9;

/** Is so little of y left that there is nothing more to be found? */
export const explainsAll = (objective: number, { scaleOfObjective }: Problem): boolean =>
  objective <= EXACT * scaleOfObjective;

/** What projected gradient descent says of u, which is what all solvers say. Two passes or more. */
export function* stateAt(problem: Problem, u: Vector, stepSize: StepSize): Waiting<SolverState> {
  for (const state of projectedGradient().iterate(problem, copyForUser(problem, u), stepSize)) {
    if (!(state instanceof Promise)) return state;
    yield state;
  }
  throw new Error('projectedGradient has a state for every start');
}

/** u in the user's coordinates, to start from. */
export const copyForUser = (problem: Problem, u: Vector): Float64Array =>
  new Float64Array(problem.inUserCoordinates(u).array);

/**
 * The states of projected gradient descent from u on. Where it stalls, as at a u solved on its support where no other lowers
 * L, the residual is that of the longest step tried that keeps the support, as of a descent come here by such steps.
 */
export function* finishFrom(problem: Problem, u: Vector, stepSize: StepSize): Iteration {
  for (const state of projectedGradient().iterate(problem, copyForUser(problem, u), stepSize)) {
    if (!(state instanceof Promise) && state.stalled && state.failure === undefined) {
      yield* restingStates(problem, state.iterate, state, stepSize);
    }
    yield state;
  }
}

function* restingStates(
  problem: Problem,
  u: Vector,
  stalled: SolverState,
  stepSize: StepSize,
): Iteration {
  const [g, next] = problem.allocate(2);
  const support = supportOf(u.array, problem.length);
  const objective = yield* wait(problem.gradient(u, g));
  const proposed = stepSize.propose(1, problem.paperSteps, problem.meanSquare, Infinity);
  let state: SolverState = { ...stalled, iterate: u, objective };
  for (let mu = proposed; mu >= proposed * SMALLEST_PART; mu *= stepSize.shrink) {
    if (problem.projectedStep(u, g, mu, next) !== undefined) continue;
    if (!same(support, supportOf(next.array, problem.length))) continue;
    const distance = Math.sqrt(problem.squaredDistance(u, next));
    state = { ...state, stepSize: mu, ...residualsOf(problem, { u, g, next }, mu, distance) };
    break;
  }
  for (;;) yield state;
}
