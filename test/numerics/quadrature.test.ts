import { expect, test } from 'vitest';
import { integrate } from '../../src/numerics/quadrature.js';

test.each([
  ['x²', (x: number) => x * x, 0, 3, 9],
  ['e^x', Math.exp, -1, 1, 2 * Math.sinh(1)],
  ['√x, a root at an end', Math.sqrt, 0, 1, 2 / 3],
  ['a semicircle', (x: number) => Math.sqrt((1 - x) * (1 + x)), -1, 1, Math.PI / 2],
  ['cos over ten turns', (x: number) => Math.cos(x) ** 2, 0, 20 * Math.PI, 10 * Math.PI],
  ['a narrow peak', (x: number) => 1 / (1e-4 + x * x), -1, 1, 200 * Math.atan(100)],
])('%s', (_, f, low, high, expected) => {
  expect(Math.abs(integrate(f, low, high) / expected - 1)).toBeLessThan(1e-13);
});

test('an empty interval is 0, and f is not asked at the ends', () => {
  expect(integrate(() => 1, 2, 2)).toBe(0);
  expect(integrate(() => 1, 2, 1)).toBe(0);
  expect(integrate((x) => (x > 0 && x < 1 ? 1 : NaN), 0, 1)).toBeCloseTo(1, 14);
});

test('an integral of 0 ends, and so does NaN', () => {
  expect(integrate(() => 0, 0, 1)).toBe(0);
  expect(integrate(() => NaN, 0, 1)).toBeNaN();
});
