import { kernelsUnavailable } from './kernels/kernels.js';

// (module (func (result v128) (i8x16.relaxed_swizzle (i8x16.splat (i32.const 1)) (i8x16.splat (i32.const 2)))))
const RELAXED_SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15,
  65, 2, 253, 15, 253, 128, 2, 11,
];

/**
 * What this platform offers: SIMD WebAssembly, relaxed SIMD, memory shared between threads; and, where the kernels
 * cannot run, why. Threads and relaxed SIMD are reported, not used by this version.
 */
export function capabilities(): {
  simd: boolean;
  relaxedSimd: boolean;
  threads: boolean;
  reason: string;
} {
  const unavailable = kernelsUnavailable();
  return {
    simd: unavailable === undefined,
    relaxedSimd:
      typeof WebAssembly !== 'undefined' && WebAssembly.validate(Uint8Array.from(RELAXED_SIMD)),
    threads:
      typeof SharedArrayBuffer !== 'undefined' &&
      (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false,
    reason: unavailable ?? 'WebAssembly with SIMD runs here',
  };
}
