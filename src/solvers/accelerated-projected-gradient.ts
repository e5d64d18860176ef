import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { builtIn } from '../problem/built-in.js';
import { ceilingOf, curvatureAlong, notFinite, residualsOf, withoutNext } from './fixed-point.js';
import { curvatures } from './normalized-step.js';
import type { Problem } from './problem.js';
import { extremeEigenvalues } from './restricted-hessian.js';
import type { Iteration, Solver } from './solver.js';
import type { StepSize } from './step-size.js';
import { sameSupport } from './support.js';

/**
 * Projected gradient descent with momentum.
 *
 * On convex K: u⁺ = P_K(v − μ ∇L(v)) from v = u + β(u − u₋), β = (θ₋ − 1)/θ by Nesterov's rule. ∇L(v) is taken as
 * (1 + β)∇L(u) − β∇L(u₋), which it is where no row turns on or off between the two: so an iteration is one trip over X, and
 * objective and residual are those of u itself. Momentum starts anew where ⟨v − u⁺, u⁺ − u⟩ > 0 (the gradient scheme) or
 * where L would not fall (the function scheme): then u⁺ is a plain projected step, which has to lower L as `backtracking`
 * asks. So with an adaptive step L never rises beyond rounding. While momentum lasts μ only shrinks, by the curvature along
 * the step.
 *
 * On sets of weights with few nonzeros: plain projected steps until the support has stayed for 5 of them; then heavy ball,
 * u⁺ = P_K(u − μ∇L(u) + β(u − u₋)), with μ = 4/(√λ₁ + √λ_s)² and β = ((√λ₁ − √λ_s)/(√λ₁ + √λ_s))², λ the extreme eigenvalues
 * of the Hessian on the support (of 256 weights at most). Where the support changes, L rises above where the momentum
 * began, or L does not fall while its oscillations should have died down, the next steps are plain ones again. There L may
 * rise between two iterates, never above that value.
 *
 * @throws RelufitError INCOMPATIBLE (from a fit) for other sets that are not convex.
 * @see A. Beck, M. Teboulle, "A fast iterative shrinkage-thresholding algorithm" (2009); B. O'Donoghue, E. Candès, "Adaptive
 * restart for accelerated gradient schemes" (2015); B. T. Polyak, "Some methods of speeding up the convergence of iteration
 * methods" (1964).
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 300, d: 200, sparsity: 4, seed: 5 });
 * fitSync(X, y, { constraint: sparse(4), solver: acceleratedProjectedGradient() }).status; // 'converged'
 * ```
 */
export function acceleratedProjectedGradient(): Solver {
  return builtIn({
    name: 'acceleratedProjectedGradient',
    parameters: {},
    requires: { constraint: ['momentum'] } as const,
    coordinates: 'of the step size' as const,
    iterate: (problem: Problem, initial: ArrayLike<number>, stepSize: StepSize) =>
      new Run(problem, stepSize).iterate(initial),
  });
}

// Plain steps on one support before the eigenvalues of the Hessian there are computed.
const SETTLED = 5;
// An eigenvalue problem of this size takes a second.
const MOST_EIGENVALUES = 256;
// The part of a proposed step below which the search for a shorter one ends, even from u = 0.
const SMALLEST_PART = 2 ** -100;

interface Momentum {
  readonly mu: number;
  readonly beta: number;
  /** Steps in which its oscillations die down by e⁻⁴: after so many L has to be lower. */
  readonly window: number;
  /** L where the window began, above which it ends; and how many steps there were since. */
  ceiling: number;
  since: number;
}

/** One run: u and the one before it, and what is ahead. */
class Run {
  private before: Vector;
  private u: Vector;
  private next: Vector;
  private gBefore: Vector;
  private g: Vector;
  private gNext: Vector;
  private readonly v: Vector;
  private readonly gAhead: Vector;
  private readonly plain: Vector;
  private objective = NaN;
  private nextObjective = NaN;
  private mu = 0;
  private failure: string | undefined;
  private theta = 1;
  private settled = 0;
  private momentum: Momentum | undefined;
  // Of the state before, and from where on measuring the Hessian is worth while.
  private residual = Infinity;
  private worth = Infinity;

