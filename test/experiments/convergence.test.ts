import { describe, expect, test } from 'vitest';
import { fittedRate, quantile } from '../../src/experiments/summary.js';
import {
  type ConvergenceFit,
  type ConvergenceResult,
  convergenceExperiment,
  mergeConvergence,
  RelufitError,
} from '../../src/index.js';
import { expectError, expectRejection } from '../support/errors.js';

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
    { firstTrial: -1 },
    { firstTrial: 0.5 },
    { firstTrial: 2 ** 31 },
    { records: null },
    { records: 3 },
    { records: [null] },
    { records: [{}] },
    { seed: -1 },
  ])('refuses %j', async (bad) => {
    await expect(convergenceExperiment({ ...small, ...(bad as object) })).rejects.toBeInstanceOf(
      RelufitError,
    );
  });
});

// What does not vary from run to run.
const lasting = ({ options, methods }: ConvergenceResult) =>
  JSON.stringify({
    options,
    methods: methods.map(({ trials, summary: { medianMilliseconds: _, ...summary }, ...rest }) => ({
      ...rest,
      summary,
      trials: trials.map(({ milliseconds: _, ...trial }) => trial),
    })),
  });

describe('in parts and pieces', () => {
  const options = { ...small, trials: 6, workers: 0 };
  const part = (firstTrial: number, trials: number, workers = 0) =>
    convergenceExperiment({ ...options, firstTrial, trials, workers });

  test('parts are the trials of their numbers, and merge in any order to the same bits', async () => {
    const whole = await convergenceExperiment(options);
    const [a, b, c] = [await part(0, 2), await part(2, 1, 1), await part(3, 3)];
    expect(c.methods[1].trials.map(({ trial }) => trial)).toEqual([3, 4, 5]);
    const merged = mergeConvergence(a, b, c);
    expect(a.ran).toEqual([[a.methods[0].trials[0].trial, a.options.trials]]);
    expect(merged.ran).toEqual([[0, merged.options.trials]]);
    const gap = mergeConvergence(c, a).ran;
    expect(gap).toEqual([...a.ran, ...c.ran].sort(([x], [y]) => x - y));
    expect(lasting(merged)).toBe(lasting(whole));
    expect(merged.workers).toBe(1);
    expect(merged.engine).toEqual(a.engine);
    expect(merged.milliseconds).toBe(a.milliseconds + b.milliseconds + c.milliseconds);
    for (const others of [
      [b, a, c],
      [c, b, a],
      [c, a, b],
    ]) {
      const [first, ...rest] = others;
      expect(JSON.stringify(mergeConvergence(first, ...rest))).toBe(JSON.stringify(merged));
    }
    expect(lasting(mergeConvergence(mergeConvergence(c, a), b))).toBe(lasting(whole));
    const read = JSON.parse(JSON.stringify([c, b, a])) as ConvergenceResult[];
    expect(mergeConvergence(read[0], read[1], read[2])).toEqual(merged);
  });

  test('what does not belong together is refused', async () => {
    const [a, b] = [await part(0, 2), await part(1, 2)];
    const refused = (other: unknown, text: string) =>
      expectError(() => mergeConvergence(a, other as never), 'INVALID_ARGUMENT', text);
    refused(b, 'trial 1 twice');
    refused(a, 'trial 0 twice');
    refused({ ...b, options: { ...b.options, seed: 2 } }, 'different options');
    refused({ ...b, version: '0.0.0' }, 'different options');
    refused(null, 'null');
    refused({}, 'an empty object');
    refused({ ...b, methods: b.methods.map((its) => ({ ...its, trials: [] })) }, 'an object');
    expectError(() => mergeConvergence(null as never), 'INVALID_ARGUMENT');
  });

  test('records resume a run, whatever is missing of a trial', async () => {
    const records: ConvergenceFit[] = [];
    const whole = await convergenceExperiment({ ...options, onTrial: (fit) => records.push(fit) });
    expect(records).toHaveLength(18);
    for (const workers of [0, 2]) {
      // Seven fits: two whole trials and one of the third.
      const kept = JSON.parse(JSON.stringify(records.slice(0, 7).reverse())) as ConvergenceFit[];
      const seen: number[] = [];
      const resumed = await convergenceExperiment({
        ...options,
        workers,
        records: [...kept, ...kept],
        onTrial: (_, done, total) => seen.push(done / total),
      });
      expect(lasting(resumed)).toBe(lasting(whole));
      expect(seen).toEqual(Array.from({ length: 11 }, (_, k) => (8 + k) / 18));
    }
    const done = await convergenceExperiment({
      ...options,
      records,
      onTrial: () => expect.fail('nothing is left'),
    });
    expect(lasting(done)).toBe(lasting(whole));
    expect(done.engine).toEqual(whole.engine);
    expect(done.methods).toEqual(whole.methods);
  });

  test('records of other trials are refused, and those with another outcome clash', async () => {
    const records: ConvergenceFit[] = [];
    await convergenceExperiment({ ...options, trials: 1, onTrial: (fit) => records.push(fit) });
    const [fit] = records;
    const refused = (bad: object) =>
      expectRejection(
        () => convergenceExperiment({ ...options, records: [{ ...fit, ...bad }] }),
        'INVALID_ARGUMENT',
        'records',
      );
    await refused({ trial: 6 });
    await refused({ trial: -1 });
    await refused({ method: 'other' });
    await refused({ error: [1] });
    await refused({ error: fit.error.map(() => NaN) });
    await expectRejection(
      () => convergenceExperiment({ ...options, firstTrial: 1, records }),
      'INVALID_ARGUMENT',
      'trials 1 to 6',
    );
    const other = { ...fit, error: fit.error.map((value) => 2 * value) };
    await expectRejection(
      () => convergenceExperiment({ ...options, records: [fit, other] }),
      'CLASH',
      'trial 0 of relu',
    );
  });

  test('the example of the docstring', async () => {
    const few = { d: 100, sparsity: 3, n: 120, trials: 2 };
    const [a, b] = [
      await convergenceExperiment(few),
      await convergenceExperiment({ ...few, firstTrial: 2 }),
    ];
    expect(mergeConvergence(b, a).options.trials).toBe(4);
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
