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
  if (state.diverged && !Number.isFinite(state.objective)) return 'diverged';
  if (rule.tolerance > 0 && state.relativeResidual <= rule.tolerance) return 'converged';
  if (rule.signal?.aborted) return 'aborted';
  if (state.failure !== undefined) return 'stalled';
  if (iteration >= rule.maxIterations) return 'iteration-limit';
  if (state.diverged) return 'diverged';
  if (rule.tolerance > 0 && state.stalled) return 'stalled';
  if (elapsed >= rule.timeLimit) return 'time-limit';
  return undefined;
}
