import { InvalidArgumentError } from 'commander';
import { backtracking, constantStep, paperSchedule, type StepSize } from 'relufit';
import { numberIn, refuse } from './refuse.js';

export const STEP_SIZES = 'paper | constant:MU | backtracking';

export function stepSizeOf(text: string): StepSize {
  if (text === 'paper') return paperSchedule();
  if (text === 'backtracking') return backtracking();
  const [name, value] = text.split(':');
  const mu = numberIn(value);
  if (name === 'constant' && !Number.isNaN(mu)) return refuse(() => constantStep(mu));
  throw new InvalidArgumentError(`Expected one of ${STEP_SIZES}.`);
}
