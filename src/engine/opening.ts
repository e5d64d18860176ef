import type { Shape } from '../problem/row-source.js';
import type { Engine, EngineInfo, LoadedData } from './engine.js';
import { type Chosen, type EngineChoice, selectEngine } from './select.js';
import { andThen, type Waiting, wait } from './wait.js';
import { wasmEngine } from './wasm.js';

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

type Memories = Pick<typeof import('./memories.js'), 'threadsEngine' | 'wasmEngineWithin'>;

/** The engines that most fits do without, which may have to be waited for. */
export interface Engines {
  reference(): Engine | Promise<Engine>;
  memories(): Memories | Promise<Memories>;
}

/** Chooses an engine and takes room there. Where the engine's code has to be loaded first, `beforeWaiting` is called. */
export function* opening(
  shape: Shape,
  options: OpenOptions,
  engines: Engines,
  beforeWaiting = () => {},
): Waiting<OpenData> {
  const began = performance.now();
  const chosen = choose(shape, options);
  const engine = engineOf(chosen, shape, engines);
  if (engine instanceof Promise) beforeWaiting();
  return openIn(yield* wait(engine), chosen, shape, began);
}

function choose(shape: Shape, { engine, threads, mayStart }: OpenOptions): Chosen {
  const { rows, columns } = shape;
  return selectEngine(engine, { rows, columns, bytes: bytesOf(shape), threads, mayStart });
}

// Rows up to here are in one memory for sure, padding and y with them.
const SURELY_IN_ONE = 2 ** 31;

function engineOf(
  { name, threads }: Chosen,
  shape: Shape,
  engines: Engines,
): Engine | Promise<Engine> {
  if (name === 'reference') return engines.reference();
  if (name === 'wasm' && bytesOf(shape) <= SURELY_IN_ONE) return wasmEngine;
  return andThen(engines.memories(), ({ threadsEngine, wasmEngineWithin }) =>
    name === 'threads' ? threadsEngine(threads) : wasmEngineWithin(),
  );
}

function openIn(engine: Engine, { reason }: Chosen, shape: Shape, began: number): OpenData {
  const { name, simd } = engine;
  const data = engine.open(shape);
  const { threads } = data;
  const { precision } = shape;
  return { data, engine: { name, simd, threads, precision, background: false, reason }, began };
}

/** What X takes in memory. */
export const bytesOf = ({ rows, columns, precision }: Shape): number =>
  rows * columns * (precision === 'f32' ? 4 : 8);
