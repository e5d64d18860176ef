// What weights are planted in: a family that is made for them, or a set.

import { type Constraint, familyNames } from 'relufit';
import { valueParser } from '../value-parser.js';
import { CONSTRAINT_NAMES, constraintOf } from './constraint.js';
import { wrapped } from './wrapped.js';

/** What `--help` says of them. */
export const FAMILY_HELP = `Families: ${wrapped(familyNames, 'Families: '.length)}`;

/** A family by its name alone, any other text as a set. */
export const familyOrSet = valueParser(
  {
    type: ['string', 'object'],
    examples: [...new Set([...familyNames, ...CONSTRAINT_NAMES])],
  },
  (text): string | Constraint => (familyNames.includes(text) ? text : constraintOf(text).value),
);