  constructor(
    private readonly problem: Problem,
    private readonly stepSize: StepSize,
  ) {
    [this.before, this.u, this.next, this.gBefore, this.g, this.gNext] = problem.allocate(6);
    [this.v, this.gAhead, this.plain] = problem.allocate(3);
  }

  *iterate(initial: ArrayLike<number>): Iteration {
    const { problem } = this;
    problem.start(initial, this.u);
    this.objective = yield* wait(problem.gradient(this.u, this.g));
    if (!Number.isFinite(this.objective)) {
      yield notFinite(this.u, this.objective);
      return;
    }
    const ceiling = ceilingOf(problem, this.objective);
    const { convex } = problem.constraint;
    for (let t = 0; ; t++) {
      const stalled = yield* convex ? this.nesterov(t) : this.heavyBall(t);
      const { u, objective, mu, failure } = this;
      if (failure !== undefined) {
        yield withoutNext(u, objective, mu, failure);
        return;
      }
      const diverged = !(this.nextObjective <= ceiling);
      const residuals = this.residuals();
      const state = { iterate: u, objective, stepSize: mu, ...residuals, stalled, diverged };
      this.residual = residuals.residual;
      yield state;
      if (diverged) return;
      while (stalled) yield state;
      [this.before, this.u, this.next] = [u, this.next, this.before];
      [this.gBefore, this.g, this.gNext] = [this.g, this.gNext, this.gBefore];
      this.objective = this.nextObjective;
    }
  }

  /** Finds `next` from u with Nesterov's momentum; answers whether there is none. */
  private *nesterov(t: number): Waiting<boolean> {
    const { theta } = this;
    const thetaNext = nextTheta(theta);
    const beta = (theta - 1) / thetaNext;
    this.theta = thetaNext;
    if (beta > 0 && (yield* this.stepWithMomentum(beta))) return false;
    // Starts anew: the next step is the first with momentum.
    this.theta = nextTheta(1);
    return yield* this.plainStep(t);
  }

  /** From v = u + β(u − u₋); false where it does not do. */
  private *stepWithMomentum(beta: number): Waiting<boolean> {
    const { problem, u, g, before, gBefore, v, gAhead, next, stepSize } = this;
    extrapolate(u, before, beta, v);
    extrapolate(g, gBefore, beta, gAhead);
    for (;;) {
      this.failure = problem.projectedStep(v, gAhead, this.mu, next);
      // A plain step may still be found.
      if (this.failure !== undefined) return false;
      const squared = problem.squaredDistance(next, v);
      // What is left of the digits is the plain step's to judge.
      if (Math.sqrt(squared) <= 4 * problem.epsilon * problem.norm(u)) return false;
      if (backwards(v, next, u)) return false;
      this.nextObjective = yield* wait(problem.gradient(next, this.gNext));
      const rise = this.nextObjective - this.objective;
      if (!stepSize.adaptive) return rise <= 0;
      if (!Number.isFinite(rise)) return false;
      const bend = curvatureAlong(gAhead, this.gNext, v, next);
      if (bend * this.mu <= squared * (1 + 64 * problem.epsilon) || rise <= 0) {
        return rise <= problem.roundoff(this.objective) && bend * this.mu <= 2 * squared;
      }
      this.mu *= stepSize.shrink;
    }
  }

  /** Finds `next` by a plain step, and by heavy ball where the support has settled; answers whether there is none. */
  private *heavyBall(t: number): Waiting<boolean> {
    const { problem } = this;
    const { residual } = this;
    if (this.momentum === undefined && this.settled >= SETTLED && residual < this.worth) {
      this.momentum = yield* this.measureMomentum();
      // Refused on this support it is not tried again before much is gained: in the last digits it would be for ever.
      this.worth = residual / 10;
    }
    if (this.momentum !== undefined && (yield* this.stepWithBall(this.momentum))) return false;
    this.momentum = undefined;
    const stalled = yield* this.plainStep(t);
    if (sameSupport(this.u, this.next, problem.columns)) this.settled++;
    else [this.settled, this.worth] = [0, Infinity];
    return stalled;
  }

