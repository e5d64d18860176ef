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
export type { PhaseCell, Totals } from './phase/cell.js';
export { familyNames, familySizes } from './phase/families.js';
export type { PhaseAxis } from './phase/grid.js';
export { type HalfWay, halfWay, type SuccessPoint } from './phase/half-way.js';
export type {
  OneOrMore,
  PhaseCoordinates,
  PhaseOptions,
  PhaseSetting,
  Search,
} from './phase/options.js';
export { mergePhaseTransitions, type PhaseRun, phaseTransition } from './phase/phase-transition.js';
export { type Part, type PhasePlan, phasePlan } from './phase/plan.js';
export type { PhaseLine, PhaseResult } from './phase/summary.js';
export type { PhaseAddress, PhaseRecord } from './phase/trial.js';
export { wilsonInterval } from './summary.js';
export type { RunOptions } from './trials.js';
