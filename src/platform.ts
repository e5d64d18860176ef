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

const tagOfArray = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get as (this: unknown) => string | undefined;

/** 'Float64Array' and the like for a typed array, whatever it says of itself; undefined for all else. */
export const arrayType = (value: unknown): string | undefined => tagOfArray.call(value);

/** Is it an instance of this class of the platform? */
export function isA(name: string, value: unknown): boolean {
  const own = (globalThis as unknown as Record<string, unknown>)[name];
  if (typeof own === 'function' && value instanceof own) return true;
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}
