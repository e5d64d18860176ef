import { euclideanNorm } from '../constraints/constraint.js';
import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { Cholesky } from '../numerics/cholesky.js';
import { builtIn } from '../problem/built-in.js';
import { olsen } from './olsen.js';
import type { Problem } from './problem.js';
import type { Iteration, Solver } from './solver.js';

/**
 * Newton's method for Tobit's likelihood on the whole space, in Olsen's parameters δ = w/σ and γ = 1/σ, in which it is
 * concave: so there is one maximum, and steps that are halved until L falls lead to it from anywhere; near it digits
 * double each time. σ is the best for w after each step.
 *
 * Two passes over X a step, one of them O(n d²), and O(d³/6) to solve: for n > d, and d up to about a thousand. Columns
 * of any size; of those that depend on others some keep their weights. The default for tobit() on wholeSpace(). The step
 * size of a state is the part of Newton's step that is taken; the option `stepSize` has no part in it.
 *
 * @throws by the fit: RelufitError INCOMPATIBLE but with tobit() on wholeSpace().
 * @see R. J. Olsen, "Note on the uniqueness of the maximum likelihood estimator for the Tobit model" (1978).
 * @example
 * ```ts
 * const given = { constraint: wholeSpace(), loss: tobit(), solver: newton() };
 * fitSync([[1], [2], [3], [4]], [0, 1, 1, 2], given).status; // 'converged'
 * ```
 */
export function newton(): Solver {
  return builtIn({
    name: 'newton',
    parameters: {},
    requires: { constraint: ['wholeSpace'], loss: ['tobit'] },
    coordinates: 'equilibrated',
    iterate,
  });
}

/** Where it is chosen by itself. */
export const WHY_NEWTON =
  'on the whole space Tobit’s likelihood has one maximum, where Newton’s steps lead';

// What L must fall by, as a part of what the gradient promises, and the part of a step below which none is sought.
const DECREASE = 1e-4;
const SMALLEST_PART = 2 ** -30;

interface Point {
  readonly z: Float64Array;
  readonly sigma: number;
  readonly objective: number;
}

function* iterate(problem: Problem, initial: ArrayLike<number>): Iteration {
  let [u, g, next] = problem.allocate(3);
  problem.start(initial, u);
  let here = yield* evaluate(problem, u);
  let lastResidual = Infinity;
  for (;;) {
    if (!Number.isFinite(here.objective)) {
      const unknown = { stepSize: 0, residual: NaN, relativeResidual: NaN, stalled: false };
      yield { iterate: u, objective: here.objective, ...unknown, diverged: true };
      return;
    }
    const { objective, sigma } = here;
    yield* gradient(problem, here, g);
    const residual = euclideanNorm(g.array);
    // The paper-like step from here, in the unit of u.
    const distance = ((sigma * sigma) / problem.meanSquare) * residual;
    const relativeResidual = distance === 0 ? 0 : distance / Math.max(problem.norm(u), distance);
    const step = yield* newtonStep(problem, here, g);
    const rounding = problem.roundoff(objective, sigma);
    // Where no fall of L can be seen any more the gradient is to shrink instead.
    const blind = step.decrease <= rounding;
    let part = step.tau > -1 ? 1 : 0.5 / -step.tau;
    let there: Point | undefined;
    while (part >= SMALLEST_PART && !(blind && residual > lastResidual / 2)) {
      move(u, step, part, sigma, next);
      const reached = yield* evaluate(problem, next);
      const fall = objective - reached.objective;
      if (fall >= DECREASE * part * step.decrease || (blind && fall >= -rounding)) {
        there = reached;
        break;
      }
      part /= 2;
    }
    const stalled = there === undefined;
    const state = { iterate: u, objective, stepSize: stalled ? 0 : part, residual };
    const about = { ...state, relativeResidual, stalled, diverged: false };
    yield about;
    if (there === undefined) for (;;) yield about;
    if (blind) lastResidual = residual;
    here = there;
    [u, next] = [next, u];
  }
}

// L(u), with all that it is made of. Half a pass.
function* evaluate(problem: Problem, u: Vector): Waiting<Point> {
  const { loss, y, response, sampleWeight } = problem;
  const z = yield* wait(problem.latent(u));
  const sigma = loss.shared?.(z, y, response, sampleWeight) ?? NaN;
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const weight = sampleWeight?.[i] ?? 1;
    if (weight > 0) sum += weight * loss.value(z[i], y[i], response, sigma);
  }
  return { z, sigma, objective: Number.isFinite(sum) ? sum / z.length : Infinity };
}

// g = ∇L. Half a pass.
function* gradient(problem: Problem, { z, sigma }: Point, g: Vector): Waiting<void> {
  const { loss, y, response, sampleWeight } = problem;
  const psi = z.map((value, i) => {
    const weight = sampleWeight?.[i] ?? 1;
    return weight > 0 ? weight * loss.rowWeight(value, y[i], response, sigma) : 0;
  });
  yield* wait(problem.adjoint(psi, g));
}

interface Step {
  /** γ times the change of u at fixed γ, and the relative change of γ. */
  readonly p: Float64Array;
  readonly tau: number;
  /** What L falls by to first order. */
  readonly decrease: number;
}

function* newtonStep(problem: Problem, { z, sigma }: Point, g: Vector): Waiting<Step> {
  const { length, rows } = problem;
  const { size, hessian, slope } = yield* olsen(problem, z, sigma);
  // Into the solver's coordinates, from both sides; τ is in both.
  for (let a = 0; a < size; a++) problem.pullBack(hessian.subarray(a * size, a * size + length));
  const column = new Float64Array(length);
  for (let b = 0; b < size; b++) {
    for (let a = 0; a < length; a++) column[a] = hessian[a * size + b];
    problem.pullBack(column);
    for (let a = 0; a < length; a++) hessian[a * size + b] = column[a];
  }
  const downhill = new Float64Array(size);
  for (let a = 0; a < length; a++) downhill[a] = -rows * sigma * g.array[a];
  downhill[length] = -slope;
  const step = new Cholesky(hessian, size).solve(downhill);
  const decrease = step.reduce((sum, value, a) => sum + value * downhill[a], 0) / rows;
  return { p: step.subarray(0, length), tau: step[length], decrease };
}

// next ← the u of (δ, γ) + part · (Δδ, Δγ).
function move(u: Vector, { p, tau }: Step, part: number, sigma: number, next: Vector): void {
  const factor = (part * sigma) / (1 + part * tau);
  const [from, to] = [u.array, next.array];
  for (let j = 0; j < p.length; j++) to[j] = from[j] + factor * p[j];
}
