import { InvalidArgumentError } from 'commander';
import { backtracking, constantStep, paperSchedule, type StepSize } from 'relufit';
import { valueParser } from '../value-parser.js';
import { numberIn, refuse } from './refuse.js';
import type { Spelled } from './spelled.js';

export const STEP_SIZES = 'paper | constant:MU | backtracking';

export const stepSizeOf = valueParser(
  { type: 'string', examples: ['paper', 'constant:', 'backtracking'] },
  (text): Spelled<StepSize> => {
    if (text === 'paper') return { text, value: paperSchedule() };
    if (text === 'backtracking') return { text, value: backtracking() };
    const [name, number] = text.split(':');
    const mu = numberIn(number);
    if (name === 'constant' && !Number.isNaN(mu)) {
      return { text, value: refuse(() => constantStep(mu)) };
    }
    throw new InvalidArgumentError(`Expected one of ${STEP_SIZES}.`);
  },
);
