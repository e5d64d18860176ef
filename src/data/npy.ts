// NumPy's array files: \x93NUMPY, a version, the length of a header, the header (a Python dictionary as text) and the
// elements. numpy.lib.format describes them.

import { RelufitError, show } from '../errors.js';
import { arrayType, isA } from '../platform.js';
import { isNumbers, type Numbers, type Precision } from '../problem/dataset.js';
import { widenHalf } from '../problem/half.js';
import type { Elements } from '../problem/row-source.js';

/** What a header says. */
export interface NpyHeader {
  readonly shape: readonly number[];
  /** Is the first index the one that changes fastest? */
  readonly fortranOrder: boolean;
  readonly type: ElementType;
  /** Where the elements begin, and how many bytes they are. */
  readonly offset: number;
  readonly bytes: number;
}

interface ElementType {
  readonly size: number;
  readonly precision: Precision;
  readonly swapped: boolean;
  readonly half: boolean;
  readonly boolean: boolean;
  readonly view: (buffer: ArrayBuffer, at: number, length: number) => Elements;
}

/** Bytes in which a file says how long its header is. */
export const PREFIX_BYTES = 12;
// A header of plain numbers has 118 bytes, or a few hundred for very many dimensions.
const LONGEST_HEADER = 65536;

/** \x93NUMPY */
export const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

// By kind and size. What f32 holds exactly could be computed in f32; but as everywhere, only what is a float of at most
// four bytes is.
const TYPES: Record<string, Pick<ElementType, 'precision' | 'view'>> = {
  f2: { precision: 'f32', view: (...place) => new Uint16Array(...place) },
  f4: { precision: 'f32', view: (...place) => new Float32Array(...place) },
  f8: { precision: 'f64', view: (...place) => new Float64Array(...place) },
  b1: { precision: 'f64', view: (...place) => new Uint8Array(...place) },
  i1: { precision: 'f64', view: (...place) => new Int8Array(...place) },
  u1: { precision: 'f64', view: (...place) => new Uint8Array(...place) },
  i2: { precision: 'f64', view: (...place) => new Int16Array(...place) },
  u2: { precision: 'f64', view: (...place) => new Uint16Array(...place) },
  i4: { precision: 'f64', view: (...place) => new Int32Array(...place) },
  u4: { precision: 'f64', view: (...place) => new Uint32Array(...place) },
};

/** Bytes before the elements, from the first bytes of a file, fewer than PREFIX_BYTES only where it ends. */
export function headerEnd(prefix: Uint8Array, where: string): number {
  const wrong = MAGIC.findIndex((byte, k) => prefix[k] !== byte);
  if (wrong >= 0) {
    const zipped = prefix[0] === 0x50 && prefix[1] === 0x4b;
    throw invalid(
      where,
      wrong,
      prefix.length <= wrong ? 'the end of the file' : `the byte ${prefix[wrong]}`,
      `${MAGIC[wrong]}, of \\x93NUMPY`,
      zipped ? 'An .npz is a zip of .npy files: unpack it.' : 'Save the array by numpy.save.',
    );
  }
  const major = prefix[6];
  if (!(major >= 1 && major <= 3)) {
    const got = major === undefined ? 'the end of the file' : `version ${major}`;
    throw invalid(where, 6, got, 'version 1, 2 or 3', 'Save the array by numpy.save.');
  }
  const start = major === 1 ? 10 : 12;
  if (prefix.length < start) throw ended(where, prefix.length);
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) {
    throw invalid(
      where,
      8,
      `a header of ${length} bytes`,
      `at most ${LONGEST_HEADER}`,
      'Save an array of plain numbers.',
    );
  }
  return start + length;
}

