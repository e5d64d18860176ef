import { wait } from '../engine/wait.js';
import { builtIn } from '../problem/built-in.js';
import { CycleDetector } from './cycle.js';
import { ceilingOf, curvatureAlong, notFinite, residualsOf, withoutNext } from './fixed-point.js';
import type { Problem } from './problem.js';
import type { Iteration, Solver } from './solver.js';
import type { StepSize } from './step-size.js';

/**
 * The paper's algorithm: w_{t+1} = P_K(w_t − μ_t ∇L(w_t)), from w₀ = P_K(initial).
 *
 * One trip over X a step, one more for each step refused. With steps that do not adapt, iterates that repeat (period 2 to
 * 16) end the run as stalled, with a warning.
 *
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), arXiv:1705.04591.
 * @example
 * ```ts
 * const { X, y, planted } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * const given = { constraint: sparse(3), solver: projectedGradient(), planted };
 * const { status, trace } = fitSync(X, y, given);
 * status; // 'converged'
 * trace.error; // [1, 0.722…, …] (w₀ = 0 and ‖w*‖ = 1)
 * ```
 */
export function projectedGradient(): Solver {
  return builtIn({
    name: 'projectedGradient',
    parameters: {},
    requires: {},
    coordinates: 'of the step size',
    iterate,
  });
}

// The part of a proposed step below which the search for a shorter one ends, even from u = 0.
const SMALLEST_PART = 2 ** -100;

function* iterate(problem: Problem, initial: ArrayLike<number>, stepSize: StepSize): Iteration {
  let [u, g, next, nextGradient] = problem.allocate(4);
  problem.start(initial, u);
  let objective = yield* wait(problem.gradient(u, g));
  const ceiling = ceilingOf(problem, objective);
  // Where L falls with every step nothing can repeat.
  const cycle = stepSize.adaptive ? undefined : new CycleDetector(problem);
  let period = 0;
  let mu = 0;
  let failure: string | undefined;
  for (let t = 0; ; t++) {
    if (!Number.isFinite(objective)) {
      yield notFinite(u, objective);
      return;
    }
    const measured = stepSize.measure && (yield* stepSize.measure(problem, u, g));
    mu = measured?.step ?? stepSize.propose(t, problem.paperSteps, problem.meanSquare, mu);
    const proposed = mu;
    if (measured !== undefined) {
      failure = problem.projectedStep(u, g, mu, next);
      while (failure === undefined && !(yield* measured.accepts(next, mu))) {
        mu *= stepSize.shrink;
        failure = problem.projectedStep(u, g, mu, next);
      }
    }
    let ahead = advance(measured !== undefined);
    let nextObjective = typeof ahead === 'number' ? ahead : yield* wait(ahead);
    let distance = Math.sqrt(problem.squaredDistance(u, next));
    let { residual, relativeResidual } = residualsOf(problem, { u, g, next }, mu, distance);
    let stalled = failure !== undefined;
    if (stepSize.adaptive && relativeResidual > 0) {
      stalled = distance === 0;
      while (!stalled && !accepted(nextObjective, distance)) {
        mu *= stepSize.shrink;
        ahead = advance(false);
        nextObjective = typeof ahead === 'number' ? ahead : yield* wait(ahead);
        distance = Math.sqrt(problem.squaredDistance(u, next));
        // Refused down to the last digits of u: the residual to report is that of the step proposed.
        stalled = distance <= 4 * problem.epsilon * size() || mu < proposed * SMALLEST_PART;
      }
      if (!stalled) {
        ({ residual, relativeResidual } = residualsOf(problem, { u, g, next }, mu, distance));
      }
    }
    if (failure !== undefined) {
      yield withoutNext(u, objective, mu, failure);
      return;
    }
    const diverged = !(nextObjective <= ceiling);
    if (cycle !== undefined && period === 0) {
      period = cycle.look(u, distance);
      if (period > 0) {
        problem.notes.warnings.push(
          `the iterates repeat with period ${period} from iteration ${t - 2 * period} on at the latest: the step does ` +
            'not converge here. Use backtracking() or more rows',
        );
      }
    }
    const state = {
      iterate: u,
      objective,
      stepSize: mu,
      residual,
      relativeResidual,
      stalled: stalled || period > 0,
      diverged,
    };
    yield state;
    if (diverged) return;
    while (stalled) yield state;
    [u, g, next, nextGradient] = [next, nextGradient, u, g];
    objective = nextObjective;
  }

  // A step whose projection cannot be found is refused: that of a shorter one may be.
  function advance(projected: boolean): number | Promise<number> {
    if (!projected) failure = problem.projectedStep(u, g, mu, next);
    return failure !== undefined ? Infinity : problem.gradient(next, nextGradient);
  }

  function size(): number {
    return Math.max(problem.norm(u), problem.norm(next));
  }

  function accepted(nextObjective: number, distance: number): boolean {
    const squared = distance ** 2;
    if (nextObjective <= objective - (stepSize.decrease / (2 * mu)) * squared) return true;
    if (!(nextObjective - objective <= problem.roundoff(objective))) return false;
    return curvatureAlong(g, nextGradient, u, next) <= ((2 - stepSize.decrease) / mu) * squared;
  }
}
