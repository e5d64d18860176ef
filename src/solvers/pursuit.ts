import type { Constraint, TangentSpace } from '../constraints/constraint.js';
import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { builtIn } from '../problem/built-in.js';
import { notFinite, residualsOf, withoutNext } from './fixed-point.js';
import { isUninformative, localQuadratic } from './local-quadratic.js';
import type { Problem } from './problem.js';
import type { Iteration, Solver, SolverState } from './solver.js';
import { SubspaceSolver } from './subspace-step.js';

/**
 * Support pursuit: the step of the projected gradient chooses a subspace of K, and least squares on it the weights.
 *
 * T ← tangent space of K at P_K(u − μ∇L(u)), for `sparse` its support; u⁺ = argmin Σ ωᵢ(⟨u, xᵢ⟩ − tᵢ)² over T, ωᵢ(z − tᵢ)²/2
 * the parabola of the loss at zᵢ. For the ReLU these are the rows with z > 0 and t = y; in the first step, where z = 0, those
 * with y > 0. Where that no longer changes T it is Newton's method on T, whose steps are shortened until L falls. For sets
 * made of subspaces and losses with a curvature. Without noise it ends at w* to rounding, after about three steps.
 *
 * The steps μ are the paper's over the mean square of X; the option `stepSize` changes nothing.
 *
 * Cost of a step: one trip over X and O(n₊k²) for k free weights; in a tangent space without coordinates (lowRank, inBasis) a
 * trip for each conjugate gradient instead.
 *
 * @see S. Foucart, "Hard thresholding pursuit: an algorithm for compressive sensing" (2011).
 */
export function pursuit(): Solver {
  return builtIn({
    name: 'pursuit',
    parameters: {},
    requires: { constraint: ['tangentSpace'], loss: ['curvature'] },
    coordinates: 'equilibrated',
    iterate,
  });
}

// How often a step on one subspace is halved before it counts as leading nowhere.
const HALVINGS = 12;
// An iterate on the same subspace must lower the residual by this much, where it does not lower L.
const PROGRESS = 0.5;

/** An iterate, what was computed there, and the subspace it was found on. */
interface Point {
  u: Vector;
  g: Vector;
  objective: number;
  z: Float64Array;
  space?: TangentSpace;
}

function* iterate(problem: Problem, initial: ArrayLike<number>): Iteration {
  const [u, g, u2, g2, projected, best] = problem.allocate(6);
  const solver = new SubspaceSolver(problem);
  const visited: { space: TangentSpace; objective: number }[] = [];
  const tangentSpace = problem.constraint.tangentSpace as NonNullable<Constraint['tangentSpace']>;
  let here: Point = { u, g, objective: 0, z: new Float64Array(0) };
  let ahead: Point = { u: u2, g: g2, objective: 0, z: new Float64Array(0) };
  let bestState: SolverState | undefined;
  let last = Infinity;
  problem.start(initial, here.u);
  yield* look(problem, here);
  for (;;) {
    if (!Number.isFinite(here.objective)) {
      yield notFinite(here.u, here.objective);
      return;
    }
    const { paperSteps, meanSquare } = problem;
    const mu = (isUninformative(here.z) ? paperSteps.first : paperSteps.later) / meanSquare;
    const failure = problem.projectedStep(here.u, here.g, mu, projected);
    if (failure !== undefined) {
      yield withoutNext(here.u, here.objective, mu, failure);
      return;
    }
    const distance = Math.sqrt(problem.squaredDistance(here.u, projected));
    const residuals = residualsOf(problem, { ...here, next: projected }, mu, distance);
    const state = {
      iterate: here.u,
      objective: here.objective,
      stepSize: mu,
      ...residuals,
      stalled: false,
      diverged: false,
    };
    if (bestState === undefined || state.objective <= bestState.objective) {
      best.array.set(here.u.array);
      bestState = { ...state, iterate: best };
    }
    yield state;
    const { relativeResidual } = residuals;
    const space = tangentSpace(Float64Array.from(projected.array.subarray(0, problem.columns)));
    const stays = here.space !== undefined && isSame(space, here.space);
    yield* advance(space, stays, relativeResidual);
    const falls = here.objective - ahead.objective > problem.roundoff(here.objective);
    const stuck = stays && !falls && !(relativeResidual <= PROGRESS * last);
    const returns = !stays && visited.some((earlier) => isBackAt(earlier, problem, ahead, space));
    if (stuck || returns) {
      if (returns) problem.notes.warnings.push(CYCLE);
      const stalled = { ...bestState, stalled: true };
      for (;;) yield stalled;
    }
    last = stays ? relativeResidual : Infinity;
    ahead.space = space;
    visited.push({ space, objective: ahead.objective });
    [here, ahead] = [ahead, here];
  }

  // To the least point of the local quadratic on the subspace, or, from a point of it, as far that way as L falls.
  function* advance(space: TangentSpace, stays: boolean, relativeResidual: number): Waiting<void> {
    const quadratic = localQuadratic(problem, here.z);
    const accuracy = Math.min(1e-3, Math.max(relativeResidual ** 2, 4 * problem.epsilon));
    const from = { u: here.u, z: here.z, inSpace: stays };
    yield* solver.solve(space, quadratic, from, projected, accuracy, ahead.u);
    problem.project(ahead.u);
    yield* look(problem, ahead);
    const most = here.objective + problem.roundoff(here.objective);
    for (let k = 0; stays && !(ahead.objective <= most) && k < HALVINGS; k++) {
      const [a, b] = [here.u.array, ahead.u.array];
      for (let j = 0; j < b.length; j++) b[j] = (a[j] + b[j]) / 2;
      problem.project(ahead.u);
      yield* look(problem, ahead);
    }
  }
}

const CYCLE =
  'the pursuit came back to a support it had left: the weights are the best it met, and others may fit better. Use more ' +
  'rows, a larger set or another initial';

function* look(problem: Problem, point: Point): Waiting<void> {
  const { objective, z } = yield* wait(problem.gradientAndLatent(point.u, point.g));
  point.objective = objective;
  point.z = z;
}

// Subspaces without coordinates turn a little with each step; they are taken for one.
function isSame(a: TangentSpace, b: TangentSpace): boolean {
  if ('project' in a || 'project' in b) return true;
  return a.support.length === b.support.length && a.support.every((j, k) => j === b.support[k]);
}

const isBackAt = (
  earlier: { readonly space: TangentSpace; readonly objective: number },
  problem: Problem,
  { objective }: Point,
  space: TangentSpace,
) =>
  isSame(earlier.space, space) &&
  Math.abs(earlier.objective - objective) <= problem.roundoff(objective);
