// Compiled kernels with their memory imported, on another module's or shared with a worker, from the binary that has a
// memory of its own: the same code, so the same bits, and no second binary in the package.

const HEADER = 8;
const TYPE = 1;
const IMPORT = 2;
const MEMORY = 5;

/** 64 KiB each; a shared memory must say its most. */
export const MOST_PAGES = 65536;

// (import "env" "memory" (memory …)): one import, its module and name, kind 2.
const IMPORTED_MEMORY = [1, 3, ...ascii('env'), 6, ...ascii('memory'), 2];
// Limits without a maximum, and limits that are shared and have one.
const OPEN = 0;
const SHARED = 3;

/**
 * The module with `(memory n)` replaced by `(import "env" "memory" (memory n))`, or `(memory n 65536 shared)`.
 *
 * Sections come in order of their numbers, so the import stands behind the types; the memory keeps its index, 0, and
 * with it every instruction and export that names it.
 */
export function withImportedMemory(
  binary: Uint8Array,
  shared: boolean,
): {
  bytes: Uint8Array<ArrayBuffer>;
  pages: number;
} {
  const parts: Uint8Array[] = [binary.subarray(0, HEADER)];
  let pages = 0;
  for (let at = HEADER; at < binary.length; ) {
    const [size, body] = unsigned(binary, at + 1);
    if (binary[at] === MEMORY) {
      // A count of one, limits without a maximum, the pages.
      [pages] = unsigned(binary, body + 2);
    } else {
      parts.push(binary.subarray(at, body + size));
    }
    at = body + size;
  }
  const limits = shared ? [SHARED, ...leb(pages), ...leb(MOST_PAGES)] : [OPEN, ...leb(pages)];
  const section = [...IMPORTED_MEMORY, ...limits];
  const types = parts.findIndex((part) => part[0] === TYPE);
  parts.splice(types + 1, 0, Uint8Array.from([IMPORT, ...leb(section.length), ...section]));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return { bytes, pages };
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The number at `at` in LEB128, and where it ends. */
function unsigned(bytes: Uint8Array, at: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
