import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './exit.js';

/** What a command prints. Tables and machine output go to stdout, everything else to stderr. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(jsonText(value));
}

export function note(text: string, { quiet }: OutputOptions): void {
  if (!quiet) process.stderr.write(`${text}\n`);
}

/** Fails before the work rather than after it where a file could not be written. */
export function checkOutFile(path: string | undefined): void {
  if (path === undefined) return;
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `--out: got '${path}', expected a file in a folder that exists. Make '${folder}' first.`,
    );
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--out: got the folder '${path}', expected a file. Name a file in it.`);
  }
}

/** Makes a folder and those that it is in; a name that is taken is wrong usage, a disk that refuses is not. */
export function makeOutFolder(path: string): void {
  // One by one: Node's own way says ENOENT where a disk may only be read, and never ends in /proc.
  const missing: string[] = [];
  try {
    for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
    for (const folder of missing) makeFolder(folder);
    if (statSync(path).isDirectory()) return;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const refused = `--out: got '${path}', expected a folder that can be made (${message}). Name another one.`;
    throw code === 'ENOTDIR' || code === 'EEXIST' ? new UsageError(refused) : new Error(refused);
  }
  throw new UsageError(`--out: got the file '${path}', expected a folder. Name another one.`);
}

// Of shards that start together, another one may have made it meanwhile.
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, jsonText(value));
}

export const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
