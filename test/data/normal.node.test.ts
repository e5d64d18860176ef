import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { normal } from '../../src/data/normal.js';
import { philox } from '../../src/data/philox.js';

const page = readFileSync(new URL('../../docs/random.md', import.meta.url), 'utf8');

/** The cells of the table that begins with this row. */
function table(head: string): string[][] {
  const lines = page.slice(page.indexOf(head)).split('\n').slice(2);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const hex = (words: Iterable<number>) =>
  Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');

const words = table('| counter | key | words |');
const normals = table('| precision | seed | stream | row | column | bits | value |');

test('the tables of docs/random.md are found', () => {
  expect(words.length).toBe(5);
  expect(normals.length).toBe(28);
});

test.each(words)('philox of counter %s, key %s is %s', (counter, key, answer) => {
  const [c0, c1, c2, c3, k0, k1] = `${counter} ${key}`
    .split(' ')
    .map((x) => Number.parseInt(x, 16));
  const out = new Uint32Array(4);
  philox(out, c0, c1, c2, c3, k0, k1);
  expect(hex(out)).toBe(answer);
});

test.each(normals)('the %s normal of (%s, %s, %s, %s) has the bits %s: %s', (...cells) => {
  const [precision, seed, stream, row, column, bits, value] = cells;
  const x = normal(+seed, +stream, +row, +column, precision as 'f32' | 'f64');
  const view = new DataView(new ArrayBuffer(8));
  if (precision === 'f32') view.setFloat32(0, x);
  else view.setFloat64(0, x);
  const read = hex([view.getUint32(0), view.getUint32(4)]).replace(' ', '');
  expect(`\`${precision === 'f32' ? read.slice(0, 8) : read}\``).toBe(bits);
  expect(x).toBe(Number(value));
});
