import { describe, expect, test } from 'vitest';
import {
  circularCone,
  fixedSum,
  type GroupKind,
  groupNorm,
  groupSparsityBound,
  kindsOf,
  l1Norm,
  monotoneCone,
  nonnegativeL1Norm,
  nuclearNorm,
  nuclearNormBound,
  orthant,
  rankBound,
  raysBound,
  semidefiniteCone,
  separableNorm,
  sparsityBound,
  supportsBound,
} from '../../src/numerics/descent-cones.js';
import { normals } from '../../src/testing/random.js';

describe('ℓ1', () => {
  // By the root form s/(d−s) = √(2/π) e^(−t²/2)/t − erfc(t/√2) in another program.
  test.each([
    [1000, 20, 104.181, 87.371],
    [1000, 50, 203.9, 167.082],
    [200, 4, 20.836, 17.474],
    [100, 5, 20.39, 16.708],
  ])('at d = %d, s = %d: %d, and %d with w ≥ 0', (d, s, plain, nonnegative) => {
    expect(l1Norm(d, s)).toBeCloseTo(plain, 3);
    expect(nonnegativeL1Norm(d, s)).toBeCloseTo(nonnegative, 3);
  });

  test('grows with s up to the halfspace, and stays below d', () => {
    for (const f of [l1Norm, nonnegativeL1Norm]) {
      const values = Array.from({ length: 40 }, (_, s) => f(40, s + 1));
      for (let s = 1; s < 39; s++) expect(values[s]).toBeGreaterThan(values[s - 1]);
      expect(values[38]).toBeLessThan(40);
      expect(values[39]).toBe(39.5);
    }
  });

  test('equal weights are no weights, and groups of one are no groups', () => {
    const ones = (k: number) => new Float64Array(k).fill(3);
    expect(separableNorm(20, 180, ones(980))).toBeCloseTo(l1Norm(1000, 20), 9);
    expect(groupNorm([{ size: 1, count: 20 }], [{ size: 1, weight: 1, count: 980 }])).toBeCloseTo(
      l1Norm(1000, 20),
      9,
    );
    expect(groupSparsityBound(ones(1000).fill(1), 20)).toBeCloseTo(sparsityBound(1000, 20), 8);
    expect(separableNorm(4, 4, [])).toBe(3.5);
    expect(groupNorm([{ size: 4 }], [])).toBe(3.5);
  });

  test('a large weight on a zero helps, on a nonzero it hurts', () => {
    const plain = separableNorm(2, 2, [1, 1, 1, 1, 1, 1, 1, 1]);
    expect(separableNorm(2, 2, [2, 2, 2, 2, 2, 2, 2, 2])).toBeLessThan(plain);
    expect(separableNorm(2, 8, [1, 1, 1, 1, 1, 1, 1, 1])).toBeGreaterThan(plain);
  });
});

