// A phase diagram as a table: a line of cells that differ in n alone is a row.

import type { PhaseCell, PhaseLine, PhaseResult } from 'relufit';
import { fixed, MISSING } from '../format.js';

export interface PhaseTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The first column of numbers that are outcomes. */
  readonly numbersFrom: number;
  /** What the head leaves open. */
  readonly caption: string;
}

// More numbers of rows than that make no table, but a picture of one character each.
const MOST_COLUMNS = 8;
const BLOCKS = '▁▂▃▄▅▆▇█';

export function phaseTable({ axes, cells, lines, options }: PhaseResult): PhaseTable {
  const names = axes.map(({ name }) => name).filter((name) => name !== 'n');
  const key = (at: PhaseCell | PhaseLine) => JSON.stringify(names.map((name) => at[name]));
  const known = new Map<string, Map<number, PhaseCell>>();
  for (const cell of cells) {
    const line = known.get(key(cell)) ?? new Map();
    known.set(key(cell), line.set(cell.n, cell));
  }
  const counts = Array.from(new Set(cells.map(({ n }) => n))).sort((a, b) => a - b);
  const isNarrow = counts.length <= MOST_COLUMNS;
  const rows = lines.map((line) => {
    const shares = counts.map((n) => known.get(key(line))?.get(n)?.success);
    return [
      ...names.map((name) => spelledValue(line[name])),
      ...(isNarrow
        ? shares.map((share) => fixed(share === undefined ? null : 100 * share, 0))
        : [shares.map(blockOf).join('')]),
      halfWayText(line),
      theoryText(line),
    ];
  });
  const [first, last] = [counts[0], counts.at(-1)];
  return {
    head: [
      ...names,
      ...(isNarrow ? counts.map((n) => `n = ${n}`) : [`n = ${first} … ${last}`]),
      'n at one half',
      'theory',
    ],
    rows,
    numbersFrom: names.length,
    caption:
      `${isNarrow ? 'Successes in %' : 'Successes from none (▁) to all (█), · not run'}, an error of at most ${options.threshold}; ` +
      'n at one half with 95 %; theory: rows expected there, δ the statistical dimension.',
  };
}

const blockOf = (share: number | undefined) =>
  share === undefined ? '·' : BLOCKS[Math.round((BLOCKS.length - 1) * share)];

/** '47.3 (42.1–55.0)'; a missing end is beyond what was run. */
export function halfWayText({ halfWay: { n, low, high } }: PhaseLine): string {
  if (n === null && low === null && high === null) return MISSING;
  return `${fixed(n, 1)} (${fixed(low, 1)}–${fixed(high, 1)})`;
}

export function theoryText({ theory }: PhaseLine): string {
  if (theory === null) return MISSING;
  return `${theory.requiredSamples} (δ ${fixed(theory.statisticalDimension, 1)})`;
}

/** The value of an axis as the command line spells it where it can: sparse, 20, ar1:0.5, box:lower=0,upper=1; else as JSON. */
export function spelledValue(value: unknown): string {
  if (value === null) return MISSING;
  if (typeof value !== 'object') return String(value);
  const { name, parameters } = value as { name?: string; parameters?: object };
  const isRecipe = typeof name === 'string' && parameters !== undefined;
  const entries = Object.entries(isRecipe ? parameters : (value as object));
  if (entries.some(([, item]) => typeof item === 'object')) return JSON.stringify(value);
  const numbers = entries.map(([key, item]) => `${key}=${item}`).join(',');
  if (!isRecipe) return entries.map(([key, item]) => `${key}:${item}`).join(',');
  return entries.length === 0 ? name : `${name}:${numbers}`;
}
