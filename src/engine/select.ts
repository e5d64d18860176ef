import { RelufitError, show } from '../errors.js';
import { kernelsUnavailable } from '../kernels/kernels.js';
import type { EngineName } from './engine.js';
import { availableCores, readyWorkers, threadsUnavailable } from './pool.js';
import { rowsPerBlock } from './row-blocks.js';

/** 'auto' takes the fastest engine that runs here; a name takes that one or fails. */
export type EngineChoice = 'auto' | 'threads' | 'wasm' | 'reference';

/** Which engine, for so many threads, and why. */
export interface Chosen {
  readonly name: EngineName;
  readonly threads: number;
  readonly reason: string;
}

/** What an engine is chosen for. */
export interface Work {
  readonly rows: number;
  readonly columns: number;
  readonly bytes: number;
  /** The most threads to use; default one a core. */
  readonly threads?: number;
  /** May workers be started? Not by a call that blocks. */
  readonly mayStart?: boolean;
}

// From where on a fit on two threads is faster, loading included, once there are workers; and from where on it takes
// long enough for starting them.
const WORTH_THREADS = 6 * 2 ** 20;
const WORTH_STARTING = 2 ** 25;

/**
 * The engine's name for a choice, with the reason, which stands in the result.
 *
 * @throws RelufitError UNKNOWN_ENGINE for any other name, ENGINE_UNAVAILABLE where the named one cannot run.
 */
export function selectEngine(
  choice: EngineChoice = 'auto',
  work: Work = { rows: 1, columns: 1, bytes: 8 },
): Chosen {
  if (choice === 'reference') return alone('reference', 'asked for');
  if (choice !== 'auto' && choice !== 'wasm' && choice !== 'threads') {
    throw new RelufitError(
      'UNKNOWN_ENGINE',
      'engine',
      show(choice),
      "'auto', 'threads', 'wasm' or 'reference'",
      "Leave it out for 'auto'.",
    );
  }
  const unavailable = kernelsUnavailable();
  if (unavailable !== undefined) {
    if (choice === 'auto') return alone('reference', unavailable);
    throw new RelufitError(
      'ENGINE_UNAVAILABLE',
      `engine '${choice}'`,
      unavailable,
      'WebAssembly with SIMD',
      "Use engine: 'auto', or give a compiled module to init({ module }).",
    );
  }
  if (choice === 'wasm') return alone('wasm', 'asked for');
  const threads = work.threads ?? availableCores();
  const single = oneThread(work, threads);
  if (choice === 'threads') {
    const refusal = threadsUnavailable();
    if (refusal !== undefined) {
      throw new RelufitError(
        'ENGINE_UNAVAILABLE',
        "engine 'threads'",
        refusal,
        'workers that share memory with this thread, which may wait for them',
        "Use engine: 'auto', which says why it takes one thread.",
      );
    }
    return { name: 'threads', threads, reason: 'asked for' };
  }
  if (single !== undefined) return alone('wasm', `one thread: ${single}`);
  return {
    name: 'threads',
    threads,
    reason: `${threads} threads on ${availableCores()} cores`,
  };
}

const alone = (name: EngineName, reason: string): Chosen => ({ name, threads: 1, reason });

/** Why 'auto' takes one thread, or undefined where it takes more. */
function oneThread(work: Work, threads: number): string | undefined {
  const { rows, bytes, mayStart = false } = work;
  if (threads < 2) return work.threads === 1 ? 'asked for' : 'one core';
  const size = `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  if (bytes < WORTH_THREADS) return `X is small (${size})`;
  const refusal = threadsUnavailable();
  if (refusal !== undefined) return refusal;
  if (!mayStart) return 'a call that blocks starts no workers';
  if (bytes < WORTH_STARTING && readyWorkers() < threads - 1) {
    return `X is too small to start workers for (${size}); await init({ threads }) starts them`;
  }
  return rows <= rowsPerBlock(rows) ? `${rows} rows are one block` : undefined;
}
