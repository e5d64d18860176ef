// Files of trials as they are read: without a lock, as one that is being written has whole lines and a torn one at most.

import { closeSync, openSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type PhasePlan, type PhaseRecord, phasePlan, RelufitError } from 'relufit';
import { onInput } from './failure.js';
import { isTrialsFile, trialsFile } from './files.js';
import { isTornHeader, parsedHeader, type TrialsHeader } from './header.js';
import { linesOf } from './lines.js';
import { readTrials } from './read-trials.js';

/** The header of a file of trials. */
export const readHeader = (path: string): TrialsHeader =>
  reading(path, (descriptor) => {
    for (const { text, isWhole } of linesOf(descriptor)) {
      if (isWhole || !isTornHeader(text)) return parsedHeader(path, text);
      break;
    }
    throw new RelufitError(
      'STORE_MALFORMED',
      path,
      'no line',
      'a file of trials',
      'Run the command that is to write it again.',
    );
  });

/** Calls `onRecord` with each record of a file of trials. */
export function readRecords(path: string, onRecord: (record: PhaseRecord) => void): void {
  reading(path, (descriptor) => readTrials(descriptor, path, { onHeader() {}, onRecord }));
}

/** The experiment that a header is of. */
export function planOf(path: string, { options }: TrialsHeader): PhasePlan {
  try {
    return phasePlan(options);
  } catch (error) {
    if (!(error instanceof RelufitError)) throw error;
    error.message = `${path}, line 1: ${error.message}`;
    throw error;
  }
}

/** The files of trials that a path stands for: itself, or those in the folder that it is. */
export function trialsFilesAt(path: string): string[] {
  return onInput(path, 'a file of trials, or a folder with some', () => {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter(isTrialsFile).sort();
    if (names.length > 0) return names.map((name) => join(path, name));
    throw new RelufitError(
      'STORE_UNUSABLE',
      path,
      'a folder without trials',
      'one with trials.jsonl or trials.1-of-3.jsonl and so on',
      'Run `relufit phase` with it as --out first.',
    );
  });
}

/** The file of all trials that a path stands for: itself, or the one in the folder that it is. */
export function trialsFileAt(path: string): string {
  const paths = trialsFilesAt(path);
  const whole = trialsFile(path);
  if (paths.includes(whole)) return whole;
  if (paths[0] === path) return path;
  const names = paths.map((part) => basename(part));
  throw new RelufitError(
    'STORE_UNUSABLE',
    path,
    `parts alone (${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and so on' : ''})`,
    'a folder with trials.jsonl, or a file of trials',
    `Join them with \`relufit merge ${path} --out ${path}\` first, or name one of them.`,
  );
}

function reading<T>(path: string, work: (descriptor: number) => T): T {
  return onInput(path, 'a file of trials that can be read', () => {
    const descriptor = openSync(path, 'r');
    try {
      return work(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}
