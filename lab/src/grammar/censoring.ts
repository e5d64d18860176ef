import { InvalidArgumentError } from 'commander';
import type { Observation } from 'relufit';
import { valueParser } from '../value-parser.js';
import { numberIn } from './refuse.js';

/** Where y is cut off: 'LOWER:UPPER', of which one may be left out. */
export const censoringOf = valueParser({ type: 'string' }, (text): Observation => {
  const parts = text.split(':');
  const [lower, upper] = parts.map((part) => (part.trim() === '' ? undefined : numberIn(part)));
  const ends = [lower, upper].filter((end) => end !== undefined);
  const right =
    parts.length === 2 &&
    ends.length > 0 &&
    ends.every(Number.isFinite) &&
    (ends.length === 1 || ends[0] < ends[1]);
  if (!right) {
    throw new InvalidArgumentError(
      "Expected LOWER:UPPER, two numbers that ascend, or one of them as in '0:' or ':100'.",
    );
  }
  return { ...(lower !== undefined && { lower }), ...(upper !== undefined && { upper }) };
});
