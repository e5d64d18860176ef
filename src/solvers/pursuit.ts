import type { Constraint, TangentSpace } from '../constraints/constraint.js';
import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import { isInside } from '../problem/observation.js';
import { notFinite, residualsOf, withoutNext } from './fixed-point.js';
import { isUninformative, localQuadratic } from './local-quadratic.js';
import type { Problem } from './problem.js';
import { type Iteration, type Solver, type SolverState, withBest } from './solver.js';
import { SubspaceSolver } from './subspace-step.js';
import { searchSupport } from './support-search.js';

/**
 * Support pursuit: the step of the projected gradient chooses a subspace of K, and least squares on it the weights.
 *
 * T ← tangent space of K at P_K(u − μ∇L(u)), for `sparse` its support; u⁺ = argmin Σ ωᵢ(⟨u, xᵢ⟩ − tᵢ)² over T, with
 * ½ωᵢ(z − tᵢ)² the parabola of the loss at zᵢ. For the ReLU these are the rows with z > 0 and t = y; in the first step, where
 * z = 0, and while T changes if no y < 0 and some y = 0, those with y > 0. Where T no longer changes it is Newton's method on
 * T, whose steps are shortened until L falls. Without noise it ends at w* to rounding, at the size of the paper after three
 * steps or four.
 *
 * Where a run ends and L is not 0 there, K is a union of supports and `restart` is not false, a second run starts where a
 * search leads that takes every y that is not cut off for exact; the lower end counts. It recovers w* from fewer rows (at
 * d = 1000 and s = 20, 145 rows: 34 of 40 trials, 19 without), and with noise triples the passes. The search is no iteration:
 * its trips are in `passes`, and a signal or time limit is heard after it.
 *
 * Columns are equilibrated where K allows it; μ is the paper's over the mean square of X, and the option `stepSize` changes
 * nothing. A run that comes back to a support or makes no more progress ends as 'stalled', with a warning.
 *
 * Cost of a step: one trip over X and O(n₊k²) for k free weights; in a tangent space without coordinates (lowRank,
 * subspace, inBasis), or of more than 2048, a trip for each conjugate gradient.
 *
 * @param options.restart default true.
 * @throws RelufitError INVALID_ARGUMENT for other options; INCOMPATIBLE, in the fit, for a set that is not made of subspaces
 * or a loss without a curvature.
 * @see S. Foucart, "Hard thresholding pursuit: an algorithm for compressive sensing" (2011).
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * fitSync(X, y, { constraint: sparse(3), solver: pursuit() }).iterations; // 2
 * ```
 */
export function pursuit(options: { restart?: boolean } = {}): Solver {
  checkNames('pursuit', options, ['restart']);
  const { restart = true } = options;
  if (typeof restart !== 'boolean') {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'pursuit({ restart })',
      show(restart),
      'true or false',
      'Leave it out for the default.',
    );
  }
  return builtIn({
    name: 'pursuit',
    parameters: { restart },
    requires: { constraint: ['tangentSpace'], loss: ['curvature'] },
    coordinates: 'equilibrated',
    iterate: (problem, initial) => iterate(problem, initial, restart),
  });
}

// The relative residual from which on an iterate is where its run ends.
const ARRIVED = 1e-8;
// How often a step on one subspace is halved before it counts as leading nowhere.
const HALVINGS = 6;
// Less than these parts off L and of the residual is no progress; so many rounds of it on one subspace end the run.
const PROGRESS = { objective: 1e-3, residual: 0.7 };
const PATIENCE = 3;

/** An iterate, what was computed there, and the subspace it was found on. */
interface Point {
  u: Vector;
  g: Vector;
  objective: number;
  z: Float64Array;
  space?: TangentSpace;
}

