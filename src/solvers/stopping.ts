import type { SolverState } from './solver.js';

/** How a fit ended. */
export type Status =
  | 'converged'
  | 'iteration-limit'
  | 'time-limit'
  | 'stalled'
  | 'diverged'
  | 'aborted';

export interface StoppingRule {
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
}

/** The status to end with at this state, or undefined to go on. A tolerance of 0 runs exactly maxIterations. */
export function stopping(
  rule: StoppingRule,
  state: SolverState,
  iteration: number,
  elapsed: number,
): Status | undefined {
  const ends = state.goesOn !== true;
  if (ends && state.diverged && !Number.isFinite(state.objective)) return 'diverged';
  if (ends && isFixed(state, rule.tolerance)) return 'converged';
  if (rule.signal?.aborted) return 'aborted';
  if (ends && state.failure !== undefined) return 'stalled';
  if (iteration >= rule.maxIterations) return 'iteration-limit';
  if (ends && state.diverged) return 'diverged';
  if (ends && rule.tolerance > 0 && state.stalled) return 'stalled';
  if (elapsed >= rule.timeLimit) return 'time-limit';
  return undefined;
}

/** Would a run with this tolerance end here of its own, whatever the limits of the fit? */
export const isDone = (state: SolverState, tolerance: number): boolean =>
  state.goesOn !== true &&
  (state.diverged ||
    state.failure !== undefined ||
    isFixed(state, tolerance) ||
    (tolerance > 0 && state.stalled));

const isFixed = ({ relativeResidual }: SolverState, tolerance: number): boolean =>
  tolerance > 0 && relativeResidual <= tolerance;
