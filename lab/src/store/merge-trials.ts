// One file of the parts of an experiment, which must be whole and agree.

import { realpathSync, statSync } from 'node:fs';
import { type PhaseAddress, type PhasePlan, type PhaseRecord, RelufitError } from 'relufit';
import { counted } from '../format.js';
import { searchOf } from '../search-of.js';
import { addRecord } from './add-record.js';
import { onInput } from './failure.js';
import { differences, type TrialsHeader } from './header.js';
import { lock } from './lock.js';
import { type Entry, writeInOrder } from './order.js';
import { planOf, readHeader, readRecords, trialsFilesAt } from './read-file.js';

interface Source {
  readonly path: string;
  readonly header: TrialsHeader;
}

interface SourceEntry extends Entry {
  readonly source: Source;
}

export interface Merged {
  /** With all trials. */
  readonly plan: PhasePlan;
  readonly header: TrialsHeader;
  /** The files that were read. */
  readonly paths: readonly string[];
}

/**
 * Joins files of trials, or those in folders, to the file `target`.
 *
 * @throws RelufitError STORE_DIFFERENT where they are of different experiments, or `target` is there and of another;
 * PART_MISSING, TRIAL_MISSING, CLASH, STORE_MALFORMED. `target` is then as it was.
 */
export function mergeTrials(given: readonly string[], target: string): Merged {
  const sources = sourcesOf(given);
  const { part: _, ...header } = sources[0].header;
  checkParts(sources);
  const plan = planOf(sources[0].path, header);
  const entries: SourceEntry[] = [];
  for (const source of sources) readInto(plan, entries, source);
  checkWhole(plan, sources);
  checkWanted(plan, header, entries);
  const unlock = lock(target);
  try {
    if (statSync(target, { throwIfNoEntry: false }) !== undefined) {
      checkSame({ path: target, header: readHeader(target) }, [{ path: sources[0].path, header }]);
    }
    writeInOrder(target, JSON.stringify(header), entries);
  } finally {
    unlock();
  }
  return { plan, header, paths: sources.map(({ path }) => path) };
}

function sourcesOf(given: readonly string[]): Source[] {
  const paths = new Map<string, string>();
  for (const path of given.flatMap(trialsFilesAt)) {
    const real = onInput(path, 'a file of trials', () => realpathSync(path));
    if (!paths.has(real)) paths.set(real, path);
  }
  const sources: Source[] = [];
  for (const path of paths.values()) {
    const source = { path, header: readHeader(path) };
    checkSame(source, sources);
    sources.push(source);
  }
  return sources;
}

/** Refuses a file that is of another experiment than the first, or of a part of another division. */
function checkSame(source: Source, [first]: readonly Source[]): void {
  if (first === undefined) return;
  const names = [`in ${first.path}`, `in ${source.path}`] as const;
  const comparable = ({ header: { part, ...header } }: Source): TrialsHeader => header;
  const different = differences(comparable(first), comparable(source), names);
  const [a, b] = [first, source].map(({ header }) => header.part?.of);
  if (a !== undefined && b !== undefined && a !== b) {
    different.push(`parts: ${a} ${names[0]}, ${b} ${names[1]}`);
  }
  if (different.length === 0) return;
  throw new RelufitError(
    'STORE_DIFFERENT',
    source.path,
    `trials of another experiment (${different.join('; ')})`,
    'parts of one',
    'Merge those of one experiment at a time.',
  );
}

function checkParts(sources: readonly Source[]): void {
  const parts = sources.flatMap(({ header: { part } }) => (part === undefined ? [] : [part]));
  // A file that is for all trials may have any of them.
  if (parts.length < sources.length) return;
  const { of } = parts[0];
  const there = new Set(parts.map(({ index }) => index));
  const missing = Array.from({ length: of }, (_, k) => k + 1).filter((index) => !there.has(index));
  if (missing.length === 0) return;
  const [word, verb, them] = missing.length === 1 ? ['part', 'is', 'it'] : ['parts', 'are', 'them'];
  throw new RelufitError(
    'PART_MISSING',
    'merge',
    `${there.size} of ${of} parts: ${word} ${ranges(missing)} ${verb} missing`,
    `all ${of}`,
    `Run ${them} with --shard ${missing[0]}/${of}${missing.length > 1 ? ' and so on' : ''}, or name ${them} too.`,
  );
}

