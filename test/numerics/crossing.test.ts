import { describe, expect, test } from 'vitest';
import { crossing } from '../../src/numerics/crossing.js';

describe('the two neighbours between which it changes are found', () => {
  test.each([
    ['a line', (t: number) => 3 - t, 3],
    ['a hyperbola', (t: number) => 1 / (1 + t) - 1e-3, 999],
    ['a kink', (t: number) => Math.max(5 - t, 0) + Math.max(7 - t, 0) - 1, 6],
    ['an exponential', (t: number) => Math.exp(-t) - 1e-5, -Math.log(1e-5)],
    ['a jump', (t: number) => (t < 0.1 ? 1 : -1), 0.1],
    ['a flat end', (t: number) => Math.max(2 - t, 0) ** 3 - 1e-12, 2 - 1e-4],
    ['far above', (t: number) => 1e200 - t, 1e200],
    ['far below', (t: number) => 1e-200 - t, 1e-200],
  ])('%s', (_, f, root) => {
    for (const start of [1e-250, 1e-3, 1, 1e3, 1e250]) {
      let calls = 0;
      const counted = (t: number) => {
        calls++;
        return f(t);
      };
      const { below, above } = crossing(counted, start) as { below: number; above: number };
      expect(f(above)).toBeLessThanOrEqual(0);
      if (below !== above) {
        expect(f(below)).toBeGreaterThan(0);
        expect((below + above) / 2 === below || (below + above) / 2 === above).toBe(true);
      }
      expect(Math.abs(above - root)).toBeLessThanOrEqual(1e-5 * root);
      // Outwards and to a factor of 2 in 25, then bisection's 53 and one or two.
      expect(calls).toBeLessThan(82);
    }
  });
});

test('a function that stays above 0 has none, and one that is never above has 0 below', () => {
  expect(crossing(() => 1, 1)).toBeUndefined();
  expect(crossing(() => -1, 1)?.below).toBe(0);
});
