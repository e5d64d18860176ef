import { CsvError, parse } from 'csv-parse/sync';
import { RelufitError } from 'relufit';
import { DELIMITERS } from './delimiters.js';
import { listed, nearest } from './nearest.js';

/** A CSV file as text: names, cells, and the line on which each row starts in an editor. */
export interface Table {
  readonly source: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** A table of the text of a CSV file whose first line holds the names of the columns. */
export function parseTable(text: string, source: string, delimiter = ','): Table {
  const records = parseRecords(text, source, delimiter);
  while (records.length > 0 && isBlank(records[0].cells)) records.shift();
  const header = records.shift();
  if (header === undefined) {
    throw new RelufitError(
      'CSV_NO_ROWS',
      source,
      'an empty file',
      'a line of names and at least one row of numbers',
      'Check that the right file was named.',
    );
  }
  checkHeader(header.cells, source, delimiter, header.line);
  const names = header.cells;
  // A blank line is layout, except where it is the only way to write an empty cell.
  const rows = names.length === 1 ? records : records.filter((record) => !isBlank(record.cells));
  if (rows.length === 0) {
    throw new RelufitError(
      'CSV_NO_ROWS',
      source,
      'a header and no rows',
      'at least one row of numbers',
      'Check that the file is complete.',
    );
  }
  for (const { cells, line } of rows) {
    if (cells.length !== names.length) {
      throw new RelufitError(
        'CSV_RAGGED',
        `${source} line ${line}`,
        cells.length === 1 ? '1 cell' : `${cells.length} cells`,
        `${names.length}, one for each name of the header`,
        'Look for a delimiter too many or too few, or put text that holds one in quotes.',
      );
    }
  }
  return {
    source,
    names,
    rows: rows.map((record) => record.cells),
    lines: rows.map((record) => record.line),
  };
}

interface Record {
  readonly cells: string[];
  readonly line: number;
}

function parseRecords(text: string, source: string, delimiter: string): Record[] {
  // One line ending for all: mixed ones would otherwise shift cells and line numbers.
  const body = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '');
  if (body === '') return [];
  try {
    const parsed = parse(body, {
      delimiter,
      info: true,
      trim: delimiter !== '\t',
      relax_column_count: true,
      record_delimiter: '\n',
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => {
      // csv-parse counts the line a record ends on; quoted line breaks lie between.
      const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      // Around tabs, csv-parse's trim would take the delimiters too.
      const cells = delimiter === '\t' ? record.map((cell) => cell.trim()) : record;
      return { cells, line: info.lines - breaks };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as unknown as { lines?: number }).lines ?? 1);
    const open = error.code === 'CSV_QUOTE_NOT_CLOSED';
    throw new RelufitError(
      'CSV_QUOTE',
      `${source} line ${line}`,
      open ? 'the end of the file inside quotes' : 'a quote in the middle of a cell',
      'quotes around whole cells',
      'Close the quotes, and write a quote inside them twice.',
    );
  }
}

const isBlank = (cells: readonly string[]) => cells.length === 1 && cells[0] === '';

function checkHeader(names: readonly string[], source: string, delimiter: string, line: number) {
  const where = `${source} line ${line}`;
  if (names.length === 1) {
    for (const [other, word] of DELIMITERS) {
      if (other === delimiter || !names[0].includes(other)) continue;
      const option = other === '\t' ? 'tab' : `'${other}'`;
      throw new RelufitError(
        'CSV_DELIMITER',
        where,
        `one column, whose name holds ${word}`,
        `columns separated by ${DELIMITERS.get(delimiter) ?? `'${delimiter}'`}`,
        `Use --delimiter ${option}.`,
      );
    }
  }
  const seen = new Map<string, number>();
  names.forEach((name, index) => {
    const column = index + 1;
    if (name === '') {
      throw new RelufitError(
        'CSV_EMPTY_HEADER',
        where,
        `no name for column ${column} of ${names.length}`,
        'a name for each column',
        'Name the column in the first line, or take it out if it only numbers the rows.',
      );
    }
    const first = seen.get(name);
    if (first !== undefined) {
      throw new RelufitError(
        'CSV_DUPLICATE_HEADER',
        where,
        `'${name}' for column ${first} and for column ${column}`,
        'a name of its own for each column',
        'Rename one of the two.',
      );
    }
    seen.set(name, column);
  });
}

/** The index of a column, or an error that lists the columns and suggests the nearest. */
export function columnIndex(table: Table, name: string, where: string, code: string): number {
  const index = table.names.indexOf(name);
  if (index >= 0) return index;
  const meant = nearest(name, table.names);
  throw new RelufitError(
    code,
    `${where} in ${table.source}`,
    `'${name}'`,
    `one of ${listed(table.names)}`,
    meant === undefined ? 'Check the spelling.' : `Did you mean '${meant}'?`,
  );
}
