import { RelufitError } from 'relufit';
import { columnIndex, type Table } from './csv.js';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity|∞)$/i;
const MISSING = new Set(['', 'NA', 'N/A', 'null', 'NULL']);
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

export type CellKind = 'number' | 'missing' | 'not finite' | 'decimal comma' | 'text';

export function cellKind(cell: string): CellKind {
  if (NUMBER.test(cell)) return Number.isFinite(Number(cell)) ? 'number' : 'not finite';
  if (MISSING.has(cell)) return 'missing';
  if (NOT_FINITE.test(cell)) return 'not finite';
  return DECIMAL_COMMA.test(cell) ? 'decimal comma' : 'text';
}

/** One column as numbers; the first cell that is none is an error with its line and column. */
export function numbersOf(table: Table, name: string, encodable: boolean): Float64Array {
  const index = columnIndex(table, name, 'column', 'CSV_COLUMN_ABSENT');
  return Float64Array.from(table.rows, (cells, row) => {
    const cell = cells[index];
    const where = `${table.source} line ${table.lines[row]}, column '${name}'`;
    const kind = cellKind(cell);
    if (kind === 'number') return Number(cell);
    if (kind === 'missing') throw missing(where, cell);
    if (kind === 'not finite') {
      throw new RelufitError(
        'CSV_NOT_FINITE',
        where,
        `'${short(cell)}'`,
        'a finite number',
        'Correct the cell or take the row out.',
      );
    }
    throw new RelufitError(
      'CSV_TEXT_COLUMN',
      where,
      `'${short(cell)}'`,
      'a number',
      textRemedy(kind, name, encodable),
    );
  });
}

/** One column as text; only a missing value is an error. */
export function levelsOf(table: Table, name: string): string[] {
  const index = columnIndex(table, name, '--encode', 'CSV_COLUMN_ABSENT');
  return table.rows.map((cells, row) => {
    const cell = cells[index];
    if (MISSING.has(cell)) {
      throw missing(`${table.source} line ${table.lines[row]}, column '${name}'`, cell);
    }
    return cell;
  });
}

function textRemedy(kind: CellKind, name: string, encodable: boolean): string {
  if (kind === 'decimal comma') return 'Write decimals with a point.';
  if (!encodable) return 'Correct the cell: this column has to be numbers.';
  return `Use --drop ${quoted(name)} or --encode ${quoted(name)}.`;
}

function missing(where: string, cell: string): RelufitError {
  return new RelufitError(
    'CSV_MISSING_VALUE',
    where,
    cell === '' ? 'an empty cell' : `'${cell}'`,
    'a value',
    'Fill it in, take the row out, or --drop the column.',
  );
}

const short = (cell: string) => (cell.length > 30 ? `${cell.slice(0, 29)}…` : cell);

/** A name as a shell takes it. */
const quoted = (name: string) => (/^[\w.-]+$/.test(name) ? name : `'${name}'`);
