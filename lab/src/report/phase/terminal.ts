// A phase diagram on a terminal: the table of lines, with the successes of their cells among the columns.

import type { PhaseResult } from 'relufit';
import { MISSING } from '../../format.js';
import { phaseTable, type Table } from './tables.js';
import { viewOf } from './view.js';

// More numbers of rows than that make no table, but a picture of one character each.
const MOST_COLUMNS = 8;
const BLOCKS = '▁▂▃▄▅▆▇█';

export interface TerminalTable extends Table {
  /** What the head leaves open. */
  readonly caption: string;
}

export function phaseTerminalTable(result: PhaseResult): TerminalTable {
  const view = viewOf(result);
  const table = phaseTable(result);
  const threshold = `an error of at most ${result.options.threshold} is a success`;
  if (!view.axes.some(({ name }) => name === 'n')) return { ...table, caption: `${threshold}.` };
  const counts = Array.from(new Set(result.cells.map(({ n }) => n))).sort((a, b) => a - b);
  const isNarrow = counts.length <= MOST_COLUMNS;
  const rows = result.lines.map((line, k) => {
    const known = new Map(view.cellsOf(line).map(({ n, success }) => [n, success]));
    const shares = counts.map((n) => known.get(n));
    const { names } = table;
    const row = table.rows[k];
    const drawn = isNarrow ? shares.map(percentOf) : [shares.map(blockOf).join('')];
    return [...row.slice(0, names), ...drawn, ...row.slice(names)];
  });
  const { names } = table;
  const columns = isNarrow
    ? counts.map((n) => `n = ${n}`)
    : [`n = ${counts[0]} … ${counts[counts.length - 1]}`];
  return {
    head: [...table.head.slice(0, names), ...columns, ...table.head.slice(names)],
    rows,
    names,
    caption: `${isNarrow ? 'Successes in %' : 'Successes from none (▁) to all (█), · not run'}: ${threshold}.`,
  };
}

const percentOf = (share: number | undefined) =>
  share === undefined ? MISSING : String(Math.round(100 * share));

const blockOf = (share: number | undefined) =>
  share === undefined ? '·' : BLOCKS[Math.round((BLOCKS.length - 1) * share)];
