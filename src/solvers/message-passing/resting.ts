import type { Vector } from '../../engine/engine.js';
import { wait } from '../../engine/wait.js';
import type { Problem } from '../problem.js';
import type { Iteration, SolverState } from '../solver.js';
import type { StepSize } from '../step-size.js';
import { same, supportOf } from './support-least-squares.js';

// The part of the first step below which none that keeps the support is looked for.
const SMALLEST_PART = 2 ** -40;

/**
 * States, without end, of a u that is solved on its support and that no longer support lowers L from: its residual is
 * that of the longest step tried that keeps the support, as of a descent that had come here by such steps.
 */
export function* restingStates(
  problem: Problem,
  u: Vector,
  stalled: SolverState,
  stepSize: StepSize,
): Iteration {
  const [g, next] = problem.allocate(2);
  const support = supportOf(u.array, problem.columns, problem.hasIntercept);
  const objective = yield* wait(problem.gradient(u, g));
  const proposed = stepSize.propose(1, problem.paperSteps, problem.meanSquare, Infinity);
  let state: SolverState = { ...stalled, iterate: u, objective };
  for (let mu = proposed; mu >= proposed * SMALLEST_PART; mu *= stepSize.shrink) {
    if (problem.projectedStep(u, g, mu, next) !== undefined) continue;
    if (!same(support, supportOf(next.array, problem.columns, problem.hasIntercept))) continue;
    const distance = Math.sqrt(problem.squaredDistance(u, next));
    const scale = Math.min(1, (mu * problem.meanSquare) / problem.unit);
    const size = Math.max(problem.norm(u), problem.norm(next));
    const relativeResidual = distance === 0 ? 0 : distance / (scale * size);
    state = { ...state, stepSize: mu, residual: distance / mu, relativeResidual };
    break;
  }
  for (;;) yield state;
}
