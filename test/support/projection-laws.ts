import fc from 'fast-check';
import { describe, test } from 'vitest';
import { DIMENSIONS, KINDS, type Recipe, recipes } from '../../src/testing/inputs.js';
import { type Family, type Law, laws, scalesOf, violation } from '../../src/testing/laws.js';
import { Random } from '../../src/testing/random.js';

const SEED = 20170516;
// Beside the recipes that every law is tried with, which are one for each dimension and kind.
const RANDOM_RUNS = 100;
// Milliseconds: slow searches in a thousand dimensions, perhaps on a busy machine.
const TIMEOUT = 60_000;

/** Registers a test for each law that the sets of this family must obey. */
export function projectionLaws(name: string, family: Family): void {
  describe(`${name} obeys the laws of a projection (seed ${SEED})`, () => {
    const dimensions = family.dimensions ?? DIMENSIONS;
    const example = family.make(dimensions[0], new Random(SEED));
    for (const law of laws) {
      if (law.applies && !law.applies(example, family)) continue;
      test(law.title, { timeout: TIMEOUT }, () => check(law, family, dimensions));
    }
  });
}

// fast-check shrinks a failure to the smallest dimension, the simplest kind and the first scale that fail.
function check(law: Law, family: Family, dimensions: readonly number[]): void {
  const scales = scalesOf(law);
  const examples = recipes(dimensions, scales, SEED).map((recipe): [Recipe] => [recipe]);
  const recipe = fc.record({
    d: fc.constantFrom(...dimensions),
    kind: fc.constantFrom(...KINDS),
    scale: fc.constantFrom(...scales),
    seed: fc.nat(),
  });
  const property = fc.property(recipe, (given) => {
    const failure = violation(law, family, given);
    if (failure !== undefined) throw new Error(failure);
  });
  fc.assert(property, { seed: SEED, examples, numRuns: examples.length + RANDOM_RUNS });
}
