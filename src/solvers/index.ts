// `relufit/solvers`: the solvers and step sizes by themselves.

export { newton } from './newton.js';
export type { Notes, Problem } from './problem.js';
export { projectedGradient } from './projected-gradient.js';
export { pursuit } from './pursuit.js';
export type { Requirements } from './requirements.js';
export type { Iteration, Solver, SolverState } from './solver.js';
export type { StandardErrors } from './standard-errors.js';
export { backtracking, constantStep, paperSchedule, type StepSize } from './step-size.js';
export type { Status } from './stopping.js';
export type { Trace } from './trace.js';
