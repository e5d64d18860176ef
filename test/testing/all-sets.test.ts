// What a user would do with a set of one's own, done with every set of the library: nothing known but the set.

import { expect, test } from 'vitest';
import { checkProjection } from '../../src/testing/index.js';
import { EXAMPLE_DIMENSION, examples } from '../support/examples.js';

const DIMENSIONS = [EXAMPLE_DIMENSION];

test.each(Object.entries(examples))(
  '%s passes checkProjection with nothing else known',
  (_, sets) => {
    for (const set of sets) {
      expect(() => checkProjection(set, { dimensions: DIMENSIONS }), set.name).not.toThrow();
    }
  },
);
