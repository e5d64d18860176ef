import { type ByteSource, type FileSource, isFileSource, openBytes } from './data/byte-source.js';
import {
  checkSize,
  elements,
  ended,
  headerEnd,
  MAGIC,
  type NpyHeader,
  numbersOf,
  PREFIX_BYTES,
  parseHeader,
} from './data/npy.js';
import { Dataset } from './dataset.js';
import type { LoadedData } from './engine/engine.js';
import { openData } from './engine/open-data.js';
import type { EngineChoice } from './engine/select.js';
import { checkNames, checkThreads, RelufitError } from './errors.js';
import { asTarget, type MatrixLike, type Numbers } from './problem/dataset.js';
import { arrayRows, type RowSource, rowSource, type Shape } from './problem/row-source.js';

/**
 * X (n×d) and y (n) from .npy files, loaded for several fits: `dataset(X, y)` for data that need not be in memory.
 *
 * A file is a path or a file: URL in Node; a Blob, a `Response`, a stream or its bytes anywhere. Blocks of about a
 * megabyte are read and written where they stay, so that memory is X in the engine and a block, or a column where the
 * file is in Fortran order. X may also be what `dataset` takes, and y an array; with `engine: 'auto'` workers are started
 * where X is large. Floats of 2 and 4 bytes are computed in f32; those of 8, integers of up to 4 and bool in f64.
 *
 * @throws RelufitError (as a rejection) INVALID_FILE, with the byte, for a file that is no array of numbers, is
 * truncated or cannot be read; INVALID_SHAPE, EMPTY_DATA, NOT_FINITE (with the first row and column), INVALID_ARGUMENT,
 * UNKNOWN_ENGINE, ENGINE_UNAVAILABLE, TOO_LARGE.
 * @see numpy.lib.format
 * @example
 * ```ts
 * const X = toNpy(Float64Array.of(1, 0, 0, 1), [2, 2]);
 * const data = await loadDataset({ X, y: toNpy(Float64Array.of(2, 3), [2]) });
 * data.rows; // 2
 * data.dispose();
 * ```
 */
export async function loadDataset(
  { X, y, ...rest }: { X: FileSource | MatrixLike; y: FileSource | ArrayLike<number> },
  options: { engine?: EngineChoice; threads?: number } = {},
): Promise<Dataset> {
  checkNames('loadDataset data', { X, y, ...rest }, ['X', 'y']);
  checkNames('loadDataset options', options, ['engine', 'threads']);
  const threads = checkThreads(options.threads, 'loadDataset threads');
  const where = { ...options, threads, mayStart: true };
  const began = performance.now();
  const file = isFileSource(X) ? await NpyFile.open(X, 'X') : undefined;
  try {
    const source = file?.rowShape() ?? rowSource(X as MatrixLike);
    // Before y, so that no more is read than there is room for.
    const opened = openData(source, where);
    try {
      const target = asTarget(isFile(y) ? await readTarget(y, source.rows) : y, source);
      if (file === undefined) opened.data.fill(source as RowSource, 0, source.rows);
      else await file.fill(opened.data);
      await opened.data.ready;
      return new Dataset({ ...opened, began }, target, where);
    } catch (error) {
      opened.data.dispose();
      throw error;
    }
  } finally {
    await file?.close();
  }
}

// Bytes may be the labels themselves.
function isFile(y: FileSource | ArrayLike<number>): y is FileSource {
  return isFileSource(y) && !(ArrayBuffer.isView(y) && (y as Uint8Array)[0] !== MAGIC[0]);
}

async function readTarget(y: FileSource, rows: number): Promise<Numbers> {
  const file = await NpyFile.open(y, 'y');
  try {
    const { shape } = file.header;
    const [length, width = 1] = shape;
    if (shape.length > 2 || width !== 1 || length !== rows) {
      const got = `the shape (${shape.join(', ')})`;
      const expected = `(${rows}), the rows of X`;
      throw new RelufitError('INVALID_SHAPE', 'y', got, expected, 'Give one number a row of X.');
    }
    return await file.readAll();
  } finally {
    await file.close();
  }
}

