// `relufit/experiments`: seeded trials and what they come to.

export {
  type ConvergenceFit,
  type ConvergenceMethod,
  type ConvergenceOptions,
  type ConvergenceResult,
  type ConvergenceSummary,
  convergenceExperiment,
  mergeConvergence,
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
export {
  type ConstantsRow,
  type ConstantsTable,
  constantsTable,
  constantsTableOf,
} from './phase/constants-table.js';
export {
  type Bracketed,
  type CriticalLine,
  type CriticalOptions,
  type CriticalSamples,
  criticalRange,
  criticalSamples,
  criticalSamplesOf,
} from './phase/critical-samples.js';
export { type FamilyName, familyNames, familySizes } from './phase/families.js';
export type { PhaseAxis } from './phase/grid.js';
export { type HalfWay, halfWay, type SuccessPoint } from './phase/half-way.js';
export {
  type NoiseLine,
  type NoiseOptions,
  type NoisePoint,
  type NoiseStability,
  noiseStability,
  noiseStabilityOf,
} from './phase/noise-stability.js';
export type {
  NameOf,
  OneOrMore,
  PhaseCoordinates,
  PhaseOptions,
  PhaseSetting,
  Search,
} from './phase/options.js';
export { mergePhaseTransitions, type PhaseRun, phaseTransition } from './phase/phase-transition.js';
export { type Part, type PhasePlan, phasePlan } from './phase/plan.js';
export type { PhaseLine, PhaseResult } from './phase/summary.js';
export type { PhaseTheory } from './phase/theory.js';
export type { PhaseAddress, PhaseRecord } from './phase/trial.js';
export type { Ran } from './ran.js';
export { wilsonInterval } from './summary.js';
export type { RunOptions } from './trials.js';
