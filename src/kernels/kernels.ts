import { instantiateSync } from '@assemblyscript/loader';
import { RelufitError, show } from '../errors.js';
import { binary } from './binary.generated.js';
import { withSharedMemory } from './shared-memory.js';

/** One instance of the compiled hot loop with a memory of its own; docs/kernels.md has the contracts. */
export type Kernels = Record<string, (...args: number[]) => number> & {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: WebAssembly.Global;
};

let given: WebAssembly.Module | undefined;
let shared: { module: WebAssembly.Module; pages: number } | undefined;
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
    if (!WebAssembly.validate(bytes)) refusal = 'this platform has no WebAssembly SIMD';
    else compiled = new WebAssembly.Module(bytes);
  } catch (error) {
    // A content security policy without 'wasm-unsafe-eval' throws here.
    refusal = `WebAssembly may not be compiled here (${error instanceof Error ? error.message : error})`;
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

/** The same kernels, compiled for a memory that is imported and shared, and the pages it starts with. */
export function sharedKernels(): { module: WebAssembly.Module; pages: number } {
  if (shared === undefined) {
    const { bytes, pages } = withSharedMemory(decode(binary));
    shared = { module: new WebAssembly.Module(bytes), pages };
  }
  return shared;
}

/** The kernels as another thread, whose program has no binary, is sent them; `refusal` where they cannot run. */
export interface SentKernels {
  readonly module?: WebAssembly.Module;
  readonly shared?: { readonly module: WebAssembly.Module; readonly pages: number };
  readonly refusal?: string;
}

/** What to send; `withShared` where memory can be shared. */
export function kernelsToSend(withShared: boolean): SentKernels {
  const refusal = kernelsUnavailable();
  if (refusal !== undefined) return { refusal };
  return { module: given ?? compiled, shared: withShared ? sharedKernels() : undefined };
}

export function takeSentKernels(sent: SentKernels): void {
  ({ module: given, shared, refusal } = sent);
}

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
      `no memory for another dataset (${error instanceof Error ? error.message : error})`,
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

function decode(hexadecimal: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hexadecimal.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(hexadecimal.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}
