import { readFileSync } from 'node:fs';

const CODES = { female: 0, male: 1, no: 0, yes: 1 };

/** A CSV file of this folder: y is its column `target`, X the others, text as 0 and 1. */
export function readTable(file, target) {
  const csv = readFileSync(new URL(file, import.meta.url), 'utf8').trim();
  const [header, ...rows] = csv.split(/\r?\n/).map((line) => line.split(','));
  const numbers = rows.map((cells) => cells.map((cell) => CODES[cell] ?? Number(cell)));
  const at = header.indexOf(target);
  return {
    y: numbers.map((row) => row[at]),
    X: numbers.map((row) => row.toSpliced(at, 1)),
    featureNames: header.toSpliced(at, 1),
  };
}
