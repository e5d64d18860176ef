// Values of an axis that are named: with commas between them, and by an option that may be repeated.

import { InvalidArgumentError } from 'commander';
import { parse } from 'csv-parse/sync';
import type { ValueParser, ValueSchema } from '../value-parser.js';
import { numberIn } from './refuse.js';

/**
 * A parser of one value or more. A comma that belongs to a value, as in box:0,1 or NAME:KEY=1,KEY=2, is known by the
 * number or the KEY= behind it; JSON is one value, in double quotes one of several.
 */
export function several<T>(one: ValueParser<T>): ValueParser<T[]> {
  const schema: ValueSchema = {
    type: ['array', 'string', 'object'],
    examples: one.schema.examples,
  };
  const add = (text: string, before: readonly T[] | undefined) => [
    ...(before ?? []),
    ...items(text).map((item) => one(item)),
  ];
  return Object.assign(add as (text: string) => T[], { schema });
}

function items(text: string): string[] {
  if (/^\s*[[{@]/.test(text)) return [text.trim()];
  let cells: string[];
  try {
    [cells] = parse(text, { trim: true }) as unknown as string[][];
  } catch {
    throw new InvalidArgumentError('Expected values separated by commas.');
  }
  const joined: string[] = [];
  for (const cell of cells ?? []) {
    const continues = !Number.isNaN(numberIn(cell)) || /^\w+\s*=/.test(cell);
    if (continues && joined.length > 0) joined[joined.length - 1] += `,${cell}`;
    else joined.push(cell);
  }
  if (joined.length > 0 && !joined.includes('')) return joined;
  throw new InvalidArgumentError('Expected values separated by commas, none of them empty.');
}
