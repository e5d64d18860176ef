import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** That a file is there, or has another's name now, is known to the disk by its folder. */
export function syncFolder(path: string): void {
  // Windows has no descriptors of folders.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
