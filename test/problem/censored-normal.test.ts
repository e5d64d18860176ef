import { describe, expect, test } from 'vitest';
import {
  type Side,
  surprise,
  surpriseCurvature,
  surpriseSlope,
} from '../../src/problem/censored-normal.js';

// λ(x) − x by Laplace's continued fraction, which cancels nothing.
function excessHazard(x: number): number {
  let tail = x;
  for (let k = 400; k >= 2; k--) tail = x + k / tail;
  return 1 / tail;
}

describe.each<Side>([-1, 1])('cut off on side %i', (side) => {
  test.each([3, 9, 50, 99.9, 100, 100.1, 1e3, 1e6, 1e12])('far on the wrong side, x = %f', (x) => {
    const excess = excessHazard(x);
    const u = side * x;
    expect((side * surpriseSlope(u, side)) / (x + excess)).toBeCloseTo(1, 14);
    // Below x = 100 it is a difference, with the rounding of x².
    const bound = Math.max(4e-16, x < 100 ? x ** 2 * 1e-15 : 0);
    expect(Math.abs(surpriseCurvature(u, side) - (x + excess) * excess)).toBeLessThan(bound);
  });

  test('each is the derivative of the one before', () => {
    const h = 1e-5;
    for (const u of [-30, -4, -1, -0.1, 0, 0.3, 2, 5, 20]) {
      const slope = (surprise(u + h, side) - surprise(u - h, side)) / (2 * h);
      expect(Math.abs(surpriseSlope(u, side) - slope)).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
      const bend = (surpriseSlope(u + h, side) - surpriseSlope(u - h, side)) / (2 * h);
      expect(Math.abs(surpriseCurvature(u, side) - bend)).toBeLessThan(1e-8);
    }
  });

  test('on the right side nothing is left far out', () => {
    const u = -side * 1e9;
    expect(surprise(u, side)).toBeCloseTo(0, 15);
    expect(Math.abs(surpriseSlope(u, side))).toBe(0);
    expect(surpriseCurvature(u, side)).toBe(0);
  });
});
