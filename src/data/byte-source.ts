// Bytes one after the other, from wherever a platform keeps them.

import { RelufitError, show } from '../errors.js';
import { arrayType, builtin, isA } from '../platform.js';

/** A file: a path or file: URL in Node; a Blob, a Response, a stream or the bytes themselves anywhere. */
export type FileSource =
  | string
  | URL
  | Blob
  | Response
  | ReadableStream<Uint8Array>
  | ArrayBuffer
  | Uint8Array;

export interface ByteSource {
  /** Known beforehand, but for streams. */
  readonly size: number | undefined;
  /** Writes the next bytes; answers how many, fewer than there is room for only at the end. */
  read(into: Uint8Array<ArrayBuffer>): Promise<number>;
  close(): Promise<void>;
}

/** Is it a file, rather than numbers? */
export const isFileSource = (value: unknown): value is FileSource =>
  typeof value === 'string' ||
  arrayType(value) === 'Uint8Array' ||
  ['URL', 'Blob', 'File', 'Response', 'ReadableStream', 'ArrayBuffer'].some((name) =>
    isA(name, value),
  );

/** @throws RelufitError INVALID_FILE where it cannot be read, INVALID_ARGUMENT for a path where there are no files. */
export async function openBytes(file: FileSource, where: string): Promise<ByteSource> {
  if (typeof file === 'string' || isA('URL', file)) return openPath(file as string | URL, where);
  if (isA('Response', file)) return openResponse(file as Response, where);
  if (isA('ReadableStream', file)) return openStream(file as ReadableStream<Uint8Array>, where);
  if (isA('Blob', file) || isA('File', file)) return fromBlob(file as Blob, where);
  const bytes = file as Uint8Array | ArrayBuffer;
  return fromBytes(ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes));
}

function openResponse({ ok, status, body, bodyUsed }: Response, where: string): ByteSource {
  if (ok && body !== null && !bodyUsed) return openStream(body, where);
  throw unreadable(
    where,
    ok ? 'a response without a body, or one read already' : `status ${status}`,
  );
}

function openStream(stream: ReadableStream<Uint8Array>, where: string): ByteSource {
  // Such as the body of a Response that is not the platform's.
  if (typeof stream?.getReader !== 'function') throw unreadable(where, 'no stream of the web');
  if (stream.locked) throw unreadable(where, 'a stream that someone else reads');
  return fromStream(stream, where);
}

async function openPath(path: string | URL, where: string): Promise<ByteSource> {
  // Asked for at run time, so that no bundler looks for it.
  const fs = builtin('node:fs');
  if (fs === undefined) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      where,
      `the path ${show(String(path))}`,
      'a Blob, a Response, a stream or bytes: there are no files here',
      `Give await fetch(${show(String(path))}).`,
    );
  }
  const guard = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw unreadable(where, error instanceof Error ? error.message : show(error));
    }
  };
  const handle = await guard(fs.promises.open(path));
  const stat = await handle.stat();
  return {
    size: stat.isFile() ? stat.size : undefined,
    async read(into) {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await guard(handle.read(into, done, into.length - done));
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
    close: () => handle.close(),
  };
}

function fromBytes(bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    size: bytes.length,
    async read(into) {
      const part = bytes.subarray(at, at + into.length);
      into.set(part);
      at += part.length;
      return part.length;
    },
    async close() {},
  };
}

function fromBlob(blob: Blob, where: string): ByteSource {
  let at = 0;
  return {
    size: blob.size,
    async read(into) {
      try {
        const part = await blob.slice(at, at + into.length).arrayBuffer();
        into.set(new Uint8Array(part));
        at += part.byteLength;
        return part.byteLength;
      } catch (error) {
        // A file that was changed since it was chosen.
        throw unreadable(where, error instanceof Error ? error.message : show(error));
      }
    },
    async close() {},
  };
}

function fromStream(stream: ReadableStream<Uint8Array>, where: string): ByteSource {
  const reader = stream.getReader();
  let rest = new Uint8Array(0);
  let over = false;
  return {
    size: undefined,
    async read(into) {
      let done = 0;
      while (done < into.length) {
        if (rest.length === 0) {
          if (over) break;
          rest = await next();
          continue;
        }
        const part = rest.subarray(0, into.length - done);
        into.set(part, done);
        done += part.length;
        rest = rest.subarray(part.length);
      }
      return done;
    },
    async close() {
      // Of a stream that has failed, the failure is known already.
      await reader.cancel().catch(() => {});
    },
  };

  async function next(): Promise<Uint8Array<ArrayBuffer>> {
    let chunk: Awaited<ReturnType<typeof reader.read>>;
    try {
      chunk = await reader.read();
    } catch (error) {
      throw unreadable(where, error instanceof Error ? error.message : show(error));
    }
    over = chunk.done;
    if (chunk.value !== undefined && arrayType(chunk.value) !== 'Uint8Array') {
      throw unreadable(where, `a stream of ${show(chunk.value)}`);
    }
    return (chunk.value ?? new Uint8Array(0)) as Uint8Array<ArrayBuffer>;
  }
}

function unreadable(where: string, got: string): RelufitError {
  return new RelufitError(
    'INVALID_FILE',
    where,
    got,
    'a file that can be read',
    'Check that it is there.',
  );
}
