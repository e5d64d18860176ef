import { describe, expect, test } from 'vitest';
import { type Checked, compare, largestDifference } from '../../bench/compare.js';
import { pooled } from '../../bench/pool.js';
import type { Row } from '../../bench/result.js';
import type { Stage } from '../../bench/stage.js';
import { judged } from '../../bench/targets.js';
import { inTurns } from '../../lab/src/bench/turns.js';
import { row } from './rows.js';

/** Contestants whose runs take a told time, however long they took. */
const taking = (name: string, nanoseconds: number, answer?: number[]): Checked => ({
  name,
  block: (runs) => runs * nanoseconds,
  answer: answer && (() => answer),
});

async function comparedBy(contestants: readonly Checked[], tolerance?: number) {
  const rows: Row[] = [];
  const notes: string[] = [];
  const stage: Stage = {
    pace: { turns: 5, turnMs: 0.01, warmUpMs: 0 },
    quick: true,
    opponents: async () => [],
    note: (text) => notes.push(text),
    emit: (place) => rows.push(...place),
  };
  await compare(stage, { group: 'g', name: 'n', shape: 's', tolerance }, contestants);
  return { rows, notes };
}

describe('a place of the bench', () => {
  test('has the times of all, and the ratios to the first', async () => {
    const { rows } = await comparedBy([taking('wasm', 2000), taking('other', 5000)]);
    expect(rows.map(({ engine, medianNs, ratio }) => ({ engine, medianNs, ratio }))).toEqual([
      { engine: 'wasm', medianNs: 2000, ratio: 1 },
      { engine: 'other', medianNs: 5000, ratio: 2.5 },
    ]);
    // 10 µs a turn hold five runs of 2 µs and two of 5.
    expect(rows.map(({ iterations }) => iterations)).toEqual([25, 10]);
  });

  test('has fewer turns where they would take too long, but not too few', async () => {
    const turnsWithin = async (mostMs: number) => {
      const pace = { turns: 9, turnMs: 1, warmUpMs: 0, mostMs };
      // A run of 100 ms, as the contestant says.
      const [{ times, iterations }] = await inTurns([taking('slow', 1e8)], pace);
      expect(iterations).toBe(times.length);
      return times.length;
    };
    expect(await turnsWithin(2000)).toBe(9);
    expect(await turnsWithin(850)).toBe(8);
    expect(await turnsWithin(100)).toBe(7);
  });

  test('refuses an opponent whose answer is wrong', async () => {
    const contestants = [
      taking('wasm', 1, [1, -4]),
      taking('close', 1, [1.03, -4]),
      taking('wrong', 1, [1.1, -4]),
      taking('nan', 1, [Number.NaN, -4]),
      taking('short', 1, [1]),
      taking('limit', 1),
    ];
    const { rows, notes } = await comparedBy(contestants, 0.01);
    expect(rows.map(({ engine }) => engine)).toEqual(['wasm', 'close', 'limit']);
    expect(notes.map((note) => note.match(/\w+(?= is refused)/)?.[0])).toEqual([
      'wrong',
      'nan',
      'short',
    ]);
  });

  test('a difference is a part of the largest entry', () => {
    expect(largestDifference([2, -8], [2, -7])).toBe(1 / 8);
    expect(largestDifference([0, 0], [0, 0])).toBe(0);
    expect(largestDifference([Number.POSITIVE_INFINITY], [1])).toBe(Number.POSITIVE_INFINITY);
  });
});

test('turns of several processes are pooled, each with the ratios of its own', () => {
  const of = (times: number[], first: number[]) => [
    row({ engine: 'wasm', turns: { times: first, first } }),
    row({ engine: 'other', turns: { times, first } }),
  ];
  // The second process is ten times as slow; the ratio is three in both.
  const [ours, other] = pooled([of([3, 3, 3], [1, 1, 1]), of([30, 30], [10, 10])]);
  expect(ours).toMatchObject({ engine: 'wasm', ratio: 1, processes: 2 });
  expect(other).toMatchObject({ ratio: 3, ratioP90: 3, medianNs: 3, p90Ns: 30, iterations: 2 });
});

describe('targets', () => {
  const find = (rows: Row[], words: string) =>
    judged(rows).find(({ demand }) => demand.startsWith(words));

  test('are not judged where they were not measured', () => {
    for (const { measured, met } of judged([])) expect({ measured, met }).toEqual({});
  });

  test.each([
    [2.5, '0.400', true],
    [2, '0.500', false],
  ])('OpenBLAS at %d times ours is a part of %s: %s', (ratio, measured, met) => {
    const where = { name: 'gradient f32, mean over a fit', shape: '640×1024, s=24' };
    const rows = [row({ engine: 'wasm', ...where }), row({ engine: 'openblas', ratio, ...where })];
    expect(find(rows, 'Gradient f32 over a fit, 640×1024, of OpenBLAS')).toMatchObject({
      measured,
      met,
    });
  });

  test.each([
    [0.6, '1.67 ×', true],
    [0.9, '1.11 ×', false],
  ])('two threads that take %d of one are %s as fast: %s', (ratio, measured, met) => {
    const where = { group: 'threads', name: 'gradient f32, dense iterate', shape: '2048×2048' };
    const rows = [
      row({ engine: 'threads=1', ...where }),
      row({ engine: 'threads=2', ratio, ...where }),
    ];
    expect(find(rows, 'Two threads, gradient f32, dense iterate, 2048×2048')).toMatchObject({
      measured,
      met,
    });
  });

  test('the quickest peer counts, and the worst size', () => {
    const where = { name: 'gradient f32, dense iterate', shape: '640×1024' };
    const peers = [
      row({ engine: 'wasm', ...where }),
      row({ engine: 'jax-js', ratio: 4, ...where }),
      row({ engine: 'numpy-ts', ratio: 1.9, ...where }),
      row({ engine: 'openblas', ratio: 0.5, ...where }),
    ];
    expect(find(peers, 'Gradient f32, dense iterate, 640×1024, to the quickest')).toMatchObject({
      measured: '1.90 ×',
      met: false,
    });
    const sizes = [1.01, 1.2, 0.6].map((ratio) => row({ group: 'auto', engine: 'auto', ratio }));
    expect(find(sizes, "Engine 'auto'")).toMatchObject({ measured: '1.20', met: false });
  });
});
