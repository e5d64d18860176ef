// `relufit/testing`: the laws of a projection, for sets of one's own.

export { type CheckOptions, checkProjection, type ProjectionReport } from './check-projection.js';
export type { Family, Knowledge } from './laws.js';
export type { Random } from './random.js';
