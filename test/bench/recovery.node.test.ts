import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { halfway, type Point, pointsAround } from '../../bench/recovery/curve.js';
import type { Recovery } from '../../bench/recovery/result.js';
import { everything, headline } from '../../bench/recovery/tables.js';
import { wilsonInterval } from '../../src/index.js';

const point = (n: number, successes: number, trials = 40): Point => ({ n, successes, trials });

describe('where success is one half', () => {
  test('between points by a line', () => {
    expect(halfway([point(100, 10), point(110, 30)]).n).toBe(105);
    expect(halfway([point(100, 0), point(110, 16), point(120, 40)]).n).toBeCloseTo(111 + 2 / 3, 9);
  });

  test('points out of order count as one', () => {
    // 18 and 14 of 40 become 16 and 16.
    const points = [point(100, 2), point(110, 18), point(120, 14), point(130, 24)];
    expect(halfway(points).n).toBe(125);
  });

  test('its ends are where the ends of the intervals are one half', () => {
    const points = [point(100, 8), point(120, 20), point(140, 34)];
    const { low, n, high } = halfway(points);
    const [a, b] = points.map(({ successes, trials }) => wilsonInterval(successes, trials).high);
    expect(low).toBeCloseTo(100 + (20 * (0.5 - a)) / (b - a), 9);
    expect(n).toBe(120);
    expect(high).toBeGreaterThan(120);
  });

  test('of no point high enough, and of all', () => {
    expect(halfway([point(100, 2), point(110, 4)]).n).toBe(Infinity);
    expect(halfway([point(100, 40)]).n).toBe(100);
  });
});

test('points are measured once each, on both sides of one half, wherever the search begins', async () => {
  for (const start of [40, 100, 200]) {
    const seen: number[] = [];
    const points = await pointsAround(start, 10, async (n) => {
      seen.push(n);
      return point(n, Math.round(40 / (1 + Math.exp(-(n - 103) / 8))));
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(points.map(({ n }) => n)).toEqual([...seen].sort((a, b) => a - b));
    expect(halfway(points).n).toBeGreaterThan(100);
    expect(halfway(points).n).toBeLessThan(106);
  }
});

test('the documents hold the tables of the stored run', () => {
  const stored = JSON.parse(readFileSync('bench/recovery.json', 'utf8')) as Recovery;
  expect(readFileSync('README.md', 'utf8')).toContain(headline(stored));
  expect(readFileSync('docs/recovery.md', 'utf8')).toContain(everything(stored));
});
