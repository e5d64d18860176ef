import { InvalidArgumentError } from 'commander';
import type { Observation } from 'relufit';
import { valueParser } from '../value-parser.js';
import { numberIn } from './refuse.js';

export const OBSERVATIONS = 'relu | linear | leaky:SLOPE';

/** φ in y = φ(⟨w,x⟩) as the command line names it; a leaky slope lies from 0 to 1. */
export const observationOf = valueParser(
  { type: 'string', examples: ['relu', 'linear', 'leaky:'] },
  (text): Observation => {
    if (text === 'relu' || text === 'linear') return text;
    const [name, value] = text.split(':');
    const leaky = numberIn(value);
    if (name === 'leaky' && leaky >= 0 && leaky <= 1) return { leaky };
    throw new InvalidArgumentError(`Expected one of ${OBSERVATIONS}, with SLOPE from 0 to 1.`);
  },
);
