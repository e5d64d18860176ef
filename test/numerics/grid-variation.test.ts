import { describe, expect, test } from 'vitest';
import {
  gridDenoiser,
  gridVariation,
  nearestOfVariation,
} from '../../src/numerics/grid-variation.js';
import { Random } from '../../src/testing/random.js';
import { distance } from '../../src/testing/vectors.js';

test('the variation counts each pair of neighbours once', () => {
  expect(gridVariation([1, 2, 4, 8, 16, 32], 3)).toBe(1 + 2 + 8 + 16 + 7 + 14 + 28);
  expect(gridVariation([1, 2, 4], 3)).toBe(3);
  expect(gridVariation([1, 2, 4], 1)).toBe(3);
  expect(gridVariation([7], 1)).toBe(0);
});

describe('denoising', () => {
  const v = [0, 0, 0, 0, 9, 0, 0, 0, 0];

  test.each([
    [1, [0.5, 0.5, 0.5, 0.5, 5, 0.5, 0.5, 0.5, 0.5]],
    [2, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
    [100, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ])('a peak at λ = %d', (lambda, expected) => {
    const { w, error } = gridDenoiser(v, 3)(lambda);
    expect(distance(w, expected)).toBeLessThan(1e-14);
    expect(error).toBeLessThan(1e-13);
  });

  test('at any λ, in any order, the flow proves the answer', () => {
    const random = new Random(1);
    const noise = random.vector(15 * 20, () => random.normal());
    const at = gridDenoiser(noise, 20);
    for (const lambda of [0.1, 5, 0.5, 1e-3, 2]) {
      const { w, variation, slope, error } = at(lambda);
      expect(error).toBeLessThan(1e-11);
      expect(Math.abs(variation - gridVariation(w, 20))).toBeLessThan(1e-11);
      // Linear in λ, as far as the regions stay.
      const more = gridDenoiser(noise, 20)(lambda + 1e-7).variation;
      expect(Math.abs((variation - more) / 1e-7 - slope)).toBeLessThan(1e-3 * (1 + slope));
    }
  });
});

test.each([0.9, 0.5, 0.1, 1e-3, 1e-12])('the nearest of %d of the variation is proved', (share) => {
  const random = new Random(2);
  const v = random.vector(12 * 11, () => 3 + random.normal());
  const radius = share * gridVariation(v, 11);
  const { w, error } = nearestOfVariation(v, 11, radius);
  expect(error).toBeLessThan(1e-11);
  expect(Math.abs(gridVariation(w, 11) - radius)).toBeLessThan(1e-11);
});