  private *measureMomentum(): Waiting<Momentum | undefined> {
    const { problem, u } = this;
    const { array } = u;
    const support: number[] = [];
    for (let j = 0; j < problem.length; j++) {
      if (j >= problem.columns || array[j] !== 0) support.push(j);
    }
    if (support.length === 0 || support.length > MOST_EIGENVALUES) return undefined;
    const omega = yield* curvatures(problem, u);
    const { least, most } = yield* extremeEigenvalues(problem, support, omega);
    // Directions that L does not see leave no best momentum.
    if (!(least > 1e-8 * most)) return undefined;
    const [low, high] = [Math.sqrt(least), Math.sqrt(most)];
    return {
      mu: 4 / (low + high) ** 2,
      beta: ((high - low) / (high + low)) ** 2,
      window: 10 + Math.ceil((2 * (high + low)) / low),
      since: 0,
      ceiling: this.objective + problem.roundoff(this.objective),
    };
  }

  /** False where the support changes or L rises too far. */
  private *stepWithBall(momentum: Momentum): Waiting<boolean> {
    const { mu, beta } = momentum;
    const { problem, u, g, before, v, next } = this;
    extrapolate(u, before, beta, v);
    this.mu = mu;
    this.failure = problem.projectedStep(v, g, mu, next);
    if (this.failure !== undefined || !sameSupport(u, next, problem.columns)) return false;
    this.nextObjective = yield* wait(problem.gradient(next, this.gNext));
    if (!(this.nextObjective <= momentum.ceiling)) return false;
    if (++momentum.since === momentum.window) {
      if (this.nextObjective >= momentum.ceiling - problem.roundoff(this.objective)) return false;
      momentum.since = 0;
      momentum.ceiling = this.nextObjective;
    }
    return true;
  }

  /** P_K(u − μ∇L(u)), shortened until L falls enough where the rule is adaptive; answers whether no step does. */
  private *plainStep(t: number): Waiting<boolean> {
    const { problem, stepSize, u, g, next, gNext, objective } = this;
    const measured = stepSize.measure && (yield* stepSize.measure(problem, u, g));
    this.mu =
      measured?.step ?? stepSize.propose(t, problem.paperSteps, problem.meanSquare, this.mu);
    const proposed = this.mu;
    for (;;) {
      this.failure = problem.projectedStep(u, g, this.mu, next);
      const found = this.failure === undefined;
      const may = !found || measured === undefined || (yield* measured.accepts(next, this.mu));
      if (found && may) this.nextObjective = yield* wait(problem.gradient(next, gNext));
      else this.nextObjective = Infinity;
      if (!stepSize.adaptive) return !found;
      const squared = problem.squaredDistance(u, next);
      if (found && squared === 0) return this.residuals().relativeResidual > 0;
      const size = Math.max(problem.norm(u), problem.norm(next));
      const isRounding = found && Math.sqrt(squared) <= 4 * problem.epsilon * size;
      // Refused down to the last digits of u.
      if (this.mu < proposed && isRounding) return true;
      const fall = (stepSize.decrease / (2 * this.mu)) * squared;
      if (this.nextObjective <= objective - fall) return false;
      const isLevel = this.nextObjective - objective <= problem.roundoff(objective);
      const bend = isLevel ? curvatureAlong(g, gNext, u, next) : Infinity;
      if (bend <= ((2 - stepSize.decrease) / this.mu) * squared) return false;
      if (this.mu < proposed * SMALLEST_PART) return true;
      this.mu *= stepSize.shrink;
    }
  }

  private residuals() {
    const { problem, u, g, plain, mu } = this;
    const failure = problem.projectedStep(u, g, mu, plain);
    if (failure !== undefined) return { residual: NaN, relativeResidual: NaN };
    const distance = Math.sqrt(problem.squaredDistance(u, plain));
    return residualsOf(problem, { u, g, next: plain }, mu, distance);
  }
}

/** out = a + β(a − b). */
function extrapolate(a: Vector, b: Vector, beta: number, out: Vector): void {
  const [from, before, to] = [a.array, b.array, out.array];
  for (let j = 0; j < to.length; j++) to[j] = from[j] + beta * (from[j] - before[j]);
}

const nextTheta = (theta: number): number => (1 + Math.sqrt(1 + 4 * theta ** 2)) / 2;

// Does the step go on against the way it came, ⟨v − u⁺, u⁺ − u⟩ > 0?
function backwards(v: Vector, next: Vector, u: Vector): boolean {
  const [a, b, c] = [v.array, next.array, u.array];
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] - b[j]) * (b[j] - c[j]);
  return sum > 0;
}
