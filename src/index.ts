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
export type { FitCall } from './estimators/estimator.js';
export type { FittingParameters } from './estimators/preparation.js';
export type { RegressorJSON } from './estimators/regressor-json.js';
export { ReluRegressor, type ReluRegressorParameters } from './estimators/relu-regressor.js';
export {
  type CVResults,
  type LevelResult,
  type PathPoint,
  ReluRegressorCV,
  type ReluRegressorCVParameters,
} from './estimators/relu-regressor-cv.js';
export type { StabilityOptions, StabilitySelection } from './estimators/stability.js';
export type { Statistics } from './estimators/statistics.js';
export type { Summary, SummaryRow } from './estimators/summary.js';
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
export { fit, fitSync } from './fit.js';
export { init } from './init.js';
export { loadDataset } from './load-dataset.js';
export type { FitOptions, State } from './options.js';
export { type PlantedDataset, plantedDataset } from './planted-dataset.js';
export { type Model, predict } from './predict.js';
export { type CustomLossOptions, customLoss } from './problem/custom-loss.js';
export type { MatrixLike, Numbers, Precision } from './problem/dataset.js';
export { leastSquares } from './problem/least-squares.js';
export type { Loss } from './problem/loss.js';
export { matching } from './problem/matching.js';
export type { Observation } from './problem/observation.js';
export { oneSided } from './problem/one-sided.js';
export { robust } from './problem/robust.js';
export { tobit } from './problem/tobit.js';
export {
  lossFromJSON,
  lossNames,
  type NamedJSON,
  solverFromJSON,
  solverNames,
  stepSizeFromJSON,
} from './recipes.js';
export type { Certificate, FitResult } from './result.js';
export { newton } from './solvers/newton.js';
export { projectedGradient } from './solvers/projected-gradient.js';
export { pursuit } from './solvers/pursuit.js';
export type { Solver } from './solvers/solver.js';
export type { StandardErrors } from './solvers/standard-errors.js';
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