// Bytes at a time: long enough for a disk, short enough for a cache.
const BLOCK = 2 ** 20;

/** An .npy file whose header has been read. */
class NpyFile {
  private position = 0;

  private constructor(
    private readonly bytes: ByteSource,
    readonly header: NpyHeader,
    private readonly where: string,
  ) {}

  static async open(file: FileSource, where: string): Promise<NpyFile> {
    const bytes = await openBytes(file, where);
    try {
      const prefix = new Uint8Array(PREFIX_BYTES);
      const first = await bytes.read(prefix);
      const end = headerEnd(prefix.subarray(0, first), where);
      const header = new Uint8Array(Math.max(end, PREFIX_BYTES));
      header.set(prefix);
      const read = first + (await bytes.read(header.subarray(first)));
      if (read < end) throw ended(where, read);
      const parsed = parseHeader(header.subarray(0, end), where);
      if (bytes.size !== undefined) checkSize(parsed, bytes.size, where);
      return new NpyFile(bytes, parsed, where);
    } catch (error) {
      await bytes.close();
      throw error;
    }
  }

  /** The shape of X, or INVALID_SHAPE. */
  rowShape(): Shape {
    const { shape, type } = this.header;
    const [rows, columns] = shape;
    if (shape.length === 2 && rows > 0 && columns > 0) {
      return { rows, columns, precision: type.precision };
    }
    const empty = shape.length === 2;
    throw new RelufitError(
      empty ? 'EMPTY_DATA' : 'INVALID_SHAPE',
      this.where,
      `the shape (${shape.join(', ')})`,
      'rows and columns, at least one of each',
      shape.length === 1 ? 'Save X.reshape(-1, 1) for one column.' : 'Give the rows of X.',
    );
  }

  /** Writes all rows, a block at a time. */
  async fill(data: LoadedData): Promise<void> {
    const { fortranOrder, type } = this.header;
    const shape = this.rowShape();
    const { rows, columns } = shape;
    const [lines, length] = fortranOrder ? [columns, rows] : [rows, columns];
    const count = Math.min(lines, Math.max(1, Math.floor(BLOCK / (length * type.size))));
    const block = new Uint8Array(count * length * type.size);
    for (let begin = 0; begin < lines; begin += count) {
      const end = Math.min(lines, begin + count);
      const values = await this.next(block.subarray(0, (end - begin) * length * type.size));
      if (fortranOrder) {
        data.fill(columnsOf(numbersOf(values, type), shape, begin, end), 0, rows);
      } else {
        data.fill(arrayRows(values, shape, begin, type.half), begin, end);
      }
    }
    await this.checkEnd();
  }

  /** All elements of one line. */
  async readAll(): Promise<Numbers> {
    const values = await this.next(new Uint8Array(this.header.bytes));
    await this.checkEnd();
    return numbersOf(values, this.header.type);
  }

  close(): Promise<void> {
    return this.bytes.close();
  }

  private async next(into: Uint8Array<ArrayBuffer>) {
    const read = await this.bytes.read(into);
    this.position += read;
    if (read < into.length) throw ended(this.where, this.header.offset + this.position);
    return elements(into, this.header.type);
  }

  // Of a stream it is not known before.
  private async checkEnd(): Promise<void> {
    const more = await this.bytes.read(new Uint8Array(1));
    checkSize(this.header, this.header.offset + this.header.bytes + more, this.where);
  }
}

// Columns begin … end − 1 of all rows, each of them one after the other.
function columnsOf(values: Numbers, shape: Shape, begin: number, end: number): RowSource {
  return {
    ...shape,
    write(out, first, last, stride) {
      for (let i = first; i < last; i++) {
        const at = (i - first) * stride;
        for (let j = begin; j < end; j++) out[at + j] = values[(j - begin) * shape.rows + i];
      }
    },
  };
}
