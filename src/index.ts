// The public names, and nothing else.

export { capabilities } from './capabilities.js';
export * from './constraints/index.js';
export { constraintFromJSON, constraintToJSON } from './constraints/recipe.js';
export type { FileSource } from './data/byte-source.js';
export { fillNormal, normal } from './data/normal.js';
export { parseNpy, toNpy } from './data/npy.js';
export {
  type PlantedOptions,
  type PlantedProblem,
  plantedProblem,
  type Rows,
} from './data/planted.js';
export { type Dataset, dataset } from './dataset.js';
export type { EngineInfo, EngineName } from './engine/engine.js';
export type { EngineChoice } from './engine/select.js';
export { type ErrorCode, RelufitError } from './errors.js';
export {
  type ConvergenceMethod,
  type ConvergenceOptions,
  type ConvergenceResult,
  type ConvergenceSummary,
  convergenceExperiment,
} from './experiments/convergence.js';
export type { ConvergenceMethodName, ConvergenceTrial } from './experiments/convergence-trial.js';
export {
  type DisconnectedCell,
  type DisconnectedOptions,
  type DisconnectedResult,
  disconnectedExperiment,
  mergeDisconnected,
} from './experiments/disconnected.js';
export { wilsonInterval } from './experiments/summary.js';
export { fit, fitSync } from './fit.js';
export { init } from './init.js';
export { loadDataset } from './load-dataset.js';
export type { FitOptions, State } from './options.js';
export { type PlantedDataset, plantedDataset } from './planted-dataset.js';
export { type Model, predict } from './predict.js';
export type { MatrixLike, Numbers, Precision } from './problem/dataset.js';
export { leastSquares } from './problem/least-squares.js';
export type { Loss } from './problem/loss.js';
export type { Observation } from './problem/observation.js';
export type { Certificate, FitResult } from './result.js';
export { auto } from './solvers/auto.js';
export { messagePassing, type NoisePlace } from './solvers/message-passing/message-passing.js';
export { projectedGradient } from './solvers/projected-gradient.js';
export { pursuit } from './solvers/pursuit.js';
export type { Solver } from './solvers/solver.js';
export { backtracking, constantStep, paperSchedule, type StepSize } from './solvers/step-size.js';
export type { Status } from './solvers/stopping.js';
export type { Trace } from './solvers/trace.js';
export { type GaussianWidth, gaussianWidth } from './theory/gaussian-width.js';
export { populationGradient, populationObjective } from './theory/population.js';
export { type RequiredSamples, requiredSamples } from './theory/required-samples.js';
export {
  type DescentConeOptions,
  type Estimate,
  statisticalDimension,
} from './theory/statistical-dimension.js';
export { version } from './version.js';