// E inf_τ of a convex function of τ that a draw of normals makes: what the formulas bound by inf_τ E.
function meanInfimum(
  count: number,
  draws: number,
  make: (g: Float64Array) => (tau: number) => number,
) {
  const values = Array.from({ length: draws }, (_, seed) => {
    const f = make(normals(count, seed + 1));
    let [low, high] = [0, 12];
    for (let step = 0; step < 100; step++) {
      const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
      if (f(a) < f(b)) high = b;
      else low = a;
    }
    return f(low);
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / draws;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws;
  return { mean, error: Math.sqrt(variance / draws) };
}

describe('groups', () => {
  const active: GroupKind[] = [{ size: 5, count: 2 }, { size: 2 }];
  const inactive: GroupKind[] = [
    { size: 5, count: 10 },
    { size: 2, weight: 0.7, count: 9 },
  ];

  test('inf_τ E is at most 1 above E inf_τ', () => {
    const { mean, error } = meanInfimum(80, 600, (g) => (tau) => {
      let sum = 0;
      let at = 0;
      for (const [kinds, base] of [
        [active, true],
        [inactive, false],
      ] as const) {
        for (const { size, weight = 1, count = 1 } of kinds) {
          for (let k = 0; k < count; k++, at += size) {
            const part = g.subarray(at, at + size);
            if (base)
              sum += Math.hypot(...part.map((x, j) => (j === 0 ? x - tau * weight : x))) ** 2;
            else sum += Math.max(0, Math.hypot(...part) - tau * weight) ** 2;
          }
        }
      }
      return sum;
    });
    const bound = groupNorm(active, inactive);
    expect(bound).toBeGreaterThan(mean - 4 * error);
    expect(bound).toBeLessThan(mean + 1 + 4 * error);
  });

  test('kindsOf puts equal sizes together', () => {
    expect(kindsOf([2, 3, 2])).toEqual([
      { size: 2, count: 2 },
      { size: 3, count: 1 },
    ]);
  });

  test('the bound for group sparsity grows with the count up to d, and takes the worst groups', () => {
    const sizes = [5, 5, 2, 5, 5, 5, 2, 5, 5, 5];
    const values = Array.from({ length: 10 }, (_, k) => groupSparsityBound(sizes, k + 1));
    for (let k = 1; k < 10; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1] - 1e-9);
    expect(values[9]).toBe(44);
    // 9 and the larger of two squares' bound, whatever the order.
    expect(groupSparsityBound([1, 9, 1], 1)).toBeCloseTo(10.857, 3);
    expect(values[0]).toBeGreaterThan(5 + 5);
  });
});

describe('sparse', () => {
  test('163.282 at (1000, 20)', () => {
    expect(sparsityBound(1000, 20)).toBeCloseTo(163.282, 3);
  });

  test('is above the mean of what it bounds, and no more than it must be', () => {
    for (const [d, s] of [
      [200, 4],
      [100, 10],
    ]) {
      const draws = 400;
      let mean = 0;
      for (let seed = 0; seed < draws; seed++) {
        const g = normals(d, seed + 1).map((x) => x * x);
        mean += g.subarray(0, s).reduce((sum, x) => sum + x, 0) / draws;
        mean +=
          g
            .slice(s)
            .sort()
            .subarray(-s)
            .reduce((sum, x) => sum + x, 0) / draws;
      }
      expect(sparsityBound(d, s)).toBeGreaterThan(mean);
      expect(sparsityBound(d, s)).toBeLessThan(mean + 2);
    }
  });

  test('one side needs less, and grows to half of what is not in the support', () => {
    expect(sparsityBound(1000, 20, 1)).toBeLessThan(sparsityBound(1000, 20));
    expect(sparsityBound(9, 3, 1)).toBe(6);
    expect(sparsityBound(9, 9, 1)).toBe(9);
    expect(sparsityBound(901, 300, 1)).toBeCloseTo(600.5, 2);
  });

  test('is d from s = d/2 on', () => {
    expect(sparsityBound(10, 5)).toBe(10);
    expect(sparsityBound(10, 10)).toBe(10);
    expect(sparsityBound(11, 5)).toBeLessThan(11);
    expect(sparsityBound(500, 249)).toBeCloseTo(500, 3);
  });
});

describe('matrices', () => {
  test('the Marchenko–Pastur limit is below 3r(p + q − r)', () => {
    for (const [p, q, r] of [
      [30, 30, 1],
      [30, 30, 2],
      [20, 50, 3],
      [100, 100, 5],
    ]) {
      expect(nuclearNorm(p, q, r)).toBeGreaterThan(r * (p + q - r));
      expect(nuclearNorm(p, q, r)).toBeLessThan(nuclearNormBound(p, q, r));
      expect(nuclearNorm(p, q, r)).toBeCloseTo(nuclearNorm(q, p, r), 9);
      expect(rankBound(p, q, r)).toBeLessThanOrEqual(nuclearNormBound(p, q, r) + r);
    }
  });

  // By E inf_τ over 300 draws with numpy's singular values: 232.8 ± 1.4 and 364.4 ± 1.7.
  test('agrees with simulated singular values', () => {
    expect(Math.abs(nuclearNorm(30, 30, 2) - 232.82)).toBeLessThan(4 * 1.41);
    expect(Math.abs(nuclearNorm(20, 50, 3) - 364.41)).toBeLessThan(4 * 1.69);
  });

  test('full rank is a halfspace, and nothing exceeds pq', () => {
    expect(nuclearNorm(4, 7, 4)).toBe(27.5);
    expect(nuclearNormBound(4, 7, 4)).toBe(28);
    expect(rankBound(4, 7, 4)).toBe(28);
  });
});

describe('cones', () => {
  test('orthant and monotone cone', () => {
    expect(orthant(10, 4)).toBe(7);
    expect(monotoneCone([3, 1])).toBeCloseTo(11 / 6 + 1, 14);
    expect(semidefiniteCone(4, 0)).toBe(5);
    expect(semidefiniteCone(4, 4)).toBe(10);
    expect(semidefiniteCone(4, 1)).toBe(1 + 3 + 3);
    expect(monotoneCone([1000])).toBeCloseTo(7.485470860550345, 12);
  });

  test('a fixed sum: simplex without caps, the same with bounds turned round', () => {
    expect(fixedSum(5, 20, 0)).toBeCloseTo(nonnegativeL1Norm(25, 5), 10);
    expect(fixedSum(5, 7, 3)).toBeCloseTo(fixedSum(5, 3, 7), 10);
    // τ = 0: all that is not at a bound, and half of the rest.
    expect(fixedSum(5, 6, 6)).toBe(5 + 6);
    expect(fixedSum(5, 0, 0)).toBe(4);
  });

  test('rays: half a dimension each for a few, about 2 log m for many', () => {
    expect(raysBound(9, 1)).toBe(0.5);
    expect(raysBound(9, 2)).toBe(1);
    const many = raysBound(1000, 1e6);
    expect(many).toBeGreaterThan(2 * Math.log(1e6) - 5);
    expect(many).toBeLessThan(2 * Math.log(1e6) + 1);
    expect(raysBound(9, 1e6)).toBe(9);
  });

  test('a circular cone in the plane has δ = ½ + 2α/π', () => {
    for (const alpha of [0, 0.3, Math.PI / 4, 1.2, Math.PI / 2]) {
      expect(circularCone(2, alpha)).toBeCloseTo(0.5 + (2 * alpha) / Math.PI, 12);
    }
  });

  test.each([2, 3, 10, 1000, 1e6])('in ℝ^%d a cone and its polar have δ + δ° = d', (d) => {
    // The polar of the cone of angle α is one of angle π/2 − α.
    for (const alpha of [0.1, Math.PI / 4, 1.3]) {
      const sum = circularCone(d, alpha) + circularCone(d, Math.PI / 2 - alpha);
      expect(Math.abs(sum / d - 1)).toBeLessThan(1e-12);
    }
    expect(Math.abs(circularCone(d, Math.PI / 2) - (d - 0.5))).toBeLessThan(1e-12 * d);
    expect(circularCone(d, 0)).toBeCloseTo(0.5, 9);
  });

  test('is d sin²α + O(1)', () => {
    for (const d of [10, 1000, 100_000]) {
      expect(Math.abs(circularCone(d, 0.3) - d * Math.sin(0.3) ** 2)).toBeLessThan(1);
    }
    expect(circularCone(1, 0.3)).toBe(0.5);
    expect(circularCone(1, Math.PI / 2)).toBe(0.5);
  });
});

describe('few supports', () => {
  test.each([
    [1, 0.3],
    [4, 2],
    [20, 60],
    [8, 1e-6],
  ])('s = %d, ln M = %d: the infimum over λ, by trying', (s, logCount) => {
    let least = Infinity;
    for (let lambda = 1e-5; lambda < 0.5; lambda += 1e-5) {
      least = Math.min(least, (logCount - (s / 2) * Math.log(1 - 2 * lambda)) / lambda);
    }
    const value = supportsBound(s, logCount);
    expect(value).toBeLessThanOrEqual(s + least);
    expect(value).toBeGreaterThan((s + least) * (1 - 1e-4));
  });

  test('one support has two lots of s: its own and the new one', () => {
    expect(supportsBound(5, 0)).toBe(10);
  });

  test('bounds the mean of the largest of M sums of squares', () => {
    const [s, M, draws] = [5, 40, 2000];
    const g = normals(s * M * draws, 3);
    let sum = 0;
    for (let i = 0; i < draws; i++) {
      const sums = Array.from({ length: M }, (_, k) => {
        const at = (i * M + k) * s;
        return g.subarray(at, at + s).reduce((total, x) => total + x * x, 0);
      });
      sum += Math.max(...sums);
    }
    const largest = sum / draws;
    expect(supportsBound(s, Math.log(M)) - s).toBeGreaterThan(largest);
    expect(supportsBound(s, Math.log(M)) - s).toBeLessThan(1.4 * largest);
  });
});
