import type { Observation } from 'relufit';
import type { Feature } from './features.js';

export const FORMAT = 'relufit-model';
export const FORMAT_VERSION = 1;

/** What model.json holds: everything needed to predict, and what made it. */
export interface Model {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly version: string;
  readonly target: string;
  readonly observation: Observation;
  readonly features: readonly string[];
  readonly encodings: readonly { readonly column: string; readonly levels: readonly string[] }[];
  readonly weights: readonly number[];
  readonly intercept: number;
  /** σ of the noise before the observation, of a Tobit model: predictions are then E[y|x]. */
  readonly sigma?: number;
  readonly options: object;
  readonly engine: object;
  readonly summary: object;
}

export function modelOf(
  parts: Omit<Model, 'format' | 'formatVersion' | 'features' | 'encodings'>,
  features: readonly Feature[],
): Model {
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    version: parts.version,
    target: parts.target,
    observation: parts.observation,
    features: features.map(({ name }) => name),
    encodings: features.flatMap(({ name, levels }) =>
      levels === undefined ? [] : [{ column: name, levels }],
    ),
    weights: parts.weights,
    intercept: parts.intercept,
    ...(parts.sigma !== undefined && { sigma: parts.sigma }),
    options: parts.options,
    engine: parts.engine,
    summary: parts.summary,
  };
}

/** The features of a model with their levels, as they were when it was fitted. */
export function featuresOf(model: Model): Feature[] {
  const levels = new Map(model.encodings.map((encoding) => [encoding.column, encoding.levels]));
  return model.features.map((name) => ({ name, levels: levels.get(name) }));
}
