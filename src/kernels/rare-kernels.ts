// The kernels that most fits do without: a module of its own, whose instances work on the memory of a core's.

import { withImportedMemory } from './imported-memory.js';
import { decode, type Kernels, takeRareKernels } from './kernels.js';
import { binary } from './rare.generated.js';

/** One of them: a module that is given to `init` is the whole, and has it. */
export const RARE = 'fillNormalF64';

let compiled: WebAssembly.Module | undefined;

/** Their module; it is compiled when it is first needed. */
export function rareModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(withImportedMemory(decode(binary), false).bytes);
  return compiled;
}

/** In a worker, whose program has no binary. */
export function takeRareModule(module: WebAssembly.Module | undefined): void {
  compiled = module;
}

/** From now on every instance has them. */
export function loadRareKernels(): void {
  takeRareKernels(complete);
}

const completed = new WeakMap<Kernels, Kernels>();

function complete(kernels: Kernels): Kernels {
  if (RARE in kernels) return kernels;
  let all = completed.get(kernels);
  if (all === undefined) {
    const env = { memory: kernels.memory };
    all = { ...new WebAssembly.Instance(rareModule(), { env }).exports, ...kernels } as Kernels;
    completed.set(kernels, all);
  }
  return all;
}
