import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { onStore } from './failure.js';
import { syncFolder } from './sync-folder.js';

/** Writes a file that is never there in part: beside it first, then under its name. */
export function writeWhole(path: string, parts: Iterable<string>): void {
  const temporary = `${path}.new`;
  onStore(path, 'a file that can be written', () => {
    const descriptor = openSync(temporary, 'w');
    try {
      for (const chunk of chunksOf(parts)) {
        const bytes = Buffer.from(chunk);
        for (let at = 0; at < bytes.length; ) {
          at += writeSync(descriptor, bytes, at, bytes.length - at);
        }
      }
      fsyncSync(descriptor);
    } catch (error) {
      closeSync(descriptor);
      unlinkSync(temporary);
      throw error;
    }
    closeSync(descriptor);
    renameSync(temporary, path);
    syncFolder(path);
  });
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
