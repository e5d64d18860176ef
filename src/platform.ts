// What platforms have, asked so that none of them minds: Node's modules are not there elsewhere, an edge runtime throws
// where it is asked for them, Deno and Node where the user did not allow it; and what comes from another realm (a frame, a
// test runner's context) is no instance of the classes of this one.

/** The answer, or undefined where it may not be had. */
export function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

interface Builtins {
  'node:fs': typeof import('node:fs');
  'node:os': typeof import('node:os');
  'node:worker_threads': typeof import('node:worker_threads');
}

/** A module of Node's own, undefined elsewhere. */
export const builtin = <K extends keyof Builtins>(name: K): Builtins[K] | undefined =>
  attempt(() => globalThis.process?.getBuiltinModule?.(name) as Builtins[K] | undefined);

/** The name of a value's class, of whatever realm: 'Float64Array', 'Blob', 'WebAssembly.Module'. */
export const classOf = (value: unknown): string =>
  Object.prototype.toString.call(value).slice('[object '.length, -1);
