import { describe, expect, test } from 'vitest';
import { fitSync, plantedProblem } from '../../src/index.js';
import { distance, largest } from '../../src/testing/vectors.js';
import { EXAMPLE_DIMENSION as d, examples } from '../support/examples.js';

// What two engines may differ by after so few iterations, each rounding in its own order.
const DIGITS = { f64: 1e-9, f32: 1e-3 };

describe.each(['f64', 'f32'] as const)('%s: a fit is the same on both engines', (precision) => {
  test.each(Object.entries(examples))('over %s', (_, sets) => {
    for (const constraint of sets) {
      const { X, y } = plantedProblem({ n: 120, d, constraint, seed: 5, precision });
      const run = (engine: 'wasm' | 'reference') =>
        fitSync(X, y, { constraint, engine, maxIterations: 12, tolerance: 0 });
      const [wasm, reference] = [run('wasm'), run('reference')];
      expect(wasm.certificate.feasible, constraint.name).toBe(true);
      const size = largest(reference.weights) || 1;
      const gap = distance(wasm.weights, reference.weights) / size;
      expect(gap, constraint.name).toBeLessThan(DIGITS[precision]);
    }
  });
});
