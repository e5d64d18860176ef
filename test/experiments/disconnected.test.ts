import { describe, expect, test } from 'vitest';
import { twoPieces } from '../../src/experiments/disconnected.js';
import {
  type DisconnectedOptions,
  disconnectedExperiment,
  mergeDisconnected,
} from '../../src/index.js';
import { expectError, expectRejection } from '../support/errors.js';

const small = { d: 20, gaps: [0.9, 0.5], n: [20, 400], trials: 4 } as const;

test('twoPieces projects onto the nearer ball', () => {
  const set = twoPieces(Float64Array.of(0, 1), 0.25, 0.5);
  expect([...set.project([0.5, 0])]).toEqual([0.25, 0]);
  expect([...set.project([2, 1])]).toEqual([0.5, 1]);
  expect([...set.project([0, 0.375])]).toEqual([0, 0.25]);
  expect([...set.project([0.1, 0.2])]).toEqual([0.1, 0.2]);
  expect(set.contains([0, 0.4])).toBe(false);
  expect(set.contains([0.5, 1])).toBe(true);
});

describe('disconnectedExperiment', () => {
  test('a far piece that is small beside the other is missed with few rows, reached with many', async () => {
    const { cells, theory, options, engine } = await disconnectedExperiment({
      ...small,
      trials: 10,
    });
    expect(cells.map(({ gap, n, step }) => [gap, n, step])).toEqual([
      [0.9, 20, 'paper'],
      [0.9, 20, 'backtracking'],
      [0.9, 400, 'paper'],
      [0.9, 400, 'backtracking'],
      [0.5, 20, 'paper'],
      [0.5, 20, 'backtracking'],
      [0.5, 400, 'paper'],
      [0.5, 400, 'backtracking'],
    ]);
    for (const { n, gap, trials, atOnce, later, never, recovered } of cells) {
      expect(atOnce + later + never).toBe(trials);
      // The piece of w* is w* alone.
      expect(recovered).toBe(atOnce + later);
      if (n === 400) expect(recovered).toBe(10);
      if (n === 20 && gap === 0.5) expect(never).toBeGreaterThan(5);
    }
    // ρ = 0.1 and 0.5: circular cones of angle asin ρ, d ρ² + O(1).
    expect(theory[0].statisticalDimension).toBeLessThan(1);
    expect(theory[1].statisticalDimension).toBeCloseTo(20 / 4, 0);
    expect(theory[1].crossing).toBeCloseTo((4 * 43 * 0.25) / 0.75 ** 2, 10);
    expect(options).toMatchObject({ d: 20, radius: 0, seed: 1, maxIterations: 200 });
    expect(engine.name).toBeTypeOf('string');
  });

  test('between two balls of one size the first step crosses whatever d is', async () => {
    for (const d of [10, 80]) {
      const { cells, theory } = await disconnectedExperiment({
        ...{ d, gaps: [0.5], radius: 0.25, n: [80], trials: 10, maxIterations: 20 },
      });
      expect(theory[0]).toMatchObject({ crossing: 0, statisticalDimension: d });
      for (const { atOnce } of cells) expect(atOnce).toBeGreaterThanOrEqual(9);
    }
  });

  test('the docstring example', async () => {
    const { cells } = await disconnectedExperiment({ d: 20, gaps: [0.9], n: [200], trials: 3 });
    expect(cells[0].atOnce).toBe(3);
  });

  test('a trial depends on the seed and its number alone, so parts merge to the whole', async () => {
    const many = { ...small, gaps: [0.9, 0.75, 0.5], n: [10, 40] };
    const whole = await disconnectedExperiment({ ...many, trials: 8 });
    const parts = [
      await disconnectedExperiment({ ...many, trials: 5, firstTrial: 3 }),
      await disconnectedExperiment({ ...many, trials: 3 }),
    ];
    const merged = mergeDisconnected(parts[0], parts[1]);
    expect(merged.cells).toEqual(whole.cells);
    expect(merged.theory).toEqual(whole.theory);
    expect(merged.trials).toEqual([
      [0, 3],
      [3, 5],
    ]);
    expect(() => mergeDisconnected(parts[0], whole)).toThrow('trial 3 twice');
    const other = await disconnectedExperiment({ ...many, seed: 2, trials: 1, firstTrial: 8 });
    expect(() => mergeDisconnected(whole, other)).toThrow('different options');
    const broken = [{}, [], { ...other, trials: [null] }, { ...other, cells: [null] }];
    for (const bad of [undefined, null, 3, 'x', ...broken] as never[]) {
      const parts = ['merge part', 'a result of disconnectedExperiment'];
      expectError(() => mergeDisconnected(bad), 'INVALID_ARGUMENT', ...parts);
      expectError(() => mergeDisconnected(other, bad), 'INVALID_ARGUMENT', ...parts);
    }
  });

  test('reports every trial, and a signal ends it', async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const run = disconnectedExperiment({
      ...small,
      signal: controller.signal,
      onTrial: (done, total) => {
        seen.push(done / total);
        if (done === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(run).rejects.toThrow('enough');
    expect(seen).toEqual([1 / 4, 2 / 4]);
  });

  test.each([
    { d: 0 },
    { trials: 0 },
    { n: [] },
    { n: [1.5] },
    { n: 20 as never },
    { gaps: [1] },
    { gaps: [0] },
    { gaps: [0.6], radius: 0.4 },
    { radius: -1 },
    { radius: NaN },
    { seed: -1 },
    { firstTrial: -1 },
    { rows: 3 } as object,
  ] satisfies DisconnectedOptions[])('refuses %j', async (bad) => {
    await expectRejection(() => disconnectedExperiment({ ...small, ...bad }), 'INVALID_ARGUMENT');
  });
});
