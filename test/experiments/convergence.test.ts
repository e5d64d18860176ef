import { describe, expect, test } from 'vitest';
import { fittedRate, quantile } from '../../src/experiments/summary.js';
import { type ConvergenceResult, convergenceExperiment, RelufitError } from '../../src/index.js';

const small = { d: 100, sparsity: 3, n: 150, trials: 3 };

describe('convergenceExperiment', () => {
  test('gives the three methods of the paper, on the rows they are said to have', async () => {
    const { methods } = await convergenceExperiment({ d: 100, sparsity: 3, n: 120, trials: 2 });
    expect(methods.map((method) => method.name)).toEqual(['relu', 'linear', 'linear-half']);
    expect(methods.map((method) => method.n)).toEqual([120, 120, 60]);
    expect(methods.map((method) => method.trials.length)).toEqual([2, 2, 2]);
  });

  test('a trial depends on the seed and its number alone', async () => {
    const [few, many] = [
      await convergenceExperiment({ ...small, trials: 2 }),
      await convergenceExperiment(small),
    ];
    for (const k of [0, 1, 2]) {
      for (const trial of [0, 1]) {
        expect(many.methods[k].trials[trial].error).toEqual(few.methods[k].trials[trial].error);
      }
    }
    const other = await convergenceExperiment({ ...small, seed: 2 });
    expect(other.methods[0].trials[0].error).not.toEqual(many.methods[0].trials[0].error);
  });

  test('errors start at 1, the norm of w*, and the summary is that of the trials', async () => {
    const { methods } = await convergenceExperiment(small);
    for (const { trials, summary } of methods) {
      for (const { error, iterations, success, iterationsTo1e6 } of trials) {
        expect(error[0]).toBeCloseTo(1, 12);
        expect(error).toHaveLength(iterations + 1);
        expect(success).toBe((error.at(-1) as number) <= 1e-4);
        if (iterationsTo1e6 !== null) expect(error[iterationsTo1e6]).toBeLessThanOrEqual(1e-6);
      }
      expect(summary.successes).toBe(trials.filter(({ success }) => success).length);
      expect(summary.meanError[0]).toBeCloseTo(1, 12);
    }
  });

  test('reports every fit, and a signal ends it', async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const run = convergenceExperiment({
      ...small,
      signal: controller.signal,
      onTrial: (_, done, total) => {
        seen.push(done / total);
        if (done === 4) controller.abort(new Error('enough'));
      },
    });
    await expect(run).rejects.toThrow('enough');
    expect(seen).toEqual([1 / 9, 2 / 9, 3 / 9, 4 / 9]);
  });

  test('any number of workers gives the same numbers', async () => {
    const numbers = ({ methods, options, workers: _ }: ConvergenceResult) => ({
      options,
      errors: methods.map(({ trials }) => trials.map(({ trial, error }) => [trial, error])),
    });
    const here = await convergenceExperiment({ ...small, workers: 0 });
    expect(here.workers).toBe(0);
    for (const workers of [1, 2, 5]) {
      let seen = 0;
      const there = await convergenceExperiment({ ...small, workers, onTrial: () => seen++ });
      expect(there.workers).toBeGreaterThanOrEqual(1);
      expect(there.workers).toBeLessThanOrEqual(Math.min(workers, 3));
      expect(seen).toBe(9);
      expect(numbers(there)).toEqual(numbers(here));
    }
  });

  test('workers stop at a signal, and at what a trial throws', async () => {
    const controller = new AbortController();
    const options = { ...small, trials: 20, workers: 2 };
    const run = convergenceExperiment({
      ...options,
      signal: controller.signal,
      onTrial: (_, done) => {
        if (done === 4) controller.abort(new Error('enough'));
      },
    });
    await expect(run).rejects.toThrow('enough');
    const bad = { ...options, engine: 'gpu' as 'wasm' };
    await expect(convergenceExperiment(bad)).rejects.toMatchObject({ code: 'UNKNOWN_ENGINE' });
    const after = await convergenceExperiment({ ...options, trials: 2 });
    expect(after.methods[2].trials).toHaveLength(2);
  });

  test.each([
    { workers: -1 },
    { workers: 0.5 },
    { trials: 0 },
    { n: 1 },
    { sparsity: 101 },
    { seed: -1 },
  ])('refuses %j', async (bad) => {
    await expect(convergenceExperiment({ ...small, ...bad })).rejects.toBeInstanceOf(RelufitError);
  });
});

describe('fittedRate', () => {
  test('is the factor of a geometric sequence, whatever its first step and its floor', () => {
    const error = Array.from({ length: 60 }, (_, t) =>
      Math.max(t === 0 ? 1 : 0.2 * 0.5 ** t, 1e-13),
    );
    expect(fittedRate(error)).toBeCloseTo(0.5, 10);
  });

  test('is null where nothing shrank', () => {
    expect(fittedRate([1, 0.9, 0.9, 0.9, 0.9, 0.9])).toBeNull();
    expect(fittedRate([1, 1e-9])).toBeNull();
  });
});

test('quantile interpolates between order statistics', () => {
  expect([0, 0.5, 1].map((q) => quantile([4, 1, 3, 2], q))).toEqual([1, 2.5, 4]);
  expect(quantile([], 0.5)).toBeNull();
});
