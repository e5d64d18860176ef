import { InvalidArgumentError } from 'commander';
import type { Part } from 'relufit';
import { valueParser } from '../value-parser.js';

/** Which of so many parts, from 1: '2/3'. */
export const partOf = valueParser({ type: 'string' }, (text): Part => {
  const [index, of] = /^(\d+)\/(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index >= 1 && index <= of && Number.isSafeInteger(of)) return { index, of };
  throw new InvalidArgumentError('Expected I/N with I from 1 to N, such as 2/3.');
});
