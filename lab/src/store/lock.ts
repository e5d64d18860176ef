// Who writes to a file: one process at a time. Node has no flock; a lock file that a kill leaves behind must keep nobody
// out, and of two processes that find one, only one may go on. So the file is a list of claims, each appended by one write:
// the first whose process is alive holds it; whoever is not the first withdraws its own, by a line more. Nobody takes
// another's claim away, thus there is no moment for two to do so.

import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { RelufitError } from 'relufit';
import { isRunning, startOf } from '../processes.js';
import { onStore } from './failure.js';

interface Claim {
  readonly pid: number;
  readonly host: string;
  /** When the process started, where the system tells: numbers of processes come again. */
  readonly started: string | null;
  readonly id: string;
}

/** Holds `path`.lock until the function that it answers is called, or the process ends in whatever way. */
export function lock(path: string): () => void {
  const file = `${path}.lock`;
  return onStore(file, 'a lock file that can be written', () => {
    for (;;) {
      const claim = claimed(path, file);
      if (claim === undefined) continue;
      const give = () => {
        process.off('exit', give);
        release(file, claim);
      };
      // Also where the process is ended from within: on another machine nobody could tell.
      process.on('exit', give);
      return give;
    }
  });
}

// Undefined where the file was taken away by its holder meanwhile.
function claimed(path: string, file: string): Claim | undefined {
  const claim = {
    ...{ pid: process.pid, host: hostname(), started: startOf(process.pid) },
    id: randomUUID(),
  };
  const descriptor = opened(file);
  if (descriptor === undefined) return undefined;
  try {
    // On a line of its own whatever was cut short before.
    writeSync(descriptor, `\n${JSON.stringify(claim)}\n`);
    const holder = claimsIn(readFileSync(file, 'utf8')).find(
      (other) => other.id === claim.id || isAlive(other),
    );
    // By the file's name: a claim that is not found there stands in a file that was taken away.
    if (holder === undefined || holder.id === claim.id) return holder;
    writeSync(descriptor, `\n${JSON.stringify({ id: claim.id, withdrawn: true })}\n`);
    throw inUse(path, file, holder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

// Some file systems say that a file to be made is not there, where another is taking it away.
function opened(file: string): number | undefined {
  try {
    return openSync(file, 'a+');
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isGone && existsSync(dirname(file))) return undefined;
    throw error;
  }
}

function release(file: string, claim: Claim): void {
  try {
    // By whoever removed the lock by hand, another may have come to hold it.
    if (readFileSync(file, 'utf8').includes(claim.id)) unlinkSync(file);
  } catch {
    // It is gone, or stays as the claim of a process that is about to end.
  }
}

/** Those that were not withdrawn; lines that were cut short are none. */
function claimsIn(text: string): Claim[] {
  const claims = new Map<string, Claim>();
  for (const line of text.split('\n')) {
    let claim: Claim & { withdrawn?: true };
    try {
      claim = JSON.parse(line);
    } catch {
      continue;
    }
    if (claim.withdrawn) claims.delete(claim.id);
    else if (Number.isInteger(claim.pid)) claims.set(claim.id, claim);
  }
  return [...claims.values()];
}

function isAlive({ pid, host, started }: Claim): boolean {
  // Of another machine's processes nothing is known.
  if (host !== hostname()) return true;
  if (!isRunning(pid)) return false;
  const now = startOf(pid);
  return started === null || now === null || started === now;
}

function inUse(path: string, file: string, { pid, host }: Claim): RelufitError {
  const here = host === hostname();
  return new RelufitError(
    'STORE_IN_USE',
    path,
    `a file that process ${pid}${here ? '' : ` on ${host}`} is writing`,
    'one run at a time',
    here
      ? 'Wait for it or stop it, or give --out another folder.'
      : `Wait for it, or give --out another folder; if it is not running any more, remove ${file}.`,
  );
}
