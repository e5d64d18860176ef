// A set by its name and levels for it, for a choice among them.

import { InvalidArgumentError } from 'commander';
import type { Constraint } from 'relufit';
import { UsageError } from '../exit.js';
import { valueParser } from '../value-parser.js';
import { CONSTRAINT_SCHEMA, constraintOf } from './constraint.js';
import { numberIn } from './refuse.js';

/** What --constraint was given: a set, or a name that may be one with a level. */
export interface GivenSet {
  readonly text: string;
  /** Throws where the text alone is no set. */
  set(): Constraint;
  /** The set of a level; throws where there is none. */
  at(level: number): Constraint;
}

export const givenSet = valueParser(CONSTRAINT_SCHEMA, (text): GivenSet => {
  const isName = /^\w+$/.test(text.trim());
  // At once, so that a misspelt name is refused before files are read: 'sparse' alone may be right.
  const whole = isName ? undefined : constraintOf(text);
  const usage = (error: unknown, argument: string) =>
    new UsageError(
      `option '--constraint <set>' argument '${argument}' is invalid. ${(error as Error).message}`,
    );
  const made = (spelling: string) => {
    try {
      return constraintOf(spelling).value;
    } catch (error) {
      throw usage(error, spelling);
    }
  };
  return {
    text: whole?.text ?? text.trim(),
    set: () => whole?.value ?? made(text),
    at: (level) => {
      if (isName) return made(`${text.trim()}:${level}`);
      throw new UsageError(
        `option '--constraint <set>': got '${text}', expected the name of a set alone with --levels, such as sparse. ` +
          'The levels are its number.',
      );
    },
  };
});

/** Numbers separated by commas, different and in order. */
export const levelsOf = valueParser(
  { type: 'array', items: { type: 'number' }, minItems: 1 },
  (text) => {
    const levels = text.split(',').map((item) => numberIn(item));
    const direction = levels.length > 1 && levels[1] < levels[0] ? -1 : 1;
    const right = levels.every(
      (level, k) => Number.isFinite(level) && (k === 0 || direction * (level - levels[k - 1]) > 0),
    );
    if (right) return levels;
    throw new InvalidArgumentError(
      'Expected different numbers separated by commas that ascend or descend, such as 5,10,20.',
    );
  },
);

/** The number of folds, 5 where --cv stands alone. */
export const foldsOf = valueParser({ type: 'integer', minimum: 2, maximum: 255 }, (text) => {
  const folds = Number(text);
  if (/^\d+$/.test(text) && folds >= 2 && folds <= 255) return folds;
  throw new InvalidArgumentError('Expected a whole number of folds from 2 to 255, or none for 5.');
});
