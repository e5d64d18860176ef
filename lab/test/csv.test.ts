import { writeFileSync } from 'node:fs';
import { RelufitError } from 'relufit';
import { describe, expect, test } from 'vitest';
import { parseTable } from '../src/csv.js';
import { levelsOf, numbersOf } from '../src/csv-cells.js';
import { chooseFeatures, coefficientNames, featureMatrix } from '../src/features.js';
import { readTable } from '../src/read-table.js';
import { workFolder } from './cli.js';

const files = workFolder();
const table = (text: string, delimiter?: string) => parseTable(text, 'data.csv', delimiter);

function refusal(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(RelufitError);
    const { code, message } = error as RelufitError;
    expect(message).toMatch(/: got .+, expected .+\. .+\.$|\?$/);
    return { code, message };
  }
  throw new Error('Expected an error.');
}

const numbers = (text: string, name = 'a') => numbersOf(table(text), name, true);

describe('a good file', () => {
  test('keeps names, cells and the lines of an editor', () => {
    const read = table('a,b\n1,2\n\n3,4\n');
    expect(read.names).toEqual(['a', 'b']);
    expect(read.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(read.lines).toEqual([2, 4]);
  });

  test('may have a byte order mark and any line ending, also mixed ones', () => {
    const read = table('\uFEFFa,b\r\n1,2\n3,4\r5,6\r\n');
    expect(read.names).toEqual(['a', 'b']);
    expect(read.rows[2]).toEqual(['5', '6']);
    expect(read.lines).toEqual([2, 3, 4]);
  });

  test('may quote names that hold delimiters and line breaks', () => {
    const read = table('"a,\r\nb",c\r\n1,2\r\n');
    expect(read.names).toEqual(['a,\nb', 'c']);
    expect(read.lines).toEqual([3]);
  });

  test('may be separated by semicolons or tabs when that is said', () => {
    expect(table('a;b\n1;2', ';').rows).toEqual([['1', '2']]);
    expect(table('a\tb\n1\t\n', '\t').rows).toEqual([['1', '']]);
  });

  test('has numbers in every usual spelling', () => {
    expect(Array.from(numbers('a,b\n1e-3,0\n-.5,0\n+2.,0\n 7 ,0'))).toEqual([1e-3, -0.5, 2, 7]);
  });

  test('is read from disk with its byte order mark', () => {
    const path = files.write('bom.csv', '\uFEFFa,b\r\n1,2\r\n');
    expect(readTable(path).names).toEqual(['a', 'b']);
  });
});

describe('a bad cell', () => {
  test.each(['', 'NA', 'null'])('is missing: %j', (cell) => {
    const { code, message } = refusal(() => numbers(`b,a\n1,1\n\n2,${cell}\n`));
    expect(code).toBe('CSV_MISSING_VALUE');
    expect(message).toContain("data.csv line 4, column 'a'");
  });

  test('is missing in a file of one column, where a blank line is a row', () => {
    expect(refusal(() => numbers('a\n1\n\n2\n')).code).toBe('CSV_MISSING_VALUE');
  });

  test('is text, and the remedies are named', () => {
    const { code, message } = refusal(() => numbers('a,b\n1,1\nmale,2'));
    expect(code).toBe('CSV_TEXT_COLUMN');
    expect(message).toContain('line 3');
    expect(message).toContain('--drop a or --encode a');
  });

  test.each(['0x10', '1 000', '1_000', '12px'])('is no number: %j', (cell) => {
    expect(refusal(() => numbers(`a,b\n${cell},1`)).code).toBe('CSV_TEXT_COLUMN');
  });

  test('with a decimal comma is told from other text', () => {
    const { message } = refusal(() => numbersOf(table('a;b\n1,5;2', ';'), 'a', true));
    expect(message).toContain('Write decimals with a point');
  });

  test.each(['NaN', 'nan', 'inf', '-Infinity', '1e999'])('is not finite: %j', (cell) => {
    expect(refusal(() => numbers(`a,b\n${cell},1`)).code).toBe('CSV_NOT_FINITE');
  });

  test('is missing in an encoded column too', () => {
    expect(refusal(() => levelsOf(table('a,b\nx,1\n,2'), 'a')).code).toBe('CSV_MISSING_VALUE');
  });
});

describe('a bad file', () => {
  test.each([
    ['CSV_DUPLICATE_HEADER', 'a,b,a\n1,2,3', 'column 1 and for column 3'],
    ['CSV_EMPTY_HEADER', ',a\n1,2', 'no name for column 1 of 2'],
    ['CSV_DELIMITER', 'a;b\n1;2', "--delimiter ';'"],
    ['CSV_DELIMITER', 'a\tb\n1\t2', '--delimiter tab'],
    ['CSV_NO_ROWS', 'a,b\n', 'a header and no rows'],
    ['CSV_NO_ROWS', '', 'an empty file'],
    ['CSV_NO_ROWS', '\uFEFF\r\n', 'an empty file'],
    ['CSV_RAGGED', 'a,b\n1,2\n\n3', 'line 4'],
    ['CSV_RAGGED', 'a,b\n1,2,3', '3 cells'],
    ['CSV_QUOTE', 'a,b\n1,"2\n3,4', 'inside quotes'],
    ['CSV_QUOTE', 'a,b\n1,2"3', 'line 2'],
  ])('%s: %j', (code, text, words) => {
    const error = refusal(() => table(text));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  test('has another delimiter than the one asked for', () => {
    expect(refusal(() => table('a,b\n1,2', ';')).message).toContain("--delimiter ','");
  });

  test('is absent, a folder, or no UTF-8 text', () => {
    expect(refusal(() => readTable(files.path('absent.csv'))).message).toContain('no such file');
    expect(refusal(() => readTable(files.path('.'))).message).toContain('a folder');
    const path = files.path('bytes.csv');
    writeFileSync(path, Buffer.from([0x61, 0xe9, 0x0a]));
    expect(refusal(() => readTable(path)).code).toBe('CSV_UNREADABLE');
    writeFileSync(path, Buffer.from('\uFEFFa,b\n1,2', 'utf16le'));
    expect(refusal(() => readTable(path)).message).toContain('UTF-16');
  });
});

describe('features', () => {
  const people = table('y,sex,age,city\n1,m,30,Rome\n0,f,40,Oslo\n2,m,50,Bern\n');
  const choose = (choice: object) =>
    chooseFeatures(people, { target: 'y', drop: [], encode: [], ...choice });

  test('are encoded as one column for every level but the first', () => {
    const features = choose({ encode: ['sex', 'city'] });
    expect(coefficientNames(features)).toEqual(['sex=m', 'age', 'city=Oslo', 'city=Rome']);
    expect(Array.from(featureMatrix(people, features).data)).toEqual(
      [
        [1, 30, 0, 1],
        [0, 40, 1, 0],
        [1, 50, 0, 0],
      ].flat(),
    );
  });

  test('have numeric levels in the order of the numbers', () => {
    const dozens = table('y,k\n1,10\n1,9\n1,2');
    const [feature] = chooseFeatures(dozens, { target: 'y', drop: [], encode: ['k'] });
    expect(feature.levels).toEqual(['2', '9', '10']);
  });

  test('keep the order of --features', () => {
    const features = choose({ features: ['age', 'sex'], encode: ['sex'] });
    expect(coefficientNames(features)).toEqual(['age', 'sex=m']);
  });

  test.each([
    ['CSV_TARGET_ABSENT', { target: 'Y1' }, "Did you mean 'y'?"],
    ['CSV_TARGET_ABSENT', { target: 'income' }, "'y', 'sex', 'age', 'city'"],
    ['CSV_COLUMN_ABSENT', { drop: ['ctiy'] }, "Did you mean 'city'?"],
    ['CSV_COLUMN_ABSENT', { features: ['weight'] }, '--features'],
    ['CSV_CONTRADICTION', { drop: ['y'] }, 'the target'],
    ['CSV_CONTRADICTION', { features: ['age'], drop: ['age'] }, '--drop'],
    ['CSV_CONTRADICTION', { features: ['age'], encode: ['sex'] }, 'not among the features'],
    ['CSV_NO_FEATURES', { drop: ['sex', 'age', 'city'] }, 'no column beside the target'],
    ['CSV_DUPLICATE_HEADER', { features: ['age', 'age'] }, "'age'"],
  ])('%s for %j', (code, choice, words) => {
    const error = refusal(() => choose(choice));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  test('need two levels to be encoded, and known ones to be predicted', () => {
    const one = table('y,a\n1,x\n2,x');
    const choice = { target: 'y', drop: [], encode: ['a'] };
    expect(refusal(() => chooseFeatures(one, choice)).code).toBe('CSV_ONE_LEVEL');
    const known = [{ name: 'a', levels: ['v', 'w'] }];
    const error = refusal(() => featureMatrix(one, known));
    expect(error.code).toBe('CSV_UNKNOWN_LEVEL');
    expect(error.message).toContain("line 2, column 'a': got 'x'");
  });
});
