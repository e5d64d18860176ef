import type { Vector } from '../engine/engine.js';
import type { Problem } from './problem.js';
import type { StepSize } from './step-size.js';

/** Where a solver stands before its step t: everything here is about u_t. */
export interface SolverState {
  /** u_t, in the solver's coordinates. */
  readonly iterate: Vector;
  /** L(u_t). */
  readonly objective: number;
  /** μ_t, the step that leads on. */
  readonly stepSize: number;
  /** ‖u_t − P_K(u_t − μ_t ∇L(u_t))‖ / μ_t. */
  readonly residual: number;
  /** ‖u − u⁺‖ / (min(1, μ m) max(‖u‖, ‖u⁺‖)), m the mean square of X: free of units, 0 at a fixed point. */
  readonly relativeResidual: number;
  /** No step from here lowers L: the states from here on are this one. */
  readonly stalled: boolean;
  /** Why P_K could not be found for any step tried: there is no next state. */
  readonly failure?: string;
  /** The objective or the next one is not finite: there is no next state. */
  readonly diverged: boolean;
}

/**
 * A solver is an endless sequence of states; when to stop is not its affair. Where a trip over X has to be waited for,
 * its promise comes between two states.
 */
export interface Solver {
  readonly name: string;
  iterate(
    problem: Problem,
    initial: ArrayLike<number>,
    stepSize: StepSize,
  ): Generator<SolverState | Promise<unknown>, void>;
}
