import { InvalidArgumentError } from 'commander';
import type { Rows } from 'relufit';
import { valueParser } from '../value-parser.js';
import { numberIn } from './refuse.js';

export const ROWS = 'gaussian | rademacher | ar1:RHO | shift:MEAN';

/** The law of the rows x as the command line names it. */
export const rowsOf = valueParser(
  { type: 'string', examples: ['gaussian', 'rademacher', 'ar1:', 'shift:'] },
  (text): Rows => {
    if (text === 'gaussian' || text === 'rademacher') return text;
    const [name, value] = text.split(':');
    const number = numberIn(value);
    if (name === 'ar1' && Math.abs(number) < 1) return { ar1: number };
    if (name === 'shift' && Number.isFinite(number)) return { shift: number };
    throw new InvalidArgumentError(`Expected one of ${ROWS}, with RHO between -1 and 1.`);
  },
);
