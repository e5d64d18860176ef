import { RelufitError } from '../errors.js';
import type { Kernels } from '../kernels/kernels.js';

const PAGE = 65536;
const MAX_BYTES = 2 ** 32 - PAGE;

/**
 * The byte layout of one WebAssembly memory: a bump of the pointer, 64-byte aligned so that no vector of a row starts
 * across a cache line. Growing the memory detaches every view, so views are made at use and never kept.
 */
export class Arena {
  private top: number;

  constructor(readonly kernels: Kernels) {
    this.top = align(kernels.heapBase.value as number);
  }

  /** The address of `bytes` new bytes; their content is whatever was there. */
  take(bytes: number): number {
    const address = this.top;
    const end = align(address + bytes);
    const missing = end - this.kernels.memory.buffer.byteLength;
    if (missing > 0 && !this.grow(missing, end)) {
      throw new RelufitError(
        'TOO_LARGE',
        "engine 'wasm'",
        `data that needs ${(end / 2 ** 30).toFixed(2)} GiB`,
        'what this machine can allocate, at most 4 GiB',
        'Use Float32Array data or fewer rows.',
      );
    }
    this.top = end;
    return address;
  }

  private grow(missing: number, end: number): boolean {
    if (end > MAX_BYTES) return false;
    try {
      this.kernels.memory.grow(Math.ceil(missing / PAGE));
      return true;
    } catch {
      return false;
    }
  }
}

const align = (address: number) => Math.ceil(address / 64) * 64;
