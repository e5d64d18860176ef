// What this machine has to compute with, and the workers that wait for work. Those who only ask for it need not have the
// code of a worker.

import { attempt, builtin } from '../platform.js';
import type { PoolWorker } from './pool-worker.js';

/** Workers that nobody uses. */
export const idle: PoolWorker[] = [];

/** How many could be taken and called at once. */
export const readyWorkers = (): number => idle.filter(({ isReady }) => isReady).length;

/** Why no worker can be started here, or undefined where one can. */
export function workersUnavailable(): string | undefined {
  const { permission } = (globalThis.process ?? {}) as {
    permission?: { has(scope: string): boolean };
  };
  if (attempt(() => permission?.has('worker')) === false) {
    return 'this process may not start workers';
  }
  return builtin('node:worker_threads') === undefined && typeof Worker !== 'function'
    ? 'this platform has no workers'
    : undefined;
}

/** Why there can be no threads here, or undefined where there can. */
export function threadsUnavailable(): string | undefined {
  if (typeof SharedArrayBuffer === 'undefined') {
    return 'memory cannot be shared here (a page needs cross-origin isolation)';
  }
  const { crossOriginIsolated, document } = globalThis as {
    crossOriginIsolated?: boolean;
    document?: unknown;
  };
  if (crossOriginIsolated === false) return 'the page is not cross-origin isolated';
  if (document !== undefined) return 'a page may not wait for workers';
  return workersUnavailable();
}

/** Cores of this machine. */
export function availableCores(): number {
  cores ??=
    attempt(() => builtin('node:os')?.availableParallelism()) ||
    globalThis.navigator?.hardwareConcurrency ||
    1;
  return cores;
}

let cores: number | undefined;

/** Bytes of this machine's memory, or of what this process may use of it; undefined where the platform does not say. */
export function machineMemory(): number | undefined {
  // Asked once: it takes a tenth of a millisecond.
  // Where Node is imitated it may be 0 or forbidden.
  memory ??= Math.min(
    attempt(() => builtin('node:os')?.totalmem()) || Infinity,
    attempt(() => globalThis.process?.constrainedMemory?.()) || Infinity,
  );
  return memory === Infinity ? undefined : memory;
}

let memory: number | undefined;
