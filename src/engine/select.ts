import { RelufitError, show } from '../errors.js';
import { kernelsUnavailable } from '../kernels/kernels.js';
import type { Engine } from './engine.js';
import { referenceEngine } from './reference.js';
import { wasmEngine } from './wasm.js';

/** 'auto' takes the fastest engine that runs here; a name takes that one or fails. */
export type EngineChoice = 'auto' | 'wasm' | 'reference';

/**
 * The engine for a choice, with the reason, which stands in the result.
 *
 * @throws RelufitError UNKNOWN_ENGINE for any other name, ENGINE_UNAVAILABLE where the named one cannot run.
 */
export function selectEngine(choice: EngineChoice = 'auto'): { engine: Engine; reason: string } {
  if (choice === 'reference') return { engine: referenceEngine, reason: 'asked for' };
  if (choice !== 'auto' && choice !== 'wasm') {
    throw new RelufitError(
      'UNKNOWN_ENGINE',
      'engine',
      show(choice),
      "'auto', 'wasm' or 'reference'",
      "Leave it out for 'auto'.",
    );
  }
  const unavailable = kernelsUnavailable();
  if (unavailable === undefined) {
    return {
      engine: wasmEngine,
      reason: choice === 'wasm' ? 'asked for' : 'WebAssembly with SIMD runs here',
    };
  }
  if (choice === 'auto') return { engine: referenceEngine, reason: unavailable };
  throw new RelufitError(
    'ENGINE_UNAVAILABLE',
    "engine 'wasm'",
    unavailable,
    'WebAssembly with SIMD',
    "Use engine: 'auto', or give a compiled module to init({ module }).",
  );
}
