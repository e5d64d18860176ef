// What a run of the benchmarks leaves behind, as JSON: `npm run bench -- --json FILE`.

import { readFileSync } from 'node:fs';
import type { Spread } from '../lab/src/bench/turns.js';

export interface Row extends Spread {
  readonly group: string;
  readonly name: string;
  readonly shape: string;
  /** Who computed: relufit is 'wasm', 'threads=k', 'auto' or 'relufit'; a limit of the machine, an opponent. */
  readonly engine: string;
  readonly iterations: number;
  /** What a run goes through: numbers drawn, entries of X read. */
  readonly items?: number;
  readonly remark?: string;
  /** From how many processes the medians are. */
  readonly processes: number;
  /** Only within the bench: the nanoseconds of each turn, and those of the place's first engine in the same turns. */
  readonly turns?: { readonly times: readonly number[]; readonly first: readonly number[] };
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
}

export interface Result {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  /** What could not be measured, and why. */
  readonly notes: readonly string[];
  readonly quick?: boolean;
}

/** What was measured at one place, whoever computed: rows of a place have run in turns. */
export const placeOf = ({ group, name, shape }: Row): string => `${group}: ${name}, ${shape}`;

/** Rows by place, in their order. The first row of a place is what the ratios of the others divide by. */
export function places(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const place = placeOf(row);
    found.set(place, [...(found.get(place) ?? []), row]);
  }
  return found;
}

/** Engines that are relufit itself, not an opponent or a limit of the machine. */
export const isOurs = ({ engine }: Row): boolean => /^(wasm|threads|auto|relufit)/.test(engine);

/** What nobody can be quicker than, and so no opponent. */
export const isLimit = ({ engine }: Row): boolean => /^(stream|copy|node$)/.test(engine);

export function readResult(file: string): Result {
  const result = JSON.parse(readFileSync(file, 'utf8')) as Result;
  if (Array.isArray(result?.rows) && result.machine && result.versions) return result;
  throw new Error(
    `${file}: got something else, expected a result of the bench. Make one by npm run bench -- --json ${file}`,
  );
}
