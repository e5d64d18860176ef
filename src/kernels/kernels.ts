import { instantiateSync } from '@assemblyscript/loader';
import { messageOf, RelufitError, show } from '../errors.js';
import { binary } from './core.generated.js';

/** One instance of the compiled hot loop with a memory of its own; docs/kernels.md has the contracts. */
export type Kernels = Record<string, (...args: number[]) => number> & {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: WebAssembly.Global;
};

let given: WebAssembly.Module | undefined;
let compiled: WebAssembly.Module | undefined;
let refusal: string | undefined;

/**
 * Why the kernels cannot run here, or undefined where they can. The binary itself is asked, not a probe of a feature
 * it might use.
 */
export function kernelsUnavailable(): string | undefined {
  if (given !== undefined || compiled !== undefined) return undefined;
  if (refusal !== undefined) return refusal;
  if (typeof WebAssembly === 'undefined') return 'this platform has no WebAssembly';
  const bytes = decode(binary);
  try {
    compiled = new WebAssembly.Module(bytes);
  } catch (error) {
    // Where the binary is valid, it is a content security policy without 'wasm-unsafe-eval' that refuses.
    refusal = WebAssembly.validate(bytes)
      ? `WebAssembly may not be compiled here (${messageOf(error)})`
      : 'this platform has no WebAssembly SIMD';
  }
  return refusal;
}

/**
 * Takes a module compiled elsewhere: `relufit/wasm` is the binary.
 *
 * @throws RelufitError INVALID_ARGUMENT for anything that is not this version's module.
 */
export async function takeModule(module: WebAssembly.Module | BufferSource): Promise<void> {
  const candidate =
    module instanceof WebAssembly.Module
      ? module
      : await WebAssembly.compile(module as BufferSource);
  const names = new Set(WebAssembly.Module.exports(candidate).map((entry) => entry.name));
  if (!names.has('gradientF32') || !names.has('heapBase')) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'init({ module })',
      show(module),
      "the module of 'relufit/wasm'",
      'Load it from this version of the package.',
    );
  }
  given = candidate;
}

/** The module that instances are made of, where one was given or compiled. */
export const moduleHere = (): WebAssembly.Module | undefined => given ?? compiled;

/** In a worker, whose program has no binary: the module it is sent, or why there is none. */
export function takeSentModule(module: WebAssembly.Module | undefined, why?: string): void {
  given = module;
  refusal = why;
}

let rare: ((kernels: Kernels) => Kernels) | undefined;

/** From now on this adds the rare kernels to an instance, see rare-kernels.ts. */
export function takeRareKernels(add: (kernels: Kernels) => Kernels): void {
  rare = add;
}

/** An instance's kernels, the rare ones with them once they are loaded. */
export const withRareKernels = (kernels: Kernels): Kernels => rare?.(kernels) ?? kernels;

// Idle instances with small memories, so that a small fit need not make one: that costs more than the fit.
const idle: Kernels[] = [];
const IDLE_INSTANCES = 4;
const IDLE_BYTES = 16 * 2 ** 20;

/** An instance nobody else uses, where kernelsUnavailable() is undefined. */
export function takeKernels(): Kernels {
  const waiting = idle.pop();
  if (waiting !== undefined) return waiting;
  kernelsUnavailable();
  try {
    // The instance's own exports: the loader's would set a count of arguments at each call, which no kernel reads.
    const { instance } = instantiateSync(given ?? (compiled as WebAssembly.Module), {});
    return instance.exports as unknown as Kernels;
  } catch (error) {
    throw new RelufitError(
      'TOO_LARGE',
      "engine 'wasm'",
      `no memory for another dataset (${messageOf(error)})`,
      'fewer at once: a page can hold about a hundred',
      'Dispose of datasets no longer needed.',
    );
  }
}

/** Gives an instance back. A large memory is left to the garbage collector: WebAssembly cannot shrink one. */
export function returnKernels(kernels: Kernels): void {
  const small = kernels.memory.buffer.byteLength <= IDLE_BYTES;
  if (small && idle.length < IDLE_INSTANCES) idle.push(kernels);
}

/** The bytes of an embedded binary. */
export function decode(hexadecimal: string): Uint8Array<ArrayBuffer> {
  // Node's own is fifty times as fast, at the first call, as parsing digit by digit.
  const buffer = globalThis.Buffer?.from(hexadecimal, 'hex');
  if (buffer !== undefined) return buffer;
  const bytes = new Uint8Array(hexadecimal.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = 16 * digit(hexadecimal, 2 * i) + digit(hexadecimal, 2 * i + 1);
  }
  return bytes;
}

// 0 … 9 have the codes 48 … 57, a … f 97 … 102.
function digit(hexadecimal: string, at: number): number {
  const code = hexadecimal.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
}
