// `relufit/estimators`: fits in the conventions of scikit-learn.

export type { FitCall } from './estimator.js';
export type { Rule } from './levels.js';
export type { FittedModel } from './model.js';
export type { FittingParameters } from './preparation.js';
export type { PlainNumber, RegressorJSON } from './regressor-json.js';
export { ReluRegressor, type ReluRegressorParameters } from './relu-regressor.js';
export {
  type Criterion,
  type CVResults,
  type LevelResult,
  type PathPoint,
  ReluRegressorCV,
  type ReluRegressorCVParameters,
} from './relu-regressor-cv.js';
export type { StabilityOptions, StabilitySelection } from './stability.js';
export type { Statistics } from './statistics.js';
export type { Summary, SummaryRow } from './summary.js';
