import { expect, test } from 'vitest';
import { findIncreasingRoot, findRoot } from '../../src/numerics/root.js';

test.each([
  ['x² − 2', (x: number) => x * x - 2, 0, 2, Math.SQRT2],
  ['cos x − x', (x: number) => Math.cos(x) - x, 0, 1, 0.7390851332151607],
  ['a step', (x: number) => (x < 0.3 ? -1 : 1), 0, 1, 0.3],
  ['a falling line, its zero at an end', (x: number) => 1 - x, 0, 1, 1],
  ['x³, flat at its zero', (x: number) => (x - 0.25) ** 3, 0, 1, 0.25],
  ['e^x − 1e200', (x: number) => Math.exp(x) - 1e200, 0, 700, 200 * Math.LN10],
  ['a zero at 0', (x: number) => x, -1, 2, 0],
  ['a zero at 1e-300', (x: number) => x - 1e-300, 0, 1, 1e-300],
])('%s', (_, f, low, high, expected) => {
  expect(Math.abs(findRoot(f, low, high) - expected)).toBeLessThanOrEqual(1e-15 * expected);
});

test('takes a few steps, and never many times those of bisection', () => {
  let calls = 0;
  const count = (f: (x: number) => number) => (x: number) => {
    calls++;
    return f(x);
  };
  findRoot(
    count((x) => Math.exp(x) - 5),
    0,
    10,
  );
  expect(calls).toBeLessThan(20);
  calls = 0;
  findRoot(
    count((x) => (x < 0.3 ? -1e-9 : 1e9)),
    0,
    1,
  );
  expect(calls).toBeLessThan(200);
});

test('equal signs have no zero to find', () => {
  expect(findRoot((x) => x * x + 1, -1, 1)).toBeNaN();
  expect(findRoot(() => NaN, -1, 1)).toBeNaN();
});

test('findIncreasingRoot looks as far as it must, and not below 0', () => {
  expect(findIncreasingRoot((t) => t - 1e9)).toBe(1e9);
  expect(findIncreasingRoot((t) => t + 1)).toBe(0);
});
