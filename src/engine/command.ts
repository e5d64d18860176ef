// What a worker is told, and how it answers: both in its own shared memory, from `base` on.
//
//     base        i32 epoch, written by the caller: a new one is a new list of calls
//     base + 4    i32 how many calls, −1 for no more: the worker is to end
//     base + 64   i32 done, written by the worker: the epoch whose calls have returned   (a cache line of its own)
//     base + 68   i32 1 when the worker can be called, 2 when a call has failed
//     base + 128  calls, f64: kernel, count of arguments, arguments, and the answer last

export const COMMAND_BYTES = 2048;

/** Places in the i32 view. */
export const EPOCH = 0;
export const COUNT = 1;
export const DONE = 16;
export const STATE = 17;

export const END = -1;
export const READY = 1;
export const FAILED = 2;

/** The f64 view begins here, in bytes. */
export const CALLS = 128;
/** Numbers of one call: the kernel, how many arguments, the arguments, the answer. */
export const CALL = 24;
export const ANSWER = 23;

/** What a worker is sent when it starts. */
export interface Start {
  readonly modules: readonly WebAssembly.Module[];
  readonly memory: WebAssembly.Memory;
  readonly base: number;
}

/** The kernels by number, the same for caller and worker. */
export function kernelNames(modules: readonly WebAssembly.Module[]): string[] {
  return modules
    .flatMap((module) => WebAssembly.Module.exports(module))
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name)
    .sort();
}