function* iterate(problem: Problem, initial: ArrayLike<number>, restart: boolean): Iteration {
  const [u, g, u2, g2, projected, best, first] = problem.allocate(7);
  const solver = new SubspaceSolver(problem);
  const tangentSpace = problem.constraint.tangentSpace as NonNullable<Constraint['tangentSpace']>;
  let visited: { space: TangentSpace; objective: number }[] = [];
  let here: Point = { u, g, objective: 0, z: new Float64Array(0) };
  let ahead: Point = { u: u2, g: g2, objective: 0, z: new Float64Array(0) };
  let bestState: SolverState | undefined;
  // Where the first run ended, while there is a second.
  let end: SolverState | undefined;
  let mayRestart = restart && !problem.constraint.convex;
  let lowest = Infinity;
  let idle = 0;
  // While supports change, where y says which rows are equations.
  let believes = yTellsRows(problem);
  problem.start(initial, here.u);
  yield* begin();
  for (;;) {
    if (!Number.isFinite(here.objective)) {
      if (yield* returned(Infinity)) continue;
      yield notFinite(here.u, here.objective);
      return;
    }
    const { paperSteps, meanSquare } = problem;
    const mu = (isUninformative(here.z) ? paperSteps.first : paperSteps.later) / meanSquare;
    const failure = problem.projectedStep(here.u, here.g, mu, projected);
    if (failure !== undefined) {
      if (yield* returned(Infinity)) continue;
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
    const { relativeResidual } = residuals;
    if (bestState === undefined || state.objective <= bestState.objective) {
      best.array.set(here.u.array);
      bestState = { ...state, iterate: best };
    }
    const space = tangentSpace(new Float64Array(projected.array.subarray(0, problem.columns)));
    const arrived = relativeResidual <= Math.max(ARRIVED, 64 * problem.epsilon);
    if (arrived && mayGoOn(state, space)) {
      yield { ...state, goesOn: true };
      yield* secondRun(state);
      continue;
    }
    if (arrived && (yield* returned(state.objective))) continue;
    yield withBest(state, end);
    const stays = here.space !== undefined && isSame(space, here.space);
    yield* advance(space, stays, relativeResidual);
    const fall = here.objective - ahead.objective;
    const moves =
      !stays ||
      fall > PROGRESS.objective * Math.abs(here.objective) + problem.roundoff(here.objective) ||
      relativeResidual <= PROGRESS.residual * lowest;
    const noise = fall <= problem.roundoff(here.objective);
    idle = moves ? 0 : idle + (noise ? PATIENCE : 1);
    const rises = stays && fall < -problem.roundoff(here.objective);
    const stuck = idle >= PATIENCE || rises || !Number.isFinite(ahead.objective);
    const returns = !stays && isBack(ahead.objective, space);
    if (returns && believes) {
      // It may be what is believed that leads round.
      believes = false;
      visited = [];
    } else if (stuck || returns) {
      if (mayGoOn(bestState, space)) {
        yield* secondRun(bestState);
        continue;
      }
      if (yield* returned(bestState.objective)) continue;
      problem.notes.warnings.push(returns ? CYCLE : STUCK);
      const stalled = { ...bestState, stalled: true };
      for (;;) yield stalled;
    }
    lowest = stays ? Math.min(lowest, relativeResidual) : Infinity;
    ahead.space = space;
    visited.push({ space, objective: ahead.objective });
    [here, ahead] = [ahead, here];
  }

  // Objectives are compared first: supports take as long as they are.
  function isBack(objective: number, space: TangentSpace): boolean {
    const rounding = problem.roundoff(objective);
    return visited.some(
      (earlier) =>
        Math.abs(earlier.objective - objective) <= rounding && isSame(space, earlier.space),
    );
  }

  // A first run that ended where L is not 0 may have missed the support.
  function mayGoOn(state: SolverState, space: TangentSpace): boolean {
    // Where L is a likelihood no value says that nothing is left to explain.
    const exact = problem.loss.likelihood
      ? -Infinity
      : (1024 * problem.epsilon) ** 2 * problem.scaleOfObjective;
    return mayRestart && !(state.objective <= exact) && !('project' in space);
  }

  // A second run, from where the search leads.
  function* secondRun(state: SolverState): Waiting<void> {
    mayRestart = false;
    first.array.set(state.iterate.array);
    end = { ...state, iterate: first };
    yield* searchSupport(problem, solver, [ahead.u, ahead.g, projected, here.u]);
    [here, ahead] = [ahead, here];
    yield* begin();
  }

  // Where the second run does not end lower than the first, the first goes on.
  function* returned(objective: number): Waiting<boolean> {
    if (end === undefined || !(end.objective < objective)) return false;
    end = undefined;
    here.u.array.set(first.array);
    yield* begin();
    return true;
  }

  function* begin(): Waiting<void> {
    here.space = undefined;
    bestState = undefined;
    visited = [];
    lowest = Infinity;
    idle = 0;
    yield* look(problem, here);
  }

  // To the least point of the local quadratic on the subspace, or, from a point of it, as far that way as L falls.
  function* advance(space: TangentSpace, stays: boolean, relativeResidual: number): Waiting<void> {
    const quadratic = localQuadratic(problem, here.z, believes && !stays ? 'in y' : 'in z');
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

// Is y cut off exactly, as it is without noise or with noise before φ? Then it says itself which rows are equations.
function yTellsRows({ loss, response, y }: Problem): boolean {
  if (loss.shared !== undefined) return false;
  let cut = false;
  for (let i = 0; i < y.length; i++) {
    if (y[i] < response.lower || y[i] > response.upper) return false;
    cut ||= !isInside(y[i], response);
  }
  return cut;
}

const CYCLE =
  'the pursuit came back to a support it had left: the weights are the best it met, and others may fit better. Use more ' +
  'rows, a larger set or another initial';

const STUCK =
  'the pursuit found no further descent on its subspace, at a kink of the observation or at the limit of rounding: the ' +
  'weights are the best it met';

function* look(problem: Problem, point: Point): Waiting<void> {
  const { objective, z } = yield* wait(problem.gradientAndLatent(point.u, point.g));
  point.objective = objective;
  point.z = z;
}

// Subspaces without coordinates turn a little with each step; they are taken for one.
function isSame(a: TangentSpace, b: TangentSpace): boolean {
  if ('project' in a || 'project' in b) return true;
  const { length } = a.support;
  if (length !== b.support.length) return false;
  for (let k = 0; k < length; k++) if (a.support[k] !== b.support[k]) return false;
  return true;
}
