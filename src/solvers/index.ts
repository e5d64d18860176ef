// `relufit/solvers`: the solvers and step sizes by themselves.

export { acceleratedProjectedGradient } from './accelerated-projected-gradient.js';
export { auto } from './auto.js';
export { messagePassing, type NoisePlace } from './message-passing/message-passing.js';
export { newton } from './newton.js';
export { normalizedStep } from './normalized-step.js';
export type { Notes, Problem } from './problem.js';
export { projectedGradient } from './projected-gradient.js';
export { pursuit } from './pursuit.js';
export type { Requirements } from './requirements.js';
export type { Iteration, Solver, SolverState } from './solver.js';
export type { StandardErrors } from './standard-errors.js';
export {
  backtracking,
  constantStep,
  type MeasuredStep,
  paperSchedule,
  type StepSize,
} from './step-size.js';
export {
  type StochasticGradientOptions,
  stochasticGradient,
} from './stochastic-gradient.js';
export type { Status } from './stopping.js';
export type { Trace } from './trace.js';
