// Losses and solvers of the library as the command line spells them: by the names that it knows.

import { InvalidArgumentError } from 'commander';
import {
  type Loss,
  lossFromJSON,
  lossNames,
  type NamedJSON,
  type Solver,
  solverFromJSON,
  solverNames,
} from 'relufit';
import { nearest } from '../nearest.js';
import { valueParser } from '../value-parser.js';
import { numberIn, refuse } from './refuse.js';
import type { Spelled } from './spelled.js';

// A number without its key, where there is but one.
const KEYS: Readonly<Record<string, string>> = { robust: 'outliers' };

export const LOSSES = `${lossNames.join(' | ')}; robust:OUTLIERS, a part of the rows or their number`;

export const SOLVERS = solverNames.join(' | ');

export const lossOf = valueParser(
  { type: 'string', examples: lossNames },
  (text): Spelled<Loss> => named(text, lossNames, lossFromJSON),
);

export const solverOf = valueParser(
  { type: 'string', examples: solverNames },
  (text): Spelled<Solver> => named(text, solverNames, solverFromJSON),
);

/** NAME, NAME:NUMBER or NAME:KEY=NUMBER,KEY=NUMBER. */
function named<T>(
  text: string,
  names: readonly string[],
  build: (json: NamedJSON) => T,
): Spelled<T> {
  const at = text.indexOf(':');
  const name = at < 0 ? text : text.slice(0, at);
  if (!names.includes(name)) {
    const close = nearest(name, names);
    throw new InvalidArgumentError(
      `Expected one of ${names.join(', ')}.${close ? ` Did you mean '${close}'?` : ''}`,
    );
  }
  const parameters: Record<string, number> = {};
  for (const item of at < 0 ? [] : text.slice(at + 1).split(',')) {
    const [first, second, ...rest] = item.split('=').map((part) => part.trim());
    const key = second === undefined ? KEYS[name] : first;
    const number = numberIn(second ?? first);
    if (key === undefined || key === '' || Number.isNaN(number) || rest.length > 0) {
      const short = KEYS[name] === undefined ? '' : ` or ${name}:NUMBER`;
      throw new InvalidArgumentError(`Expected ${name}:KEY=NUMBER${short}, got '${item}'.`);
    }
    if (Object.hasOwn(parameters, key)) {
      throw new InvalidArgumentError(`Got '${key}' twice, expected each key once.`);
    }
    parameters[key] = number;
  }
  return { text, value: refuse(() => build({ name, parameters })) };
}
