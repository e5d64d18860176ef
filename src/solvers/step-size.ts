import type { Vector } from '../engine/engine.js';
import type { Waiting } from '../engine/wait.js';
import { checkNames, RelufitError, show } from '../errors.js';
import { builtIn } from '../problem/built-in.js';
import type { Problem } from './problem.js';
import type { Requirements } from './requirements.js';

/** A step measured at an iterate. */
export interface MeasuredStep {
  readonly step: number;
  /** May `next` = P_K(u − μ g) be tried? Asked before its gradient is computed. */
  accepts(next: Vector, mu: number): Waiting<boolean>;
}

/** How a projected gradient step chooses μ_t. */
export interface StepSize {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Adapts to the data: columns may be equilibrated, and a step that does not decrease L enough is shortened. */
  readonly adaptive: boolean;
  /** The step to try at iteration t; `paper` are the loss's steps, `meanSquare` that of X's entries. */
  propose(
    t: number,
    paper: { first: number; later: number },
    meanSquare: number,
    last: number,
  ): number;
  /** The step from u, where g = ∇L(u), by a look at X: where there is one, `propose` is for solvers that do not ask. */
  readonly measure?: (problem: Problem, u: Vector, g: Vector) => Waiting<MeasuredStep>;
  /** What it needs of set and loss, as a solver does. */
  readonly requires?: Requirements;
  /** The factor by which a refused step shrinks, and the fraction of ‖δ‖²/2μ that L must fall by. */
  readonly shrink: number;
  readonly decrease: number;
}

/**
 * The paper's schedule, exactly: μ₀ = 2/(1+α)², then μ = 1/(1+α²); 2 and 1 for the ReLU. It trusts that the entries
 * of X have variance 1, and nothing stops it from diverging where they do not.
 *
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), Theorem 3.1.
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * const { trace } = fitSync(X, y, { constraint: sparse(3), stepSize: paperSchedule() });
 * trace.stepSize; // [2, 1, 1, …]
 * ```
 */
export function paperSchedule(): StepSize {
  return builtIn({
    ...FIXED,
    name: 'paperSchedule',
    parameters: {},
    propose: (t, paper) => (t === 0 ? paper.first : paper.later),
  });
}

/**
 * μ_t = mu for every t, in units of w over those of ∇L: y²/x² of them. Nothing stops it from diverging where mu is too large.
 *
 * @param mu positive and finite.
 * @throws RelufitError INVALID_ARGUMENT for any other.
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * const { trace } = fitSync(X, y, { constraint: sparse(3), stepSize: constantStep(0.5) });
 * trace.stepSize; // [0.5, 0.5, 0.5, …]
 * constantStep(0); // throws INVALID_ARGUMENT
 * ```
 */
export function constantStep(mu: number): StepSize {
  if (typeof mu !== 'number' || !(mu > 0) || !Number.isFinite(mu)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'constantStep(mu)',
      show(mu),
      'a positive finite number',
      'The paper has 1.',
    );
  }
  return builtIn({ ...FIXED, name: 'constantStep', parameters: { mu }, propose: () => mu });
}

/**
 * The paper's step, made safe: tries μ = the loss's step over the mean square of X's entries, and shortens it while
 * L(w⁺) > L(w) − (decrease/2μ)‖w⁺ − w‖². After a shortened step the next tries at most 1/shrink times as much.
 *
 * L never rises beyond rounding. Where the fall of L drowns in rounding the curvature along the step decides instead:
 * ⟨∇L(w⁺) − ∇L(w), w⁺ − w⟩ ≤ (2 − decrease)‖w⁺ − w‖²/μ.
 *
 * @param options.shrink in (0, 1), default ½. @param options.decrease in (0, 1), default 1e-4.
 * @throws RelufitError INVALID_ARGUMENT for values outside.
 * @see S. J. Wright, R. D. Nowak, M. A. T. Figueiredo, "Sparse reconstruction by separable approximation" (2009), the
 * acceptance rule; W. W. Hager, H. Zhang, "A new conjugate gradient method…" (2005), the rule near rounding.
 * @example
 * ```ts
 * const { X, y } = plantedProblem({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * const { objective } = fitSync(X, y, { constraint: sparse(3), stepSize: backtracking() }).trace;
 * objective.every((value, t) => t === 0 || value <= objective[t - 1]); // true
 * ```
 */
export function backtracking(options: { shrink?: number; decrease?: number } = {}): StepSize {
  checkNames('backtracking', options, ['shrink', 'decrease']);
  const { shrink = 0.5, decrease = 1e-4 } = options;
  checkFraction(shrink, 'backtracking({ shrink })');
  checkFraction(decrease, 'backtracking({ decrease })');
  return builtIn({
    name: 'backtracking',
    parameters: { shrink, decrease },
    adaptive: true,
    shrink,
    decrease,
    propose(t, paper, meanSquare, last) {
      const step = (t === 0 ? paper.first : paper.later) / meanSquare;
      return t === 0 ? step : Math.min(step, last / shrink);
    },
  });
}

const FIXED = { adaptive: false, shrink: 1, decrease: 0 };

/** Throws INVALID_ARGUMENT unless the value is between 0 and 1. */
export function checkFraction(value: number, where: string): void {
  if (typeof value === 'number' && value > 0 && value < 1) return;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    where,
    show(value),
    'a number between 0 and 1',
    'Leave it out for the default.',
  );
}
