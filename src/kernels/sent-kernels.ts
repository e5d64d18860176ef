// The kernels for other threads: on memories that are shared, and as a worker whose program has no binary is sent them.

import { binary as core } from './core.generated.js';
import { withImportedMemory } from './imported-memory.js';
import { decode, kernelsUnavailable, moduleHere, takeSentModule } from './kernels.js';
import { binary as rare } from './rare.generated.js';
import { RARE, rareModule, takeRareModule } from './rare-kernels.js';

/** All kernels, compiled for a memory that is imported and shared, and the pages it starts with. */
export interface SharedKernels {
  readonly modules: readonly WebAssembly.Module[];
  readonly pages: number;
}

let shared: SharedKernels | undefined;

export function sharedKernels(): SharedKernels {
  if (shared === undefined) {
    const made = [core, rare].map((binary) => withImportedMemory(decode(binary), true));
    shared = {
      modules: made.map(({ bytes }) => new WebAssembly.Module(bytes)),
      pages: Math.max(...made.map(({ pages }) => pages)),
    };
  }
  return shared;
}

/** `refusal` where they cannot run. */
export interface SentKernels {
  readonly module?: WebAssembly.Module;
  /** Where that is not the whole. */
  readonly rare?: WebAssembly.Module;
  readonly shared?: SharedKernels;
  readonly refusal?: string;
}

/** What to send; `withShared` where memory can be shared. */
export function kernelsToSend(withShared: boolean): SentKernels {
  const refusal = kernelsUnavailable();
  if (refusal !== undefined) return { refusal };
  const module = moduleHere() as WebAssembly.Module;
  const isWhole = WebAssembly.Module.exports(module).some(({ name }) => name === RARE);
  return {
    module,
    rare: isWhole ? undefined : rareModule(),
    shared: withShared ? sharedKernels() : undefined,
  };
}

export function takeSentKernels(sent: SentKernels): void {
  takeSentModule(sent.module, sent.refusal);
  takeRareModule(sent.rare);
  shared = sent.shared;
}
