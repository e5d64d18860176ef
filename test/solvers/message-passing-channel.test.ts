import { describe, expect, test } from 'vitest';
import { type Channel, posterior } from '../../src/solvers/message-passing/channel.js';
import { innovation } from '../../src/solvers/message-passing/noise.js';
import { denoise } from '../../src/solvers/message-passing/prior.js';
import { normals } from '../../src/testing/random.js';

// log Q by a continued fraction in the tail and by Simpson's rule elsewhere: nothing of the library's.
function logTail(x: number): number {
  if (x > 5) {
    let rest = 0;
    for (let k = 200; k >= 1; k--) rest = k / (x + rest);
    return -0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(x + rest);
  }
  let sum = 0;
  const count = 400;
  const h = (12 - Math.min(x, 0)) / count;
  for (let k = 0; k <= count; k++) {
    const t = x + k * h;
    sum += (k === 0 || k === count ? 1 : k % 2 === 1 ? 4 : 2) * Math.exp(-0.5 * t * t);
  }
  return Math.log((sum * h) / 3 / Math.sqrt(2 * Math.PI));
}

function logLikelihood(channel: Channel, y: number, z: number, noise: number): number {
  const sigma = Math.sqrt(noise);
  if (channel === 'after') return -0.5 * ((y - Math.max(0, z)) / sigma) ** 2;
  if (channel === 'linear' || y > 0) return -0.5 * ((y - z) / sigma) ** 2;
  return logTail(z / sigma);
}

// Moments under e^(log prior + log likelihood), both sides of 0 by Simpson's rule in log |z|.
function quadrature(channel: Channel, y: number, p: number, v: number, noise: number) {
  const count = channel === 'before' && y <= 0 ? 2000 : 20_000;
  const points: { z: number; log: number; weight: number }[] = [];
  const from = Math.log(1e-7 * Math.sqrt(v));
  const to = Math.log(Math.abs(p) + Math.abs(y) + 15 * Math.sqrt(v + noise));
  for (const sign of [-1, 1]) {
    for (let k = 0; k <= count; k++) {
      const size = Math.exp(from + ((to - from) * k) / count);
      const z = sign * size;
      const log = (-0.5 * (z - p) ** 2) / v + logLikelihood(channel, y, z, noise);
      points.push({ z, log, weight: size * (k === 0 || k === count ? 1 : k % 2 === 1 ? 4 : 2) });
    }
  }
  const top = Math.max(...points.filter((_, k) => k % 7 === 0).map(({ log }) => log));
  let mass = 0;
  let mean = 0;
  for (const { z, log, weight } of points) {
    mass += weight * Math.exp(log - top);
    mean += z * weight * Math.exp(log - top);
  }
  mean /= mass;
  let variance = 0;
  let misfit = 0;
  for (const { z, log, weight } of points) {
    variance += ((z - mean) ** 2 * weight * Math.exp(log - top)) / mass;
    const seen = channel === 'linear' ? z : Math.max(0, z);
    misfit += ((y - seen) ** 2 * weight * Math.exp(log - top)) / mass;
  }
  return { mean, variance, misfit };
}

const moments = (channel: Channel, y: number, p: number, v: number, noise: number) => {
  const out = { mean: NaN, variance: NaN, misfit: NaN };
  posterior(channel, y, p, v, noise, out);
  return out;
};

