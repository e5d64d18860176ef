import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type EngineChoice, loadDataset, parseNpy, toNpy } from '../../src/index.js';
import { expectError, expectRejection } from '../support/errors.js';
import { loadedColumns } from '../support/loaded-rows.js';

// Written by NumPy: make.py.
const folder = join(import.meta.dirname, 'npy');
const read = (name: string) => readFileSync(join(folder, `${name}.npy`));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.npy'))
  .map((name) => name.slice(0, -4));
type Expected = Record<string, { shape: number[]; values: (number | string)[] }>;
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
const numbers = ({ values }: Expected[string]) =>
  values.map((value) =>
    typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : value,
  );

const scratch = mkdtempSync(join(tmpdir(), 'relufit-npy-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('there are files of every kind', () => {
  expect(names.length).toBe(45);
  expect(Object.keys(expected).length).toBe(34);
});

describe.each(Object.keys(expected))('%s.npy', (name) => {
  const { shape } = expected[name];
  const values = numbers(expected[name]);

  test('parseNpy gives what NumPy wrote, in C order', () => {
    const parsed = parseNpy(read(name));
    expect(parsed.shape).toEqual(shape);
    expect(Array.from(parsed.data)).toEqual(values);
    const single = /^f[24]|half|version|wide/.test(name);
    expect(parsed.data).toBeInstanceOf(single ? Float32Array : Float64Array);
  });

  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === 0 || name === 'half-not-finite') return;

  test.each<[EngineChoice, number?]>([['reference'], ['wasm'], ['threads', 2]])(
    'loadDataset on %s has those numbers',
    async (engine, threads) => {
      const data = await loadDataset(
        { X: join(folder, `${name}.npy`), y: new Float64Array(rows) },
        { engine, threads },
      );
      expect([data.rows, data.columns]).toEqual([rows, columns]);
      // −0 is the same number: a sum that starts at 0 has no −0.
      expect(loadedColumns(data).map((column) => Array.from(column, (x) => x + 0))).toEqual(
        Array.from({ length: columns }, (_, j) =>
          Array.from({ length: rows }, (_, i) => values[i * columns + j] + 0),
        ),
      );
      data.dispose();
    },
  );
});

test.each([
  ['f8-l', Float64Array],
  ['f4-l', Float32Array],
  ['vector', Float64Array],
  ['scalar', Float64Array],
  ['cube', Float64Array],
  ['empty', Float64Array],
] as const)('toNpy writes the bytes of NumPy: %s', (name, Type) => {
  const bytes = toNpy(Type.from(numbers(expected[name])), expected[name].shape);
  expect(Buffer.from(bytes).equals(read(name))).toBe(true);
});

test.each(names.filter((name) => !(name in expected)))('%s.npy is refused', async (name) => {
  const what = name.startsWith('records')
    ? 'an array of records'
    : name === 'objects'
      ? 'pickled objects'
      : 'elements of type';
  expectError(() => parseNpy(read(name)), 'INVALID_FILE', 'parseNpy at byte 1', what);
  const load = () => loadDataset({ X: join(folder, `${name}.npy`), y: [1, 2] });
  await expectRejection(load, 'INVALID_FILE', 'X at byte 1', what);
});

test('a half that is not finite is refused by its place', async () => {
  const load = () => loadDataset({ X: join(folder, 'half-not-finite.npy'), y: [1, 2] });
  await expectRejection(load, 'NOT_FINITE', 'X at row 0, column 1', 'Infinity');
});

test('y is a file too, a vector or a column, and a path may be a URL', async () => {
  writeFileSync(join(scratch, 'X.npy'), toNpy(Float64Array.of(1, 2, 3), [3, 1]));
  const X = pathToFileURL(join(scratch, 'X.npy'));
  for (const name of ['vector', 'column']) {
    const data = await loadDataset({ X, y: join(folder, `${name}.npy`) });
    expect(data.meanSquare).toBe((1.5 ** 2 + 4 + 9) / 3);
    data.dispose();
  }
});

test('what is no file says so', async () => {
  const load = (X: string) => () => loadDataset({ X, y: [1] });
  await expectRejection(load(join(scratch, 'none.npy')), 'INVALID_FILE', 'X: got ENOENT');
  await expectRejection(load(scratch), 'INVALID_FILE', 'X: got EISDIR');
  await expectRejection(load('/dev/zero'), 'INVALID_FILE', 'X at byte 0', 'the byte 0');
  await expectRejection(load('/dev/null'), 'INVALID_FILE', 'X at byte 0', 'the end of the file');
});
