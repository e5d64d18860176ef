import { euclideanNorm } from '../constraints/constraint.js';
import type { Vector } from '../engine/engine.js';
import { wait } from '../engine/wait.js';
import { builtIn } from '../problem/built-in.js';
import type { Problem } from './problem.js';
import type { Iteration, Solver } from './solver.js';
import type { StepSize } from './step-size.js';

/**
 * The paper's algorithm: w_{t+1} = P_K(w_t − μ_t ∇L(w_t)), from w₀ = P_K(initial).
 *
 * One trip over X a step, one more for each step refused. @see M. Soltanolkotabi, "Learning ReLUs via gradient
 * descent" (2017).
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
// An objective this many times the one at w = 0 is on its way to infinity.
const DIVERGED = 1e12;

function* iterate(problem: Problem, initial: ArrayLike<number>, stepSize: StepSize): Iteration {
  let [u, g, next, nextGradient] = problem.allocate(4);
  problem.start(initial, u);
  let objective = yield* wait(problem.gradient(u, g));
  const ceiling = DIVERGED * Math.max(objective, problem.scaleOfObjective);
  let mu = 0;
  let failure: string | undefined;
  for (let t = 0; ; t++) {
    if (!Number.isFinite(objective)) {
      yield {
        iterate: u,
        objective,
        stepSize: 0,
        residual: NaN,
        relativeResidual: NaN,
        stalled: false,
        diverged: true,
      };
      return;
    }
    mu = stepSize.propose(t, problem.paperSteps, problem.meanSquare, mu);
    const proposed = mu;
    let ahead = advance();
    let nextObjective = typeof ahead === 'number' ? ahead : yield* wait(ahead);
    let distance = Math.sqrt(problem.squaredDistance(u, next));
    let { residual, relativeResidual } = residuals(distance);
    let stalled = failure !== undefined;
    if (stepSize.adaptive && relativeResidual > 0) {
      stalled = distance === 0;
      while (!stalled && !accepted(nextObjective, distance)) {
        mu *= stepSize.shrink;
        ahead = advance();
        nextObjective = typeof ahead === 'number' ? ahead : yield* wait(ahead);
        distance = Math.sqrt(problem.squaredDistance(u, next));
        // Refused down to the last digits of u: the residual to report is that of the step proposed.
        stalled = distance <= 4 * problem.epsilon * size() || mu < proposed * SMALLEST_PART;
      }
      if (!stalled) ({ residual, relativeResidual } = residuals(distance));
    }
    if (failure !== undefined) {
      // Without a point of K ahead, how far it is from a fixed point is not known.
      const unknown = { residual: NaN, relativeResidual: NaN };
      yield {
        iterate: u,
        objective,
        stepSize: mu,
        ...unknown,
        stalled: true,
        diverged: false,
        failure,
      };
      return;
    }
    const diverged = !(nextObjective <= ceiling);
    const state = {
      iterate: u,
      objective,
      stepSize: mu,
      residual,
      relativeResidual,
      stalled,
      diverged,
    };
    yield state;
    if (diverged) return;
    while (stalled) yield state;
    [u, g, next, nextGradient] = [next, nextGradient, u, g];
    objective = nextObjective;
  }

  // A step whose projection cannot be found is refused: that of a shorter one may be.
  function advance(): number | Promise<number> {
    failure = problem.projectedStep(u, g, mu, next);
    return failure !== undefined ? Infinity : problem.gradient(next, nextGradient);
  }

  function size(): number {
    return Math.max(problem.norm(u), problem.norm(next));
  }

  function residuals(distance: number): { residual: number; relativeResidual: number } {
    const { epsilon, smallest } = problem;
    const meanSquare = problem.meanSquare / problem.unit;
    if (distance === 0) {
      const slope = euclideanNorm(g.array);
      const noDigits = mu * slope <= Math.max(epsilon * problem.norm(u), smallest);
      // Where the step has no digits beside u, that u stays where it is says nothing; the slope does.
      const relative =
        slope > 0 && noDigits ? slope / (meanSquare * problem.norm(u)) || Infinity : 0;
      return { residual: relative && slope, relativeResidual: relative };
    }
    // A step beyond the scale of the problem lands far away or on K's far side: divided by μ that would look small.
    const scale = Math.min(1, mu * meanSquare);
    return {
      residual: distance / mu,
      relativeResidual: distance / (scale * size()),
    };
  }

  function accepted(nextObjective: number, distance: number): boolean {
    const squared = distance ** 2;
    if (nextObjective <= objective - (stepSize.decrease / (2 * mu)) * squared) return true;
    if (!(nextObjective - objective <= problem.roundoff(objective))) return false;
    return curvature(g, nextGradient, u, next) <= ((2 - stepSize.decrease) / mu) * squared;
  }

  // ⟨g⁺ − g, u⁺ − u⟩ as four inner products would cancel; as a difference of vectors it does not.
  function curvature(g: Vector, gNext: Vector, u: Vector, uNext: Vector): number {
    const [a, b, c, d] = [g.array, gNext.array, u.array, uNext.array];
    let sum = 0;
    for (let j = 0; j < a.length; j++) sum += (b[j] - a[j]) * (d[j] - c[j]);
    return sum;
  }
}