describe('what y says of z', () => {
  const cases = [0, 0.7, 3].flatMap((y) =>
    [-25, -4, -0.5, 0, 1, 6, 25].flatMap((p) => [0.04, 1].map((noise) => [y, p, noise] as const)),
  );

  test.each(['before', 'after', 'linear'] as const)(
    'noise %s: moments are those of quadrature, in the tails too',
    (channel) => {
      const own = channel === 'before' ? cases : [...cases, ...NEGATIVE];
      for (const [y, p, noise] of own) {
        const v = 1.3;
        const expected = quadrature(channel, y, p, v, noise);
        const actual = moments(channel, y, p, v, noise);
        const what = `y ${y}, p ${p}, noise ${noise}`;
        expect(Math.abs(actual.mean - expected.mean), what).toBeLessThan(
          1e-6 * (1e-3 + Math.abs(expected.mean)),
        );
        expect(actual.variance / expected.variance, what).toBeCloseTo(1, 4);
        if (channel !== 'before') expect(actual.misfit / expected.misfit, what).toBeCloseTo(1, 4);
      }
    },
  );

  test('without noise y > 0 is z, and y = 0 cuts off what is above 0', () => {
    for (const channel of ['none', 'before', 'after'] as const) {
      expect(moments(channel, 2, -40, 1, 0)).toMatchObject({ mean: 2, variance: 0 });
      const idle = moments(channel, 0, 1e4, 1, 0);
      expect(idle.mean * 1e4).toBeCloseTo(-1, 6);
      expect(idle.variance * 1e8).toBeCloseTo(1, 6);
    }
  });

  test('noise that goes to 0 leads to none', () => {
    for (const channel of ['before', 'after'] as const) {
      for (const y of [0, 1.5]) {
        const little = moments(channel, y, 0.3, 1, 1e-12);
        const none = moments('none', y, 0.3, 1, 0);
        expect(little.mean).toBeCloseTo(none.mean, 5);
        expect(little.variance).toBeCloseTo(none.variance, 5);
      }
    }
  });

  test('however unlikely y is, the moments are numbers', () => {
    for (const channel of ['none', 'before', 'after', 'linear'] as const) {
      for (const y of [-1e3, 0, 1e3]) {
        for (const p of [-1e6, 1e6]) {
          for (const noise of [1e-12, 1e3]) {
            const { mean, variance } = moments(channel, y, p, 1e-3, noise);
            expect(Number.isFinite(mean)).toBe(true);
            expect(variance).toBeGreaterThanOrEqual(0);
          }
        }
      }
    }
  });
});

const NEGATIVE = [-0.4, -2].flatMap((y) => [-3, 0.5, 4].map((p) => [y, p, 0.3] as const));

describe('what is known of a weight', () => {
  test.each([false, true])('moments are those of quadrature, nonnegative %s', (nonnegative) => {
    const prior = { nonnegative, weight: 0.1, scale: 2 };
    for (const r of [-12, -2, -0.3, 0, 0.4, 3, 12]) {
      const v = 0.25;
      const out = { mean: 0, variance: 0, probability: 0, square: 0 };
      denoise(prior, r, v, out);
      const h = 1e-3;
      let mass = 0;
      let mean = 0;
      let square = 0;
      const top = Math.max(-(r ** 2) / (2 * v), (-0.5 * r * r) / (v + prior.scale));
      for (let k = nonnegative ? 0 : -20_000; k <= 20_000; k++) {
        const w = k * h;
        const half = nonnegative && k === 0 ? 0.5 : 1;
        const density = Math.exp(-(w * w) / 4 - (r - w) ** 2 / (2 * v) - top) * half * h;
        const scaled = (density * (nonnegative ? 2 : 1)) / Math.sqrt(2 * Math.PI * 2);
        mass += scaled;
        mean += w * scaled;
        square += w * w * scaled;
      }
      const zero = 0.9 * Math.exp(-(r ** 2) / (2 * v) - top);
      const total = zero + 0.1 * mass;
      expect(out.probability).toBeCloseTo((0.1 * mass) / total, 6);
      expect(out.mean).toBeCloseTo((0.1 * mean) / total, 6);
      expect(out.variance).toBeCloseTo((0.1 * square) / total - ((0.1 * mean) / total) ** 2, 6);
      expect(out.square).toBeCloseTo(square / mass, 5);
    }
  });

  test('a prior that is sure says nothing else', () => {
    const out = { mean: 0, variance: 0, probability: 0, square: 0 };
    denoise({ nonnegative: false, weight: 1, scale: 1 }, 2, 1, out);
    expect(out).toMatchObject({ mean: 1, variance: 0.5, probability: 1 });
  });
});

test.each([true, false])('the innovations find their variance, linear %s', (linear) => {
  const p = normals(4000, 1);
  const e = normals(4000, 2);
  const y = Float64Array.from(p, (value, i) => value + 0.6 * e[i]).map((z) =>
    linear ? z : Math.max(0, z),
  );
  let variance = 3;
  for (let k = 0; k < 30; k++) variance = innovation(y, p, variance, linear);
  expect(variance / 0.36).toBeGreaterThan(0.9);
  expect(variance / 0.36).toBeLessThan(1.1);
});
