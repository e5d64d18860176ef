import { availableParallelism, cpus, totalmem, type } from 'node:os';
import { arch, versions } from 'node:process';
import { version } from '../dist/index.js';
import type { Machine } from './result.js';

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${type()} ${arch}`,
  };
}

export const ownVersions = (): Record<string, string> => ({
  relufit: version,
  node: versions.node,
  v8: versions.v8,
});
