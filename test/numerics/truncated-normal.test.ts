import { describe, expect, test } from 'vitest';
import { positivePart, tailMoments } from '../../src/numerics/truncated-normal.js';

// E tᵏ for density proportional to e^(−xt − t²/2) on t > 0: what lies above x, by Simpson's rule in log t.
function moments(x: number): { mean: number; variance: number } {
  const scale = 1 / Math.max(1, x);
  const from = Math.log(scale * 1e-9);
  const to = Math.log(x < 0 ? -x + 12 : 40 * scale);
  const count = 40_000;
  const sums = [0, 0, 0];
  const top = x < 0 ? (x * x) / 2 : 0;
  for (let k = 0; k <= count; k++) {
    const t = Math.exp(from + ((to - from) * k) / count);
    const weight = (k === 0 || k === count ? 1 : k % 2 === 1 ? 4 : 2) * t;
    const density = weight * Math.exp(-x * t - 0.5 * t * t - top);
    for (let power = 0; power < 3; power++) sums[power] += density * t ** power;
  }
  const mean = sums[1] / sums[0];
  return { mean, variance: sums[2] / sums[0] - mean ** 2 };
}

describe('a normal variable above a point', () => {
  test.each([-30, -8, -2, -0.5, 0, 0.3, 1, 3, 5.9, 6, 6.1, 9, 20, 100, 1e4])(
    'has the moments of quadrature above x = %d',
    (x) => {
      const expected = moments(x);
      const actual = tailMoments(x);
      expect(actual.mean / expected.mean).toBeCloseTo(1, 8);
      expect(actual.variance / expected.variance).toBeCloseTo(1, 6);
    },
  );

  test('is exponential far out: mean 1/x and variance 1/x², to all digits', () => {
    const { mean, variance } = tailMoments(1e9);
    expect(mean * 1e9).toBeCloseTo(1, 14);
    expect(variance * 1e18).toBeCloseTo(1, 14);
    expect(tailMoments(-1e9)).toEqual({ mean: 1e9, variance: 1 });
  });

  test('N(m, v) above 0, also without variance', () => {
    expect(positivePart(0, 1).mean).toBeCloseTo(Math.sqrt(2 / Math.PI), 14);
    expect(positivePart(0, 4).variance).toBeCloseTo(4 * (1 - 2 / Math.PI), 13);
    expect(positivePart(-3, 0)).toEqual({ mean: 0, variance: 0 });
    expect(positivePart(3, 0)).toEqual({ mean: 3, variance: 0 });
  });
});
