import type { Table } from '../../../src/csv.js';
import { cellKind } from '../../../src/csv-cells.js';

/** Column by column: what it holds, and what is in the way of using it. */
export interface Column {
  readonly name: string;
  readonly kind: 'number' | 'text';
  /** Different texts, where there are few enough for a 0/1 column each. */
  readonly levels?: number;
  /** How many cells have no finite number, or no text. */
  readonly gaps: number;
  /** In words, the first with its line. */
  readonly remark?: string;
}

/** More would be names or dates, not kinds. */
const MOST_LEVELS = 20;

export function inspect(table: Table): Column[] {
  return table.names.map((name, index) => inspectOne(table, name, index));
}

function inspectOne({ rows, lines }: Table, name: string, index: number): Column {
  let numbers = 0;
  let gaps = 0;
  let firstGap: number | undefined;
  let firstText: number | undefined;
  let commas = 0;
  const texts = new Set<string>();
  rows.forEach((cells, row) => {
    const kind = cellKind(cells[index]);
    if (kind === 'number') numbers++;
    if (kind === 'missing' || kind === 'not finite') {
      gaps++;
      firstGap ??= row;
    } else if (texts.size <= MOST_LEVELS) {
      texts.add(cells[index]);
    }
    if (kind === 'text' || kind === 'decimal comma') firstText ??= row;
    if (kind === 'decimal comma') commas++;
  });
  const gap =
    firstGap === undefined
      ? undefined
      : `${gaps === 1 ? 'One row has' : `${gaps} rows have`} no value, the first on line ${lines[firstGap]} (${shown(rows[firstGap][index])}).`;
  if (firstText === undefined) {
    return { name, kind: 'number', gaps, remark: numbers === 0 ? 'No row has a value.' : gap };
  }
  const levels = texts.size <= MOST_LEVELS && texts.size > 1 && gaps === 0 ? texts.size : undefined;
  const first = `${shown(rows[firstText][index])} on line ${lines[firstText]}`;
  if (commas > 0 && commas + numbers + gaps === rows.length) {
    const remark = `Decimals are written with a comma, as in ${first}: write them with a point.`;
    return { name, kind: 'text', gaps, remark };
  }
  if (gap !== undefined)
    return { name, kind: 'text', gaps, remark: `Text, as in ${first}. ${gap}` };
  if (texts.size === 1)
    return { name, kind: 'text', gaps, remark: `The same text everywhere: ${first}.` };
  const remark =
    levels === undefined
      ? `Text, as in ${first}: more than ${MOST_LEVELS} kinds, too many for columns of 0 and 1.`
      : `Text of ${levels} kinds, as in ${first}.`;
  return { name, kind: 'text', levels, gaps, remark };
}

const shown = (cell: string) =>
  cell === '' ? 'an empty cell' : `‘${cell.length > 24 ? `${cell.slice(0, 23)}…` : cell}’`;
