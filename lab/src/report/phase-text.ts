// A phase diagram as text for other programs: cells as CSV, lines and cells as Markdown.

import type { PhaseCell, PhaseResult } from 'relufit';
import { cellOf } from '../csv-write.js';
import { significant } from '../format.js';
import { phaseTable, spelledValue } from './phase-table.js';

const OUTCOMES = [
  'trials',
  'successes',
  'success',
  'low',
  'high',
  'error',
  'iterations',
  'passes',
] as const satisfies readonly (keyof PhaseCell)[];

const COORDINATES = [
  'constraint',
  'solver',
  'rows',
  'observation',
  'noise',
  'd',
  'sparsity',
  'n',
] as const satisfies readonly (keyof PhaseCell)[];

/** A row for each cell, with all that it is at. */
export function phaseCsv({ cells }: PhaseResult): string {
  const head = ['cell', ...COORDINATES, ...OUTCOMES].join(',');
  const rows = cells.map((cell) =>
    [
      cell.cell,
      ...COORDINATES.map((name) => (cell[name] === null ? '' : cellOf(spelledValue(cell[name])))),
      ...OUTCOMES.map((name) => cell[name]),
    ].join(','),
  );
  return `${[head, ...rows].join('\n')}\n`;
}

export function phaseMarkdown(result: PhaseResult): string {
  const { axes, cells, options, engine, version } = result;
  const lines = phaseTable(result);
  const names = axes.map(({ name }) => name);
  const fixedOnes = COORDINATES.filter((name) => !names.includes(name)).map(
    (name) => `${name} ${spelledValue(options[name])}`,
  );
  return `# Phase diagram

${fixedOnes.join(', ')}; seed ${options.seed}, relufit ${version}, ${engine.name} ${engine.precision}.

${lines.caption}

${markdownTable(lines.head, lines.rows)}

## Cells

${markdownTable(
  [...names, 'trials', 'success', '95 %', 'error', 'iterations', 'passes'],
  cells.map((cell) => [
    ...names.map((name) => spelledValue(cell[name])),
    String(cell.trials),
    significant(cell.success, 3),
    `${significant(cell.low, 3)}–${significant(cell.high, 3)}`,
    significant(cell.error, 3),
    significant(cell.iterations, 3),
    significant(cell.passes, 3),
  ]),
)}
`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
