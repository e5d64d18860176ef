import { RelufitError } from 'relufit';
import { columnIndex, type Table } from './csv.js';
import { levelsOf, numbersOf } from './csv-cells.js';
import { listed } from './nearest.js';

/** A column of the file as the fit sees it: numbers, or text with one 0/1 column a level. */
export interface Feature {
  readonly name: string;
  /** Sorted; the first is the one that all zeros stand for. Absent for numbers. */
  readonly levels?: readonly string[];
}

export interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export interface FeatureChoice {
  readonly target: string;
  readonly features?: readonly string[];
  readonly drop: readonly string[];
  readonly encode: readonly string[];
}

/** Which columns of a table are used, in the order of the file or of --features. */
export function chooseFeatures(table: Table, choice: FeatureChoice): Feature[] {
  columnIndex(table, choice.target, '--target', 'CSV_TARGET_ABSENT');
  for (const [option, names] of [
    ['--features', choice.features ?? []],
    ['--drop', choice.drop],
    ['--encode', choice.encode],
  ] as const) {
    for (const name of names) {
      columnIndex(table, name, option, 'CSV_COLUMN_ABSENT');
      if (name === choice.target) throw contradiction(option, name, 'the target');
    }
  }
  for (const name of choice.drop) {
    if (choice.features?.includes(name)) throw contradiction('--drop', name, 'one of --features');
  }
  const names = (choice.features ?? table.names).filter(
    (name) => name !== choice.target && !choice.drop.includes(name),
  );
  if (names.length === 0) {
    throw new RelufitError(
      'CSV_NO_FEATURES',
      table.source,
      `no column beside the target '${choice.target}'`,
      'at least one feature',
      'Keep a column that --drop takes away.',
    );
  }
  for (const name of choice.encode) {
    if (!names.includes(name)) throw contradiction('--encode', name, 'not among the features');
  }
  const features = names.map((name) =>
    choice.encode.includes(name) ? { name, levels: sortedLevels(table, name) } : { name },
  );
  checkCoefficientNames(table, features);
  return features;
}

/** The names of the coefficients: 'age', and 'gender=male' for each level but the first. */
export function coefficientNames(features: readonly Feature[]): string[] {
  return features.flatMap(({ name, levels }) =>
    levels === undefined ? [name] : levels.slice(1).map((level) => `${name}=${level}`),
  );
}

/** The features of a table as a row-major matrix. */
export function featureMatrix(table: Table, features: readonly Feature[]): Matrix {
  const columns = coefficientNames(features).length;
  const rows = table.rows.length;
  const data = new Float64Array(rows * columns);
  let column = 0;
  for (const { name, levels } of features) {
    if (levels === undefined) {
      const numbers = numbersOf(table, name, true);
      for (let row = 0; row < rows; row++) data[row * columns + column] = numbers[row];
      column += 1;
      continue;
    }
    levelsOf(table, name).forEach((level, row) => {
      const index = levels.indexOf(level);
      if (index < 0) throw unknownLevel(table, row, name, level, levels);
      // The first level has no column of its own.
      if (index > 0) data[row * columns + column + index - 1] = 1;
    });
    column += levels.length - 1;
  }
  return { data, rows, columns };
}

/** As numbers where all levels are numbers, otherwise by their characters: the same everywhere. */
function sortedLevels(table: Table, name: string): string[] {
  const levels = [...new Set(levelsOf(table, name))];
  if (levels.length < 2) {
    throw new RelufitError(
      'CSV_ONE_LEVEL',
      `--encode in ${table.source}`,
      `'${name}' with the one level '${levels[0]}'`,
      'at least two levels',
      'Use --drop for a column that never changes.',
    );
  }
  const numeric = levels.every((level) => Number.isFinite(Number(level)));
  return levels.sort(
    numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : Number(a > b)),
  );
}

function checkCoefficientNames(table: Table, features: readonly Feature[]): void {
  const seen = new Set<string>();
  for (const name of coefficientNames(features)) {
    if (seen.has(name)) {
      throw new RelufitError(
        'CSV_DUPLICATE_HEADER',
        table.source,
        `two coefficients called '${name}'`,
        'a name of its own for each',
        'Rename a column, or name each only once in --features.',
      );
    }
    seen.add(name);
  }
}

function contradiction(option: string, name: string, what: string): RelufitError {
  return new RelufitError(
    'CSV_CONTRADICTION',
    option,
    `'${name}', which is ${what}`,
    'the name of a feature',
    `Take it out of ${option}.`,
  );
}

function unknownLevel(
  table: Table,
  row: number,
  name: string,
  level: string,
  levels: readonly string[],
): RelufitError {
  return new RelufitError(
    'CSV_UNKNOWN_LEVEL',
    `${table.source} line ${table.lines[row]}, column '${name}'`,
    `'${level}'`,
    `a level the model was fitted with: ${listed(levels)}`,
    'Correct the cell, or fit again with rows that hold this level.',
  );
}
