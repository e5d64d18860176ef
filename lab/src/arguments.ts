import { InvalidArgumentError } from 'commander';
import { parse } from 'csv-parse/sync';
import { DELIMITERS } from './csv.js';

/** Parsers of option values; commander names the option in the message. */

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number, ${least} or more.`);
  };
}

export function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('Expected a number, 0 or more.');
}

/** Names separated by commas; a name that holds a comma goes in double quotes. */
export function nameList(text: string): string[] {
  try {
    const [names] = parse(text, { trim: true }) as unknown as string[][];
    if (names?.every((name) => name !== '')) return names;
  } catch {
    // The message below says what was expected; csv-parse's would speak of lines.
  }
  throw new InvalidArgumentError('Expected names of columns separated by commas.');
}

export function delimiterOf(text: string): string {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text;
  if (DELIMITERS.has(delimiter)) return delimiter;
  throw new InvalidArgumentError("Expected one of ',' ';' '|' or tab.");
}
