import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pointsAround } from '../../bench/recovery/curve.js';
import type { Recovery } from '../../bench/recovery/result.js';
import { everything, headline } from '../../bench/recovery/tables.js';
import { halfWay, type SuccessPoint } from '../../src/index.js';

const point = (n: number, successes: number, trials = 40): SuccessPoint => ({
  n,
  successes,
  trials,
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
    expect(halfWay(points).n).toBeGreaterThan(100);
    expect(halfWay(points).n).toBeLessThan(106);
  }
});

test('the documents hold the tables of the stored run', () => {
  const stored = JSON.parse(readFileSync('bench/recovery.json', 'utf8')) as Recovery;
  expect(readFileSync('README.md', 'utf8')).toContain(headline(stored));
  expect(readFileSync('docs/recovery.md', 'utf8')).toContain(everything(stored));
});