function readInto(plan: PhasePlan, entries: SourceEntry[], source: Source): void {
  readRecords(source.path, (record) => {
    const { cell, trial } = record;
    try {
      if (!addRecord(plan, record, source.header.part)) return;
    } catch (error) {
      if (!(error instanceof RelufitError) || error.code !== 'CLASH') throw error;
      const other = entries.find((entry) => entry.cell === cell && entry.trial === trial);
      error.message = `${error.message} The other is in ${other?.source.path}.`;
      throw error;
    }
    entries.push({ cell, trial, text: JSON.stringify(record), source });
  });
}

function checkWhole(plan: PhasePlan, sources: readonly Source[]): void {
  const missing = plan.remaining();
  if (missing.length === 0) return;
  const unfinished = sources.filter(({ header: { part } }) =>
    missing.some((address) => part !== undefined && plan.isIn(part, address)),
  );
  const who =
    unfinished.length === 0
      ? 'Run the experiment again in the folder of one of them: it resumes.'
      : `Run the command of ${unfinished.map(({ path }) => path).join(', ')} again: it resumes.`;
  throw new RelufitError(
    'TRIAL_MISSING',
    'merge',
    `${counted(plan.count, 'trial')} without ${missing.length}: ${described(missing)}`,
    'all',
    who,
  );
}

/** Where what is run follows from outcomes, no more than that may be there: the result is to be the one of a single run. */
function checkWanted(plan: PhasePlan, header: TrialsHeader, entries: readonly SourceEntry[]): void {
  const { most, trials } = plan.options;
  const isAdaptive = most > trials || searchOf(plan.options) !== undefined;
  if (!isAdaptive) return;
  const key = ({ cell, trial }: PhaseAddress) => cell * most + trial;
  const rest = new Map(entries.map((entry) => [key(entry), entry]));
  const fresh = planOf(entries[0].source.path, header);
  for (;;) {
    const addresses = fresh.remaining();
    if (addresses.length === 0) break;
    for (const address of addresses) {
      const entry = rest.get(key(address)) as SourceEntry;
      rest.delete(key(address));
      fresh.add(JSON.parse(entry.text) as PhaseRecord);
    }
  }
  const [extra] = rest.values();
  if (extra === undefined) return;
  throw new RelufitError(
    'STORE_MALFORMED',
    extra.source.path,
    `trials that the experiment does not run: ${described([...rest.values()])}`,
    `batches of ${trials} up to the one that decides`,
    'Remove their lines.',
  );
}

const MOST_CELLS = 4;

/** 'cell 4: trials 3, 7–9; cell 5: trial 0; and 2 cells more'. */
function described(addresses: readonly PhaseAddress[]): string {
  const cells = new Map<number, number[]>();
  for (const { cell, trial } of addresses) cells.set(cell, [...(cells.get(cell) ?? []), trial]);
  const texts = Array.from(cells)
    .sort(([a], [b]) => a - b)
    .slice(0, MOST_CELLS)
    .map(([cell, trials]) => {
      return `cell ${cell}: ${trials.length === 1 ? 'trial' : 'trials'} ${ranges(trials)}`;
    });
  const more = cells.size - texts.length;
  if (more > 0) texts.push(`and ${more} ${more === 1 ? 'cell' : 'cells'} more`);
  return texts.join('; ');
}

/** '3, 7–9' of ascending numbers. */
function ranges(numbers: readonly number[]): string {
  const ends: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ends.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ends.push([number, number]);
  }
  return ends.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
