import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { onStore } from './failure.js';

export type WriteLine = (line: string) => void;

/** Writes a file that is never there in part: beside it first, then under its name. */
export function writeLinesWhole(path: string, lines: (write: WriteLine) => void): void {
  const temporary = `${path}.new`;
  onStore(path, 'a file that can be written', () => {
    const descriptor = openSync(temporary, 'w');
    try {
      let pending: string[] = [];
      let length = 0;
      const flush = () => {
        const bytes = Buffer.from(pending.join(''));
        for (let at = 0; at < bytes.length; ) {
          at += writeSync(descriptor, bytes, at, bytes.length - at);
        }
        pending = [];
        length = 0;
      };
      lines((line) => {
        pending.push(line, '\n');
        length += line.length;
        if (length > CHUNK) flush();
      });
      flush();
      fsyncSync(descriptor);
    } catch (error) {
      closeSync(descriptor);
      unlinkSync(temporary);
      throw error;
    }
    closeSync(descriptor);
    renameSync(temporary, path);
  });
}

const CHUNK = 1 << 20;
