import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const DATA = fileURLToPath(new URL('../../examples/data/', import.meta.url));

export const TOBIN = join(DATA, 'tobin.csv');
export const AFFAIRS = join(DATA, 'affairs.csv');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a user runs it: a process of its own. */
export const relufit = (...args: string[]): Promise<Run> => ran(process.execPath, [MAIN, ...args]);

/** A program, run as somebody else where that is said. */
export function ran(
  file: string,
  args: readonly string[],
  as?: { readonly uid: number; readonly gid: number },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...as, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder for the files of one test file, taken away at its end. */
export function workFolder(): {
  path: (name: string) => string;
  write: (name: string, text: string) => string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'relufit-lab-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => {
    writeFileSync(path(name), text);
    return path(name);
  };
  return { path, write };
}
