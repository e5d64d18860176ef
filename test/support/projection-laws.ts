import { describe, expect, test } from 'vitest';
import { type Family, laws, violations } from './laws.js';
import { Random } from './random.js';

const SEED = 20170516;
// Milliseconds: slow searches in a thousand dimensions, perhaps on a busy machine.
const TIMEOUT = 30_000;

/** Registers a test for each law that the sets of this family must obey. */
export function projectionLaws(name: string, family: Family): void {
  describe(`${name} obeys the laws of a projection (seed ${SEED})`, () => {
    const example = family.make(3, new Random(SEED));
    for (const law of laws) {
      if (law.applies && !law.applies(example)) continue;
      test(law.title, { timeout: TIMEOUT }, () => {
        expect(violations(law, family, { seed: SEED })).toEqual([]);
      });
    }
  });
}
