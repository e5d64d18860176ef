import type { Vector } from '../engine/engine.js';
import type { Loss } from '../problem/loss.js';
import type { Problem } from './problem.js';
import type { Requirements } from './requirements.js';
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
  /** Nothing is gained by going on: no step from here lowers L, or the iterates repeat. */
  readonly stalled: boolean;
  /** Why P_K could not be found for any step tried: there is no next state. */
  readonly failure?: string;
  /** The objective or the next one is not finite: there is no next state. */
  readonly diverged: boolean;
  /** The end of one of several runs: whatever else it says, there is a next state. */
  readonly goesOn?: boolean;
  /** The end of an earlier run, where L was lower: a fit that has to end here ends there. */
  readonly best?: SolverState;
}

/** What a solver yields: states, and between two of them promises of trips over X that have to be waited for. */
export type Iteration = Generator<SolverState | Promise<unknown>, void>;

/**
 * A solver is an endless sequence of states; when to stop is not its affair. What it wants to be known of its run it
 * writes into `problem.notes`.
 */
export interface Solver {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What it needs of set, loss and observation: checked before anything runs. */
  readonly requires: Requirements;
  /**
   * Whose coordinates it works in: 'equilibrated' where the set allows it, 'plain' the user's own, 'of the step size' as
   * that says.
   */
  readonly coordinates: 'equilibrated' | 'plain' | 'of the step size';
  /** The states from `initial` on, the user's w₀ (and b); `stepSize` is for those who take steps. */
  iterate(problem: Problem, initial: ArrayLike<number>, stepSize: StepSize): Iteration;
}

/** Is there anything that set, loss and observation have to be checked for? */
export const hasRequirements = ({ loss, solver, stepSize }: Checked): boolean =>
  loss.refuses !== undefined ||
  [solver.requires, stepSize.requires ?? {}].some((requires) => Object.keys(requires).length > 0);

interface Checked {
  readonly loss: Loss;
  readonly solver: Solver;
  readonly stepSize: StepSize;
}

/** The state, with the end of an earlier run that has a lower L. */
export const withBest = (state: SolverState, best: SolverState | undefined): SolverState =>
  best !== undefined && !(state.objective < best.objective) ? { ...state, best } : state;
