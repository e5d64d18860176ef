import { startWorkers, threadsUnavailable } from './engine/pool.js';
import { checkNames, checkThreads, RelufitError } from './errors.js';
import { takeModule } from './kernels/kernels.js';

/**
 * Prepares what is otherwise prepared when first needed.
 *
 * `module`: the kernels compiled elsewhere, for platforms that forbid compiling from bytes; `relufit/wasm` is the binary.
 * `threads`: workers are started for so many threads, this one among them, so that no fit waits for them and `'auto'`
 * uses them from 2 MiB of X on.
 *
 * @throws RelufitError (as a rejection) INVALID_ARGUMENT for anything that is not this version's module or no number of
 * threads, ENGINE_UNAVAILABLE where there can be no threads.
 * @example
 * ```ts
 * await init({ threads: 2 });
 * ```
 */
export async function init(
  options: { module?: WebAssembly.Module | BufferSource; threads?: number } = {},
): Promise<void> {
  checkNames('init options', options, ['module', 'threads']);
  const threads = checkThreads(options.threads, 'init threads');
  if (options.module !== undefined) await takeModule(options.module);
  if (threads === undefined || threads === 1) return;
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
