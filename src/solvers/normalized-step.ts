import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { checkNames } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import type { Problem } from './problem.js';
import { checkFraction, type MeasuredStep, type StepSize } from './step-size.js';
import { sameSupport } from './support.js';

/**
 * Normalized iterative hard thresholding: the step that is best along the support,
 *
 *     μ = ‖g_S‖² / ((1/n) Σ ωᵢ ⟨xᵢ, g_S⟩²),  S = supp u, and at u = 0 that of P_K(−g),
 *
 * ωᵢ the loss's curvature at zᵢ: for least squares ω = 2 where the ReLU is on, so that the sum runs over those rows. While
 * the support would change, μ shrinks until μ ≤ (1 − c)‖Δ‖²/((1/n) Σ ωᵢ ⟨xᵢ, Δ⟩²), Δ = u⁺ − u. For a linear observation L
 * then falls by c‖Δ‖²/2μ at least; elsewhere, where rows turn on and off, that is tested as well, as by `backtracking`.
 *
 * For sets of weights with few nonzeros, and wholeSpace(). A pass over X for each measure, half of one for each support
 * tested. @param options.c in (0, 1), default 0.01. @param options.shrink in (0, 1), default ½: by how much μ shrinks.
 * @throws RelufitError INVALID_ARGUMENT for values outside; a fit throws INCOMPATIBLE for other sets, and for a loss whose
 * curvature is not known.
 * @see T. Blumensath, M. E. Davies, "Normalized iterative hard thresholding: guaranteed stability and performance" (2010).
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 300, d: 200, sparsity: 4, seed: 5 });
 * fitSync(X, y, { constraint: sparse(4), stepSize: normalizedStep() }).status; // 'converged'
 * ```
 */
export function normalizedStep(options: { c?: number; shrink?: number } = {}): StepSize {
  checkNames('normalizedStep', options, ['c', 'shrink']);
  const { c = 0.01, shrink = 0.5 } = options;
  checkFraction(c, 'normalizedStep({ c })');
  checkFraction(shrink, 'normalizedStep({ shrink })');
  return builtIn({
    name: 'normalizedStep',
    parameters: { c, shrink },
    adaptive: true,
    requires: { constraint: ['support'], loss: ['curvature'] } as const,
    shrink,
    decrease: c,
    propose: (t, paper, meanSquare) => (t === 0 ? paper.first : paper.later) / meanSquare,
    measure: (problem, u, g) => measure(problem, u, g, c),
  } satisfies StepSize);
}

function* measure(problem: Problem, u: Vector, g: Vector, c: number): Waiting<MeasuredStep> {
  const omega = yield* curvatures(problem, u);
  const [direction] = scratchOf(problem);
  const mark = direction.array;
  let isZero = true;
  for (let j = 0; j < problem.columns; j++) if (u.array[j] !== 0) isZero = false;
  if (isZero) {
    const { first } = problem.paperSteps;
    // K need not be a cone: the point that P_K is asked about has the size that a step would have.
    problem.projectedStep(u, g, first / problem.meanSquare, direction);
  } else mark.set(u.array);
  for (let j = 0; j < mark.length; j++) {
    const inside = j >= problem.columns || mark[j] !== 0;
    mark[j] = inside ? g.array[j] : 0;
  }
  const squared = problem.inner(direction, direction);
  const bend = squared > 0 ? yield* bending(problem, direction, omega) : 0;
  const { later } = problem.paperSteps;
  const step = bend > 0 ? squared / bend : later / problem.meanSquare;
  return {
    step,
    *accepts(next, mu) {
      if (sameSupport(u, next, problem.columns)) return true;
      const delta = direction.array;
      for (let j = 0; j < delta.length; j++) delta[j] = next.array[j] - u.array[j];
      const squared = problem.inner(direction, direction);
      const bend = yield* bending(problem, direction, omega);
      // A step without digits is the solver's to refuse.
      return !(mu * bend > (1 - c) * squared) || mu < step * 2 ** -60;
    },
  };
}

/** ωᵢ, the curvature of each row's loss at u, times its sample weight. Half a pass. */
export function* curvatures(problem: Problem, u: Vector): Waiting<Float64Array> {
  const { loss, response, sampleWeight, y } = problem;
  const z = yield* wait(problem.latent(u));
  const shared = loss.shared?.(z, y, response, sampleWeight) ?? NaN;
  return z.map(
    (value, i) =>
      (sampleWeight?.[i] ?? 1) * (loss.curvature?.(value, y[i], response, shared) ?? NaN),
  );
}

/** (1/n) Σ ωᵢ ⟨xᵢ, v⟩². Half a pass. */
export function* bending(problem: Problem, v: Vector, omega: Float64Array): Waiting<number> {
  const z = yield* wait(problem.latent(v));
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += omega[i] * z[i] ** 2;
  return sum / z.length;
}

// One vector a fit, which the measure of each step uses again.
const scratch = new WeakMap<Problem, Vector[]>();

function scratchOf(problem: Problem): Vector[] {
  let vectors = scratch.get(problem);
  if (vectors === undefined) {
    vectors = problem.allocate(1);
    scratch.set(problem, vectors);
  }
  return vectors;
}
