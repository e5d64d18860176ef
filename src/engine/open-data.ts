import type { Shape } from '../problem/row-source.js';
import type { EngineInfo, LoadedData } from './engine.js';
import { type EngineChoice, selectEngine } from './select.js';

/** Which engine to load into. */
export interface OpenOptions {
  /** Default 'auto'. */
  readonly engine?: EngineChoice;
  /** The most threads, this one among them; default one a core. */
  readonly threads?: number;
  /** May 'auto' start workers? */
  readonly mayStart?: boolean;
}

/** Room for X in an engine: rows are to be written, and then a Dataset made of it. */
export interface OpenData {
  readonly data: LoadedData;
  readonly engine: EngineInfo;
  readonly began: number;
}

/** Chooses an engine and takes room there. */
export function openData(shape: Shape, { engine, threads, mayStart }: OpenOptions): OpenData {
  const began = performance.now();
  const { rows, columns, precision } = shape;
  const bytes = bytesOf(shape);
  const choice = selectEngine(engine, { rows, columns, bytes, threads, mayStart });
  const { name, simd } = choice.engine;
  const data = choice.engine.open(shape);
  const info = { name, simd, threads: data.threads, precision, background: false } as const;
  return { data, engine: { ...info, reason: choice.reason }, began };
}

/** What X takes in memory. */
export const bytesOf = ({ rows, columns, precision }: Shape): number =>
  rows * columns * (precision === 'f32' ? 4 : 8);
