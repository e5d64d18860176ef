import type { Shape } from '../problem/row-source.js';
import { threadsEngine, wasmEngineWithin } from './memories.js';
import { type Engines, type OpenData, type OpenOptions, opening } from './opening.js';
import { referenceEngine } from './reference.js';
import { atOnce } from './wait.js';

export type { OpenData } from './opening.js';

/** The engines for those who have their code. */
export const enginesAtOnce: Engines = {
  reference: () => referenceEngine,
  memories: () => ({ threadsEngine, wasmEngineWithin }),
};

/** Chooses an engine and takes room there. */
export const openData = (shape: Shape, options: OpenOptions): OpenData =>
  atOnce(opening(shape, options, enginesAtOnce));
