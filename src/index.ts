// The public names, and nothing else.

export { capabilities } from './capabilities.js';
export * from './constraints/index.js';
export { constraintFromJSON, constraintToJSON } from './constraints/recipe.js';
export * from './data/index.js';
export { type Dataset, dataset } from './dataset.js';
export type { EngineInfo, EngineName, Vector } from './engine/engine.js';
export type { Gram } from './engine/gram.js';
export type { RowRange } from './engine/row-blocks.js';
export type { EngineChoice } from './engine/select.js';
export type { Waiting } from './engine/wait.js';
export type { Weighing } from './engine/weighing.js';
export { type ErrorCode, RelufitError } from './errors.js';
export * from './estimators/index.js';
export * from './experiments/index.js';
export { fit, fitSync } from './fit.js';
export { type InitOptions, init } from './init.js';
export { loadDataset } from './load-dataset.js';
export type { FitOptions, State } from './options.js';
export { type PlantedDataset, plantedDataset } from './planted-dataset.js';
export { type Model, predict } from './predict.js';
export type { Recipe } from './problem/built-in.js';
export { type CustomLossOptions, customLoss, type Scalar } from './problem/custom-loss.js';
export type { MatrixLike, Numbers, Precision } from './problem/dataset.js';
export { leastSquares } from './problem/least-squares.js';
export type { Loss } from './problem/loss.js';
export { matching } from './problem/matching.js';
export type { Censoring, Observation, Response } from './problem/observation.js';
export { oneSided } from './problem/one-sided.js';
export { robust } from './problem/robust.js';
export {
  type LossName,
  lossFromJSON,
  lossNames,
  type NamedJSON,
  type SolverName,
  type StepSizeName,
  solverFromJSON,
  solverNames,
  stepSizeFromJSON,
} from './recipes.js';
export type { Certificate, FitResult } from './result.js';
export * from './solvers/index.js';
export { tobit } from './solvers/tobit.js';
export * from './theory/index.js';
export { version } from './version.js';
