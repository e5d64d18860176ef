import {
  renewWorkers,
  returnWorker,
  startThreads,
  takeWorker,
} from './background/background-worker.js';
import { isPage, refuse } from './background/when.js';
import { takeWorkerSource, workerSource } from './engine/open-worker.js';
import { threadsUnavailable, workersUnavailable } from './engine/pool.js';
import { startWorkers } from './engine/pool-worker.js';
import { checkNames, checkThreads, RelufitError, show } from './errors.js';
import { takeModule } from './kernels/kernels.js';
import { isA } from './platform.js';

/** What `init` prepares. */
export interface InitOptions {
  /** The kernels compiled elsewhere, for platforms that forbid compiling from bytes; `relufit/wasm` is the binary. */
  module?: WebAssembly.Module | BufferSource;
  /** Workers are started for so many threads, this one among them. */
  threads?: number;
  /**
   * Where workers are started from: the address of the script that `relufit/worker` is, or a function that answers a
   * worker running it. For pages whose policy forbids workers made from text.
   */
  worker?: string | URL | (() => Worker);
}

/**
 * Prepares what is otherwise prepared when first needed: the kernels, threads, the program of workers.
 *
 * With `threads` no fit waits for workers to start, and `'auto'` uses them from 6 MiB of X on; in a page they serve the
 * fits in the background. With `worker` a first one is started at once, so that a wrong address shows here.
 *
 * @throws RelufitError (as a rejection) INVALID_ARGUMENT for anything that is not this version's module or no number of
 * threads, ENGINE_UNAVAILABLE where there can be no threads or workers, WORKER_FAILED where the worker does not start.
 * @example
 * ```ts
 * await init({ threads: 2 });
 * const { X, y } = plantedProblem({ n: 600, d: 100, sparsity: 3, seed: 1 });
 * const { engine } = await fit(X, y, { constraint: sparse(3), engine: 'threads', threads: 2 });
 * engine; // { name: 'threads', threads: 2, … }
 * ```
 */
export async function init(options: InitOptions = {}): Promise<void> {
  checkNames('init options', options, ['module', 'threads', 'worker']);
  const threads = checkThreads(options.threads, 'init threads');
  if (options.module !== undefined) await takeModule(options.module);
  if (options.worker !== undefined) await takeWorkersFrom(options.worker);
  if (threads === undefined || threads === 1) return;
  if (isPage() && workersUnavailable() === undefined) {
    await startThreads(threads);
    return;
  }
  const refusal = threadsUnavailable();
  if (refusal !== undefined) {
    throw new RelufitError(
      'ENGINE_UNAVAILABLE',
      'init({ threads })',
      refusal,
      'workers that share memory with this thread, which may wait for them',
      'Leave threads out.',
    );
  }
  await startWorkers(threads - 1);
}

async function takeWorkersFrom(source: string | URL | (() => Worker)): Promise<void> {
  if (typeof source !== 'string' && typeof source !== 'function' && !isA('URL', source)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'init({ worker })',
      show(source),
      "the address of 'relufit/worker', or a function that starts a worker on it",
      'Leave it out for workers made from text.',
    );
  }
  const unavailable = workersUnavailable();
  if (unavailable !== undefined) {
    throw new RelufitError(
      'ENGINE_UNAVAILABLE',
      'init({ worker })',
      unavailable,
      'a platform with workers',
      'Leave it out.',
    );
  }
  const before = workerSource();
  takeWorkerSource(source);
  renewWorkers();
  const worker = takeWorker();
  try {
    await worker.ready;
    refuse(undefined);
  } catch (error) {
    takeWorkerSource(before);
    renewWorkers();
    throw error;
  } finally {
    returnWorker(worker);
  }
}
