import { availableCores, threadsUnavailable, workersUnavailable } from './engine/pool.js';
import { kernelsUnavailable } from './kernels/kernels.js';

// (module (func (result v128) (i8x16.relaxed_swizzle (i8x16.splat (i32.const 1)) (i8x16.splat (i32.const 2)))))
const RELAXED_SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15,
  65, 2, 253, 15, 253, 128, 2, 11,
];

/**
 * What this thread can use: SIMD WebAssembly, relaxed SIMD (reported, not used), threads, a worker for fits in the
 * background; and, where something cannot run, why. Threads need shared memory and a thread that may wait: Node, or a
 * worker of a cross-origin isolated page, such as fits in the background have. No errors; a few validations of a few bytes.
 *
 * @example
 * ```ts
 * const { simd, reason } = capabilities();
 * simd; // true
 * reason; // '…' (where all runs: '8 threads run here')
 * ```
 */
export function capabilities(): {
  simd: boolean;
  relaxedSimd: boolean;
  threads: boolean;
  background: boolean;
  reason: string;
} {
  const unavailable = kernelsUnavailable();
  const noThreads = threadsUnavailable();
  return {
    simd: unavailable === undefined,
    relaxedSimd:
      typeof WebAssembly !== 'undefined' && WebAssembly.validate(Uint8Array.from(RELAXED_SIMD)),
    threads: unavailable === undefined && noThreads === undefined,
    background: workersUnavailable() === undefined,
    reason: unavailable ?? noThreads ?? threadsHere(),
  };
}

function threadsHere(): string {
  const cores = availableCores();
  return cores === 1 ? 'one thread runs here' : `${cores} threads run here`;
}