/** The header, from all the bytes before the elements. */
export function parseHeader(bytes: Uint8Array, where: string): NpyHeader {
  const start = bytes[6] === 1 ? 10 : 12;
  const text = new TextDecoder('latin1').decode(bytes.subarray(start)).trim();
  const fail = (got: string, expected: string, remedy: string) =>
    invalid(where, start, got, expected, remedy);
  const field = (name: string, value: RegExp) =>
    new RegExp(`['"]${name}['"]\\s*:\\s*(?:${value.source})`).exec(text)?.[1];
  const type = field('descr', /['"]([^'"]*)['"]/);
  const order = field('fortran_order', /(True|False)\b/);
  const shape = field('shape', /\(([\d\s,L]*)\)/);
  if (type === undefined && /['"]descr['"]\s*:\s*\[/.test(text)) {
    throw fail(
      'an array of records',
      'an array of numbers',
      'Save its columns as one array: numpy.lib.recfunctions.structured_to_unstructured.',
    );
  }
  if (!/^\{.*\}$/s.test(text) || (type ?? order ?? shape) === undefined) {
    throw fail('what is no header', "{'descr': …, 'fortran_order': …, 'shape': …}", SAVE);
  }
  if (type === undefined || order === undefined || shape === undefined) {
    const missing = type === undefined ? 'descr' : order === undefined ? 'fortran_order' : 'shape';
    throw fail(`no ${missing} that can be read`, 'one as numpy.save writes it', SAVE);
  }
  const lengths = shape
    .split(',')
    .map((length) => length.trim().replace(/L$/, ''))
    .filter((length) => length !== '')
    .map(Number);
  const element = elementType(type, fail);
  const bytesOfData = lengths.reduce((product, length) => product * length, element.size);
  if (!lengths.every(Number.isSafeInteger) || !Number.isSafeInteger(bytesOfData)) {
    throw fail(`the shape (${shape})`, 'one of at most 2^53 bytes', SAVE);
  }
  return {
    shape: lengths,
    fortranOrder: order === 'True',
    type: element,
    offset: bytes.length,
    bytes: bytesOfData,
  };
}

function elementType(
  descr: string,
  fail: (got: string, expected: string, remedy: string) => RelufitError,
): ElementType {
  const [, order, name] = /^([<>|=]?)([a-zA-Z]\d*)$/.exec(descr) ?? [];
  const type = Object.hasOwn(TYPES, name ?? '') ? TYPES[name] : undefined;
  if (type === undefined) {
    throw fail(
      name?.startsWith('O') ? 'pickled objects' : `elements of type ${show(descr)}`,
      'floats of 2, 4 or 8 bytes, integers of at most 4, or bool',
      'Save array.astype(numpy.float64).',
    );
  }
  const size = Number(name[1]);
  return {
    ...type,
    size,
    swapped: size > 1 && ((order === '>' && LITTLE) || (order === '<' && !LITTLE)),
    half: name === 'f2',
    boolean: name === 'b1',
  };
}

/** The elements that are those bytes, which are changed where their order is not this machine's; at an even address. */
export function elements(bytes: Uint8Array<ArrayBuffer>, type: ElementType): Elements {
  const { size, swapped, boolean } = type;
  if (swapped) {
    for (let begin = 0; begin < bytes.length; begin += size) {
      bytes.subarray(begin, begin + size).reverse();
    }
  }
  if (boolean) for (let k = 0; k < bytes.length; k++) bytes[k] = bytes[k] === 0 ? 0 : 1;
  return type.view(bytes.buffer, bytes.byteOffset, bytes.length / size);
}

/** Elements as numbers of their precision: new where they are not. */
export function numbersOf(values: Elements, { half, precision }: ElementType): Numbers {
  if (half) {
    const out = new Float32Array(values.length);
    widenHalf(values as Uint16Array, out);
    return out;
  }
  if (isNumbers(values)) return values;
  return precision === 'f32' ? Float32Array.from(values) : Float64Array.from(values);
}

/**
 * The array in the bytes of an .npy file, in C order, whatever the file's: floats of 2 and 4 bytes as Float32Array, all
 * else (8 bytes, integers of up to 4, bool) as Float64Array, exactly.
 *
 * Versions 1 to 3, any number of dimensions. O(elements).
 *
 * @throws RelufitError INVALID_FILE, with the byte, for anything else: truncated, too long, pickled objects, records;
 * INVALID_ARGUMENT for what is no bytes.
 * @see `loadDataset`, which reads files larger than memory has room for twice.
 * @example
 * ```ts
 * parseNpy(toNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])).shape; // [2, 3]
 * ```
 */
export function parseNpy(file: Uint8Array | ArrayBuffer): { data: Numbers; shape: number[] } {
  const where = 'parseNpy';
  const isBytes = arrayType(file) === 'Uint8Array';
  if (!isBytes && !isA('ArrayBuffer', file)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      where,
      show(file),
      'the bytes of a file, Uint8Array or ArrayBuffer',
      'Read the file, or use loadDataset.',
    );
  }
  const bytes = isBytes ? (file as Uint8Array) : new Uint8Array(file);
  const end = headerEnd(bytes.subarray(0, PREFIX_BYTES), where);
  if (bytes.length < end) throw ended(where, bytes.length);
  const header = parseHeader(bytes.subarray(0, end), where);
  checkSize(header, bytes.length, where);
  const values = numbersOf(elements(new Uint8Array(bytes.subarray(end)), header.type), header.type);
  const shape = [...header.shape];
  return { data: header.fortranOrder ? inRows(values, shape) : values, shape };
}

