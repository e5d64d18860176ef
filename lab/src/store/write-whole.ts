import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { onStore } from './failure.js';
import { syncFolder } from './sync-folder.js';

/**
 * Writes a file that is never there in part: beside it first, then under its name. Of those who write the same file at
 * once each does so, and the last one's stays. A link stays one, and what is no file (a pipe, a terminal) is written to.
 *
 * @param suffix of its name until then: one of its own, but where there is but one writer, whom it spares what a kill
 * leaves behind.
 */
export function writeWhole(
  path: string,
  parts: Iterable<string>,
  suffix = `.${randomUUID().slice(0, 8)}.new`,
): void {
  onStore(path, 'a file that can be written', () => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile()) {
      writeAll(openSync(path, 'a'), parts);
      return;
    }
    const target = there === undefined ? path : realpathSync(path);
    const temporary = `${target}${suffix}`;
    try {
      writeAll(openSync(temporary, 'w'), parts, fsyncSync);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(target);
  });
}

/** Writes all of it, and closes the file. */
function writeAll(
  descriptor: number,
  parts: Iterable<string>,
  before: (descriptor: number) => void = () => {},
): void {
  try {
    for (const chunk of chunksOf(parts)) {
      const bytes = Buffer.from(chunk);
      for (let at = 0; at < bytes.length; ) {
        at += writeSync(descriptor, bytes, at, bytes.length - at);
      }
    }
    before(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const CHUNK = 1 << 20;

/** The same text in fewer and larger parts. */
function* chunksOf(parts: Iterable<string>): Generator<string> {
  let pending: string[] = [];
  let length = 0;
  for (const part of parts) {
    pending.push(part);
    length += part.length;
    if (length < CHUNK) continue;
    yield pending.join('');
    pending = [];
    length = 0;
  }
  yield pending.join('');
}
