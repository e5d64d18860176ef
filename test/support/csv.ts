import { readFileSync } from 'node:fs';

/** Columns of a file in examples/data by their names. */
export function csvColumns(file: string): (name: string) => number[] {
  const url = new URL(`../../examples/data/${file}`, import.meta.url);
  const [header, ...lines] = readFileSync(url, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return (name) => lines.map((cells) => Number(cells[header.indexOf(name)]));
}
