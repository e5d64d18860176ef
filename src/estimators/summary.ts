// What a fit found, as a table: data, and text whose columns stand under each other.

import type { Statistics } from './statistics.js';

/** A coefficient of a summary. */
export interface SummaryRow {
  /** A feature's, '(intercept)', or 'σ'. */
  readonly name: string;
  readonly coefficient: number;
  readonly standardError?: number;
  /** The share of subsamples in which stability selection chose it. */
  readonly frequency?: number;
}

/** Rows of coefficients and what is known of the fit as a whole; `String(summary)` is a table. */
export interface Summary extends Statistics {
  readonly coefficients: readonly SummaryRow[];
  readonly sigma?: number;
  /** As a table. */
  toString(): string;
}

// Of many coefficients a sparse fit leaves few: beyond this many the zeros are counted, not listed.
const LISTED = 40;

/** The text of a table of coefficients. */
export function summaryText(summary: Omit<Summary, 'toString'>): string {
  const { coefficients } = summary;
  const shown =
    coefficients.length > LISTED
      ? coefficients.filter(({ coefficient }) => coefficient !== 0)
      : coefficients;
  const columns: [head: string, cell: (row: SummaryRow) => number | undefined, digits: number][] = [
    ['coefficient', (row) => row.coefficient, 6],
    ['std. error', (row) => row.standardError, 4],
    ['frequency', (row) => row.frequency, 2],
  ];
  const used = columns.filter(
    ([head, cell]) => head === 'coefficient' || shown.some((row) => cell(row) !== undefined),
  );
  const lines = [
    ['', ...used.map(([head]) => head)],
    ...shown.map((row) => [
      row.name,
      ...used.map(([, cell, digits]) => significant(cell(row), digits)),
    ]),
  ];
  const hidden = coefficients.length - shown.length;
  const facts: [string, string | undefined][] = [
    ['σ', summary.sigma === undefined ? undefined : significant(summary.sigma)],
    ['log-likelihood', optional(summary.logLikelihood)],
    ['AIC', optional(summary.aic)],
    ['BIC', optional(summary.bic)],
    ['R²', optional(summary.rSquared, 4)],
    ['objective', significant(summary.objective)],
    ['rows', `${summary.rows}, ${summary.censored} cut off`],
    ['iterations', `${summary.iterations}, ${summary.status}`],
  ];
  const known = facts.filter(([, value]) => value !== undefined) as [string, string][];
  return [
    ...aligned(lines),
    ...(hidden > 0 ? [`${hidden} more coefficients are 0`] : []),
    '',
    ...aligned(known, 'left'),
  ].join('\n');
}

/** Lines of cells, each column as wide as its widest cell; the first to the left. */
export function aligned(
  lines: readonly (readonly string[])[],
  others: 'left' | 'right' = 'right',
): string[] {
  const widths: number[] = [];
  for (const line of lines) {
    line.forEach((cell, k) => {
      widths[k] = Math.max(widths[k] ?? 0, width(cell));
    });
  }
  return lines.map((line) =>
    line
      .map((cell, k) => {
        const space = ' '.repeat(widths[k] - width(cell));
        return k === 0 || others === 'left' ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

// Characters, not their halves: a name may be of any script.
const width = (text: string): number => Array.from(text).length;

/** Digits as people read them; a dash for what is not known. */
export function significant(value: number | undefined, digits = 6): string {
  return value === undefined || !Number.isFinite(value)
    ? '—'
    : String(Number(value.toPrecision(digits)));
}

const optional = (value: number | undefined, digits = 6): string | undefined =>
  value === undefined ? undefined : significant(value, digits);
