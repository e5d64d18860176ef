// Diverging iterates reach projections: whatever v is, they end, and answer d numbers.

import { describe, expect, test } from 'vitest';
import * as library from '../../src/constraints/index.js';
import { projectByKernel } from '../../src/testing/kernel.js';
import { EXAMPLE_DIMENSION as d, examples } from '../support/examples.js';

test('every factory has its example', () => {
  expect(Object.keys(examples).sort()).toEqual(Object.keys(library).sort());
});

const bad: Record<string, (x: number, j: number) => number> = {
  'one NaN': (x, j) => (j === 5 ? NaN : x),
  'NaN first': (x, j) => (j === 0 ? NaN : x),
  'NaN only': () => NaN,
  'one ∞': (x, j) => (j === 5 ? Infinity : x),
  'one −∞': (x, j) => (j === 9 ? -Infinity : x),
  '∞ and −∞': (x, j) => (j === 3 ? Infinity : j === 12 ? -Infinity : x),
  '∞ only': () => Infinity,
  'NaN and ∞': (x, j) => (j === 3 ? Infinity : j === 12 ? NaN : x),
};

describe.each(Object.entries(bad))('with %s', (_, spoil) => {
  const v = Float64Array.from({ length: d }, (_, j) => spoil(3 * Math.sin(j * j), j));

  test.each(Object.entries(examples))('%s ends', (_, sets) => {
    for (const set of sets) {
      expect(set.project(v)).toHaveLength(d);
      expect(typeof set.contains(v)).toBe('boolean');
      if (!set.kernel) continue;
      expect(projectByKernel(v, set, 'f64').projected).toHaveLength(d);
      expect(projectByKernel(v, set, 'f32').projected).toHaveLength(d);
    }
  });
});
