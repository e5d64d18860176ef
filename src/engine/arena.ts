import { RelufitError } from '../errors.js';

const PAGE = 65536;
const MAX_BYTES = 2 ** 32 - PAGE;

/**
 * The byte layout of one WebAssembly memory: a bump of the pointer, 64-byte aligned so that no vector of a row starts
 * across a cache line; what is given back goes to the next that asks for as much. Growing the memory detaches every
 * view: `growths` tells whoever keeps one.
 */
export class Arena {
  /** The memory as it is now, in bytes, words and doubles; like every view, good until the next `take`. */
  u8: Uint8Array;
  i32: Int32Array;
  f64: Float64Array;
  /** How often the memory has grown: a view made at another time is no longer one. */
  growths = 0;
  private top: number;
  private readonly free = new Map<number, number[]>();

  /** From `base` on the memory is the arena's. */
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly base: number,
  ) {
    this.top = align(base);
    this.u8 = new Uint8Array(memory.buffer);
    this.i32 = new Int32Array(memory.buffer);
    this.f64 = new Float64Array(memory.buffer);
  }

  /** Everything is free again but the first `kept` bytes. */
  clear(kept = 0): void {
    this.top = align(this.base) + align(kept);
    this.free.clear();
  }

  /** The address of `bytes` new bytes; their content is whatever was there. */
  take(bytes: number): number {
    const again = this.free.get(align(bytes))?.pop();
    if (again !== undefined) return again;
    const address = this.top;
    const end = address + align(bytes);
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0 && !this.grow(missing, end)) {
      throw new RelufitError(
        'TOO_LARGE',
        "engine 'wasm'",
        `data that needs ${(end / 2 ** 30).toFixed(2)} GiB in one memory`,
        'what this machine can allocate, at most 4 GiB',
        'Use Float32Array data or fewer rows.',
      );
    }
    this.top = end;
    return address;
  }

  /** `bytes` bytes at `address` are not used any more. */
  give(address: number, bytes: number): void {
    const size = align(bytes);
    const addresses = this.free.get(size);
    if (addresses === undefined) this.free.set(size, [address]);
    else addresses.push(address);
  }

  private grow(missing: number, end: number): boolean {
    if (end > MAX_BYTES) return false;
    try {
      this.memory.grow(Math.ceil(missing / PAGE));
    } catch {
      return false;
    }
    this.u8 = new Uint8Array(this.memory.buffer);
    this.i32 = new Int32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
    this.growths++;
    return true;
  }
}

/** Bytes that nobody keeps from one use to the next, in one place that grows. */
export class Scratch {
  private address = 0;
  private bytes = 0;

  constructor(private readonly arena: Arena) {}

  /** The address of at least `bytes` bytes. */
  take(bytes: number): number {
    if (bytes > this.bytes) {
      // Powers of two: places too small for requests that grow a little each time come to no more than the last one.
      const size = 2 ** Math.ceil(Math.log2(bytes));
      // Taken before the old place is given back: taking may fail, and then that one stays.
      const address = this.arena.take(size);
      if (this.bytes > 0) this.arena.give(this.address, this.bytes);
      this.address = address;
      this.bytes = size;
    }
    return this.address;
  }
}

const align = (address: number) => Math.ceil(address / 64) * 64;
