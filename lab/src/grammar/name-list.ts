import { InvalidArgumentError } from 'commander';
import { parse } from 'csv-parse/sync';
import { valueParser } from '../value-parser.js';

/** Names separated by commas; a name that holds a comma goes in double quotes. */
export const nameList = valueParser(
  { type: 'array', items: { type: 'string' }, minItems: 1 },
  (text) => {
    try {
      const [names] = parse(text, { trim: true }) as unknown as string[][];
      if (names?.every((name) => name !== '')) return names;
    } catch {
      // The message below says what was expected; csv-parse's would speak of lines.
    }
    throw new InvalidArgumentError('Expected names of columns separated by commas.');
  },
);
