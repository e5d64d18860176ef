// What a worker of the engine does: it calls kernels on its memory, as the caller lists them there.

import {
  ANSWER,
  CALL,
  CALLS,
  COMMAND_BYTES,
  COUNT,
  DONE,
  END,
  EPOCH,
  FAILED,
  kernelNames,
  READY,
  STATE,
  type Start,
} from './command.js';

// How often to look for a new epoch before going to sleep: a gradient follows the last one within microseconds, and
// waking up takes 50 µs.
const LOOKS = 20_000;

/** Serves until it is told to end. */
export function serve({ modules, memory, base }: Start): void {
  const exports: WebAssembly.Exports = {};
  for (const module of modules) {
    Object.assign(exports, new WebAssembly.Instance(module, { env: { memory } }).exports);
  }
  const kernels = kernelNames(modules).map(
    (name) => exports[name] as (...args: number[]) => number | undefined,
  );
  const control = new Int32Array(memory.buffer, base, COMMAND_BYTES / 4);
  const calls = new Float64Array(memory.buffer, base + CALLS, (COMMAND_BYTES - CALLS) / 8);
  Atomics.store(control, STATE, READY);
  for (let epoch = 0; ; ) {
    for (let look = 0; look < LOOKS && Atomics.load(control, EPOCH) === epoch; look++);
    Atomics.wait(control, EPOCH, epoch);
    const next = Atomics.load(control, EPOCH);
    if (next === epoch) continue;
    epoch = next;
    if (control[COUNT] === END) return;
    try {
      for (let k = 0; k < control[COUNT]; k++) {
        const [kernel, count, ...args] = calls.subarray(k * CALL, (k + 1) * CALL);
        calls[k * CALL + ANSWER] = kernels[kernel](...args.slice(0, count)) ?? 0;
      }
    } catch {
      Atomics.store(control, STATE, FAILED);
    }
    Atomics.store(control, DONE, epoch);
    Atomics.notify(control, DONE);
  }
}