/**
 * The bytes of an .npy file, version 1.0, of numbers in C order: what `numpy.load` reads.
 *
 * shape: their product is the length of data. O(elements).
 *
 * @throws RelufitError INVALID_SHAPE for another length, INVALID_ARGUMENT for what is no array of floats or no shape.
 * @see numpy.lib.format
 * @example
 * ```ts
 * toNpy(Float64Array.of(1, 2), [2]).length; // 144
 * ```
 */
export function toNpy(data: Numbers, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (!isNumbers(data)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'toNpy data',
      show(data),
      'a Float32Array or a Float64Array',
      'Give one of them.',
    );
  }
  const count = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => Number.isInteger(length) && length >= 0) || count !== data.length) {
    throw new RelufitError(
      'INVALID_SHAPE',
      'toNpy shape',
      `(${shape.join(', ')})`,
      `lengths whose product is ${data.length}`,
      'Give the shape of data.',
    );
  }
  const type = `${LITTLE ? '<' : '>'}f${data.BYTES_PER_ELEMENT}`;
  const lengths = shape.length === 1 ? `${shape},` : shape.join(', ');
  const fields = `{'descr': '${type}', 'fortran_order': False, 'shape': (${lengths}), }`;
  // NumPy maps files into memory: elements begin at a multiple of 64.
  const offset = 64 * Math.ceil((10 + fields.length + 1) / 64);
  const header = fields.padEnd(offset - 11).concat('\n');
  const bytes = new Uint8Array(offset + data.byteLength);
  bytes.set([...MAGIC, 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  return bytes;
}

/** Throws INVALID_FILE unless a file of `size` bytes ends where the elements do. */
export function checkSize({ shape, offset, bytes }: NpyHeader, size: number, where: string): void {
  if (offset + bytes === size) return;
  throw invalid(
    where,
    Math.min(size, offset + bytes),
    size < offset + bytes ? 'the end of the file' : `${size - offset - bytes} bytes more`,
    `${bytes} bytes from byte ${offset} on, for the shape (${shape.join(', ')})`,
    size < offset + bytes ? 'The file is truncated: copy it again.' : 'Save one array a file.',
  );
}

/** The file ends before it should. */
export function ended(where: string, at: number): RelufitError {
  return invalid(
    where,
    at,
    'the end of the file',
    'a header and all elements',
    'The file is truncated: copy it again.',
  );
}

const SAVE = 'Save the array by numpy.save.';

function invalid(where: string, at: number, got: string, expected: string, remedy: string) {
  return new RelufitError('INVALID_FILE', `${where} at byte ${at}`, got, expected, remedy);
}

// Elements whose first index changes fastest, in the order in which the last one does.
function inRows(values: Numbers, shape: readonly number[]): Numbers {
  const out = values.slice();
  const index = shape.map(() => 0);
  const strides = shape.map((_, k) => shape.slice(0, k).reduce((product, n) => product * n, 1));
  for (let k = 0; k < out.length; k++) {
    out[k] = values[index.reduce((at, i, axis) => at + i * strides[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
      index[axis] = 0;
    }
  }
  return out;
}
