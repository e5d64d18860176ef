import {
  kernelsUnavailable,
  returnKernels,
  takeKernels,
  withRareKernels,
} from '../kernels/kernels.js';
import { loadRareKernels } from '../kernels/rare-kernels.js';
import { high, low } from './address.js';

// Rows pass through this much of an instance's memory, so that filling a large matrix grows none.
const SLICE_BYTES = 2 ** 18;
// What the kernel works in, before the rows.
const SCRATCH_BYTES = 704;
// Below this many numbers the way into the kernel costs more than it saves.
const WORTH_IT = 256;
// A row must fit into a memory; one this long is made by the plain loop.
const LONGEST_ROW = 2 ** 20;

/** Whether the kernel fills this; the bits are those of the plain loop either way. */
export function kernelFills(rows: number, columns: number): boolean {
  return rows * columns >= WORTH_IT && columns <= LONGEST_ROW && kernelsUnavailable() === undefined;
}

/** fillNormal by the wasm kernel, its arguments checked and complete. */
export function fillNormalKernel(
  out: Float32Array | Float64Array,
  seed: number,
  stream: number,
  row: number,
  rows: number,
  columns: number,
  stride: number,
): void {
  const single = out.BYTES_PER_ELEMENT === 4;
  loadRareKernels();
  const kernels = takeKernels();
  const { fillNormalF32, fillNormalF64 } = withRareKernels(kernels);
  const fill = single ? fillNormalF32 : fillNormalF64;
  const scratch = Math.ceil((kernels.heapBase.value as number) / 64) * 64;
  const address = scratch + SCRATCH_BYTES;
  const perSlice = Math.max(1, Math.floor(SLICE_BYTES / out.BYTES_PER_ELEMENT / columns));
  const bytes = address + Math.min(perSlice, rows) * columns * out.BYTES_PER_ELEMENT;
  const missing = bytes - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / 65536));
  const { buffer } = kernels.memory;
  for (let begin = 0; begin < rows; begin += perSlice) {
    const count = Math.min(perSlice, rows - begin);
    const first = row + begin;
    const place = [low(first), high(first), count, columns, low(seed), high(seed), stream];
    fill(address, columns, ...place, scratch);
    const made = single
      ? new Float32Array(buffer, address, count * columns)
      : new Float64Array(buffer, address, count * columns);
    if (stride === columns) {
      out.set(made, begin * stride);
      continue;
    }
    for (let i = 0; i < count; i++) {
      out.set(made.subarray(i * columns, (i + 1) * columns), (begin + i) * stride);
    }
  }
  returnKernels(kernels);
}
