import { InvalidArgumentError } from 'commander';
import { DELIMITERS } from './delimiters.js';
import { type ValueParser, valueParser } from './value-parser.js';

/** Parsers of option values; commander names the option in the message. */

export function wholeNumber(least: number): ValueParser<number> {
  return valueParser({ type: 'integer', minimum: least }, (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    // Beyond it numbers skip some.
    const most = value > Number.MAX_SAFE_INTEGER ? ` and at most ${Number.MAX_SAFE_INTEGER}` : '';
    throw new InvalidArgumentError(`Expected a whole number, ${least} or more${most}.`);
  });
}

export const notNegative = valueParser({ type: 'number', minimum: 0 }, (text) => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('Expected a number, 0 or more.');
});

export const delimiterOf = valueParser(
  { type: 'string', examples: [',', ';', '|', 'tab'] },
  (text) => {
    const delimiter = text === 'tab' || text === '\\t' ? '\t' : text;
    if (DELIMITERS.has(delimiter)) return delimiter;
    throw new InvalidArgumentError("Expected one of ',' ';' '|' or tab.");
  },
);
