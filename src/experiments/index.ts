// `relufit/experiments`: seeded trials and what they come to.

export {
  type ConvergenceMethod,
  type ConvergenceOptions,
  type ConvergenceResult,
  type ConvergenceSummary,
  convergenceExperiment,
} from './convergence.js';
export type { ConvergenceMethodName, ConvergenceTrial } from './convergence-trial.js';
export {
  type DisconnectedCell,
  type DisconnectedOptions,
  type DisconnectedResult,
  disconnectedExperiment,
  mergeDisconnected,
} from './disconnected.js';
export { wilsonInterval } from './summary.js';
