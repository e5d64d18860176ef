// `relufit/theory`: how many rows a set needs, and what the gradient is with infinitely many.

export { type GaussianWidth, gaussianWidth } from './gaussian-width.js';
export { populationGradient, populationObjective } from './population.js';
export { type RequiredSamples, requiredSamples } from './required-samples.js';
export {
  type DescentConeOptions,
  type Estimate,
  statisticalDimension,
} from './statistical-dimension.js';
