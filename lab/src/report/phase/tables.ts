// The numbers of a phase diagram: lines and cells as rows of text for the terminal, pages and Markdown, and every cell to the
// last digit as CSV.

import type { PhaseCell, PhaseLine, PhaseResult } from 'relufit';
import { cellOf } from '../../csv-write.js';
import { MISSING, percent, significant } from '../../format.js';
import { numberText, symbolOf } from './names.js';
import { beyond, theoryName, type View, viewOf } from './view.js';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** So many columns at the left say which row it is. */
  readonly names: number;
}

/** Where n is an axis, one row a line: n at one half and theory. Else one row a cell. */
export function phaseTable(result: PhaseResult): Table {
  const view = viewOf(result);
  return view.axes.some(({ name }) => name === 'n') ? linesTable(view) : cellsTable(view);
}

export function linesTable(view: View): Table {
  const axes = view.axes.filter(({ name }) => name !== 'n');
  const names = new Set(
    view.result.lines.flatMap(({ theory }) => (theory ? [theoryName(theory)] : [])),
  );
  const required = names.size > 1 ? 'samples by theory' : (names.values().next().value ?? '2δ');
  const hasDelta = !(names.size === 1 && names.has('δ'));
  return {
    head: [
      ...axes.map(({ name }) => symbolOf(name)),
      ...['n at one half', 'interval'],
      ...(hasDelta ? ['δ'] : []),
      ...[required, `n/${names.size > 1 ? 'theory' : required}`],
    ],
    rows: view.result.lines.map((line) => {
      const { halfWay, theory } = line;
      return [
        ...axes.map((axis) => axis.text(axis.indexOf(line))),
        halfText(view, line),
        intervalText(line),
        ...(hasDelta ? [significant(theory?.statisticalDimension, 3)] : []),
        theory === null ? MISSING : String(theory.requiredSamples),
        theory === null || halfWay.n === null
          ? MISSING
          : (halfWay.n / theory.requiredSamples).toFixed(2),
      ];
    }),
    names: axes.length,
  };
}

/** '48.2', or what is known of it: 'below 20', 'above 120'. */
export function halfText(view: View, line: PhaseLine): string {
  if (line.halfWay.n !== null) return significant(line.halfWay.n, 3);
  const cells = view.cellsOf(line);
  if (cells.length === 0) return MISSING;
  return beyond(view, line) === 'below'
    ? `below ${cells[0].n}`
    : `above ${cells[cells.length - 1].n}`;
}

/** '44–52'; an end that is beyond the n that were tried is left open. */
export function intervalText({ halfWay: { n, low, high } }: PhaseLine): string {
  if (n === null && low === null && high === null) return MISSING;
  return `${low === null ? '…' : significant(low, 3)}–${high === null ? '…' : significant(high, 3)}`;
}

export function cellsTable({ axes, result }: View): Table {
  return {
    head: [
      ...axes.map(({ name }) => symbolOf(name)),
      ...[
        'trials',
        'succeed',
        'share',
        '95 % interval',
        'relative error',
        'iterations',
        'trips over X',
      ],
    ],
    rows: result.cells.map((cell) => [
      ...axes.map((axis) => axis.text(axis.indexOf(cell))),
      String(cell.trials),
      String(cell.successes),
      percent(cell.successes, cell.trials),
      `${whole(cell.low)}–${whole(cell.high)} %`,
      errorText(cell.error),
      significant(cell.iterations, 3),
      significant(cell.passes, 3),
    ]),
    names: axes.length,
  };
}

const whole = (share: number) => String(Number((100 * share).toFixed(1)));

/** Errors without bound stand for weights that are no numbers any more. */
const errorText = (error: number) => (error > 1e100 ? MISSING : numberText(error, 3));

/** The summary and both tables. */
export function phaseMarkdown(result: PhaseResult, summary: readonly string[]): string {
  const view = viewOf(result);
  const parts = ['# Phase diagram', ...summary.map(inMarkdown)];
  if (view.axes.some(({ name }) => name === 'n')) parts.push(markdown(linesTable(view)));
  parts.push(markdown(cellsTable(view)));
  return `${parts.join('\n\n')}\n`;
}

function markdown({ head, rows, names }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(inMarkdown).join(' | ')} |`;
  const rule = `| ${head.map((_, k) => (k < names ? '---' : '--:')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

const inMarkdown = (text: string) =>
  text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

const LINE = [
  ...(['constraint', 'solver', 'rows', 'observation', 'noise', 'd', 'sparsity'] as const),
];
const PARAMETERS = [...LINE, 'n'] as const;
const MEASURED = [
  ...(['trials', 'successes', 'success', 'low', 'high', 'error', 'iterations', 'passes'] as const),
];

/** A row for each cell, with all parameters, axes or not, and its line's theory; numbers to the last digit. */
export function phaseCsv(result: PhaseResult): string {
  const view = viewOf(result);
  const lines = new Map(result.lines.map((line) => [lineKey(line), line]));
  const head = [...PARAMETERS, ...MEASURED, 'statisticalDimension', 'requiredSamples'];
  const rows = view.result.cells.map((cell) => {
    const theory = lines.get(lineKey(cell))?.theory;
    return [
      ...PARAMETERS.map((name) => inCsv(cell[name])),
      ...MEASURED.map((name) => inCsv(cell[name])),
      inCsv(theory?.statisticalDimension),
      inCsv(theory?.requiredSamples),
    ].join(',');
  });
  return `${[head.join(','), ...rows].join('\n')}\n`;
}

const lineKey = (place: PhaseCell | PhaseLine) => JSON.stringify(LINE.map((name) => place[name]));

function inCsv(value: unknown): string {
  if (value === null || value === undefined) return '';
  return cellOf(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
