import { expect, test } from 'vitest';
import { wilsonInterval } from '../../src/index.js';
import { expectError } from '../support/errors.js';

// R. G. Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d', (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('its ends are where the normal test is at its edge', () => {
  for (const [level, z] of [
    [0.9, 1.6448536269514722],
    [0.95, 1.959963984540054],
    [0.99, 2.5758293035489004],
  ]) {
    for (const successes of [1, 7, 20, 39]) {
      const { low, high } = wilsonInterval(successes, 40, level);
      for (const p of [low, high]) {
        expect(Math.abs(successes / 40 - p) / Math.sqrt((p * (1 - p)) / 40)).toBeCloseTo(z, 9);
      }
    }
  }
});

test('of 95 % has the same bits after another level', () => {
  const first = wilsonInterval(7, 20);
  const strict = wilsonInterval(7, 20, 0.9995);
  expect(wilsonInterval(7, 20)).toEqual(first);
  expect(wilsonInterval(7, 20, 0.9)).not.toEqual(strict);
  expect(wilsonInterval(7, 20, 0.9995)).toEqual(strict);
});

test('is symmetric, and holds 0 and 1 exactly', () => {
  const { low, high } = wilsonInterval(3, 11);
  const mirrored = wilsonInterval(8, 11);
  expect(1 - mirrored.high).toBeCloseTo(low, 14);
  expect(1 - mirrored.low).toBeCloseTo(high, 14);
  expect(wilsonInterval(0, 7).low).toBe(0);
  expect(wilsonInterval(10, 10).low).toBeCloseTo(0.7225, 4);
  expect(wilsonInterval(10, 10).high).toBe(1);
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});

test('what is no count or level is refused', () => {
  expectError(() => wilsonInterval(5, 4), 'INVALID_ARGUMENT', '5 of 4');
  expectError(() => wilsonInterval(-1, 4), 'INVALID_ARGUMENT');
  expectError(() => wilsonInterval(1.5, 4), 'INVALID_ARGUMENT');
  expectError(() => wilsonInterval(1, 4, 1), 'INVALID_ARGUMENT', 'level');
});
