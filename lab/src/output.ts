import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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

export function makeOutFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `--out: got '${path}', expected a folder that can be made (${(error as Error).message}). ` +
        'Name another one.',
    );
  }
}

export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, jsonText(value));
}

export const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
