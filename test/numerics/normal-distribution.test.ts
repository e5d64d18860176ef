import { expect, test } from 'vitest';
import {
  logNormalTail,
  meanExcess,
  meanSquareExcess,
  normalDensity,
  normalHazard,
  normalTail,
} from '../../src/numerics/normal-distribution.js';
import { integrate } from '../../src/numerics/quadrature.js';

// Q and φ by mpmath, to 40 digits; to fewer in M. Abramowitz, I. A. Stegun, "Handbook of mathematical functions"
// (1964), tables 26.1 and 26.2.
const TABLE = [
  [0, 0.5, 0.3989422804014327],
  [0.1, 0.460172162722971, 0.39695254747701175],
  [0.25, 0.4012936743170763, 0.3866681168028492],
  [0.4999, 0.3085727461387826, 0.35208292871031205],
  [0.5, 0.3085375387259869, 0.35206532676429947],
  [1, 0.15865525393145705, 0.24197072451914334],
  [2, 0.02275013194817921, 0.05399096651318805],
  [3, 0.0013498980316300946, 0.0044318484119380075],
  [5, 2.866515718791939e-7, 1.4867195147342977e-6],
  [10, 7.619853024160525e-24, 7.694598626706419e-23],
  [20, 2.7536241186062337e-89, 5.520948362159764e-88],
  [30.1, 2.422667217985759e-199, 7.300259384280611e-198],
  [35, 1.1249107064724062e-268, 3.940396277136024e-267],
];

test.each(TABLE)('Q(%d) and φ(%d), to 1e-15 relative', (x, tail, density) => {
  expect(Math.abs(normalTail(x) / tail - 1)).toBeLessThan(1e-15);
  expect(Math.abs(normalDensity(x) / density - 1)).toBeLessThan(1e-15);
  expect(normalDensity(-x)).toBe(normalDensity(x));
  expect(normalTail(-x)).toBeCloseTo(1 - tail, 15);
});

test('the two ways to Q meet, and the pole is dropped without a jump', () => {
  for (const x of [0.5, (2 * Math.PI) / 0.7]) {
    const [before, after] = [normalTail(x * (1 - 1e-15)), normalTail(x * (1 + 1e-15))];
    expect(Math.abs(before / after - 1)).toBeLessThan(2e-13);
  }
  expect(normalTail(50)).toBe(0);
  expect(normalTail(NaN)).toBeNaN();
});

test.each([0, 0.3, 1, 2.5, 5])('E(g − %d)₊ and E(g − %d)₊² are their integrals', (t) => {
  const first = integrate((u) => (u - t) * normalDensity(u), t, t + 12);
  const second = integrate((u) => (u - t) ** 2 * normalDensity(u), t, t + 12);
  expect(Math.abs(meanExcess(t) / first - 1)).toBeLessThan(1e-12);
  expect(Math.abs(meanSquareExcess(t) / second - 1)).toBeLessThan(1e-12);
});

// Laplace's continued fraction λ(x) = x + 1/(x + 2/(x + 3/(x + …))), from its far end.
function hazardByFraction(x: number): number {
  let value = x;
  for (let k = 400; k > 0; k--) value = x + k / value;
  return value;
}

test.each([3, 8.9, 9, 9.1, 40, 1e4])('the hazard and log Q at %d, also where Q is 0', (x) => {
  const hazard = hazardByFraction(x);
  expect(Math.abs(normalHazard(x) / hazard - 1)).toBeLessThan(2e-15);
  const log = -0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(hazard);
  expect(Math.abs(logNormalTail(x) / log - 1)).toBeLessThan(1e-14);
});

test('(log Q)′ = −λ, by central differences, on both sides', () => {
  for (const x of [-40, -6, -1, 0, 0.4, 2, 8.5, 12]) {
    const h = 1e-5;
    const slope = (logNormalTail(x + h) - logNormalTail(x - h)) / (2 * h);
    expect(slope).toBeCloseTo(-normalHazard(x), 7);
  }
});

test('far out the density is 0 and its tails and hazards are finite', () => {
  for (const x of [39.5, 1e6, 3.3e15, 1e100]) {
    expect([normalDensity(x), normalDensity(-x), normalHazard(-x), logNormalTail(-x)]).toEqual([
      0, 0, 0, -0,
    ]);
    expect(normalHazard(x) / x).toBeCloseTo(1, 2);
    expect(logNormalTail(x) / x ** 2).toBeCloseTo(-0.5, 2);
  }
});
