import { describe, expect, test } from 'vitest';
import { namedSeed, trialSeed } from '../../../src/data/trial-seed.js';
import {
  fitSync,
  l1Ball,
  mergePhaseTransitions,
  type PhaseAddress,
  type PhaseOptions,
  type PhaseRecord,
  type PhaseRun,
  phasePlan,
  phaseTransition,
  plantedProblem,
  pursuit,
  requiredSamples,
  sparse,
} from '../../../src/index.js';
import { shuffled } from './fake.js';

const small: PhaseOptions = {
  ...{ d: 40, n: [20, 40, 80], sparsity: [1, 3], trials: 4 },
  solver: ['projectedGradient', 'pursuit'],
};

async function recorded(options: PhaseOptions & PhaseRun) {
  const records: PhaseRecord[] = [];
  const result = await phaseTransition({ ...options, onRecord: (record) => records.push(record) });
  return { records, result, text: JSON.stringify(result) };
}

const inOrder = (records: readonly PhaseRecord[]) =>
  [...records].sort((a, b) => a.cell - b.cell || a.trial - b.trial);

describe.each<[string, PhaseOptions]>([
  ['a list', small],
  ['adaptive', { ...small, trials: 3, most: 9 }],
  ['a search', { ...small, n: { from: 5, to: 90 } }],
  [
    'sets, rows and noise',
    {
      ...{ d: 30, n: [40, 60], trials: 2, noise: [0, 0.1], sparsity: 2 },
      constraint: ['l1Ball', 'nonnegative', l1Ball(1)],
      rows: ['gaussian', { ar1: 0.3 }],
    },
  ],
])('%s', (_, options) => {
  test('gives the same bits for any number of workers, parts and interruptions', async () => {
    const { records, result, text } = await recorded({ ...options, workers: 0 });
    for (const workers of [1, 2]) {
      const other = await recorded({ ...options, workers });
      expect(other.text).toBe(text);
      expect(inOrder(other.records)).toEqual(inOrder(records));
    }
    const parts = await Promise.all(
      [1, 2, 3].map((index) => phaseTransition({ ...options, workers: 0, part: { index, of: 3 } })),
    );
    for (const seed of [1, 2]) {
      const [first, ...others] = shuffled(parts, seed);
      expect(JSON.stringify(mergePhaseTransitions(first, ...others))).toBe(text);
    }
    // From half of the records, in another order, and from the options of a result.
    const kept = shuffled(records, 3).slice(0, records.length / 2);
    const run = await recorded({ ...result.options, records: kept, workers: 0 });
    expect(run.text).toBe(text);
    expect(run.records).toHaveLength(records.length - kept.length);
    const none = await recorded({ ...options, records, workers: 0 });
    expect(none.text).toBe(text);
    expect(none.records).toEqual([]);
  });
});

describe('a trial', () => {
  test('is the planted problem of its seed, fitted: here the same with other means', async () => {
    const options: PhaseOptions = {
      ...small,
      ...{ noise: [0, 0.05], rows: ['gaussian', { shift: 0.25 }], observation: ['relu', 'linear'] },
      ...{ trials: 2, seed: 7, engine: 'reference' },
    };
    const { records } = await recorded({ ...options, workers: 0 });
    const { axes } = phasePlan(options).result();
    expect(axes.map(({ name }) => name)).toEqual([
      'solver',
      'rows',
      'observation',
      'noise',
      'sparsity',
      'n',
    ]);
    expect(records).toHaveLength(2 * 2 * 2 * 2 * 2 * 3 * 2);
    for (const record of records) {
      const { rows, observation, noise, sparsity, n, trial, solver } =
        record as Required<PhaseRecord>;
      const place = { constraint: 'sparse', rows, observation, noise, d: 40, sparsity, n };
      const name = `phase ${JSON.stringify({ ...place, values: 'gaussian', precision: 'f64' })}`;
      const seed = trialSeed(namedSeed(7, name), trial);
      const s = sparsity as number;
      const { X, y, planted } = plantedProblem({
        n,
        d: 40,
        sparsity: s,
        seed,
        rows,
        observation,
        noise,
      });
      const fitted = fitSync(X, y, {
        constraint: sparse(s),
        observation,
        engine: 'reference',
        ...(solver === 'pursuit' && { solver: pursuit() }),
      });
      const error = Math.hypot(...fitted.weights.map((w, j) => w - planted[j]));
      expect(record.error).toBeCloseTo(error, 12);
      expect(record.success).toBe(error <= 1e-4);
      expect(record.iterations).toBe(fitted.iterations);
      expect(record.passes).toBe(fitted.passes);
      expect(record.status).toBe(fitted.status);
    }
  });

  test('is the same in a finer grid and a larger one, of its place and number', async () => {
    const coarse = await recorded({ ...small, sparsity: 3, n: [20, 80], trials: 2, workers: 0 });
    const fine = await recorded({
      ...{ ...small, sparsity: [1, 3], n: [80, 40, 20], trials: 3, workers: 0 },
      solver: ['messagePassing', 'pursuit', 'projectedGradient'],
    });
    const key = ({ solver, n, sparsity = 3, trial }: PhaseRecord) =>
      JSON.stringify([solver, n, sparsity, trial]);
    const found = new Map(fine.records.map((record) => [key(record), record]));
    for (const record of coarse.records) {
      const { cell: _, sparsity: __, ...same } = found.get(key(record)) as PhaseRecord;
      const { cell: ___, ...own } = record;
      expect(same).toEqual(own);
    }
  });

  test('of another seed, place or number is another', async () => {
    const errors = async (options: Partial<PhaseOptions>) => {
      const { records } = await recorded({
        d: 20,
        n: 15,
        sparsity: 2,
        trials: 3,
        workers: 0,
        ...options,
      });
      return records.map(({ error }) => error);
    };
    const base = await errors({ noise: 0.1 });
    expect(new Set(base).size).toBe(3);
    for (const other of [
      { seed: 2 },
      { n: 16 },
      { d: 21 },
      { sparsity: 3 },
      { noise: 0.2 },
      { values: 'sign' as const },
    ]) {
      for (const error of await errors({ noise: 0.1, ...other })) expect(base).not.toContain(error);
    }
  });

  test('of both engines succeeds alike', async () => {
    const options: PhaseOptions = { ...small, trials: 6, solver: ['pursuit', 'projectedGradient'] };
    const [wasm, reference] = await Promise.all(
      (['wasm', 'reference'] as const).map((engine) =>
        recorded({ ...options, engine, workers: 0 }),
      ),
    );
    expect(reference.result.engine).toEqual({ name: 'reference', threads: 1, precision: 'f64' });
    const successes = ({ records }: typeof wasm) => inOrder(records).map(({ success }) => success);
    expect(successes(wasm)).toEqual(successes(reference));
    expect(new Set(successes(wasm)).size).toBe(2);
    for (const precision of ['f32', 'f64'] as const) {
      const { result } = await recorded({ ...options, n: 160, precision, trials: 2, workers: 0 });
      expect(result.cells.map(({ successes }) => successes)).toEqual([2, 2, 2, 2]);
    }
  });

  test('of an address that is none of the plan is refused before others run', async () => {
    const plan = phasePlan({ d: 10, n: [5, 6], sparsity: 2, trials: 2 });
    for (const bad of [
      { cell: 2, trial: 0 },
      { cell: 0, trial: 2 },
      { cell: -1, trial: 0 },
      null,
    ]) {
      const onRecord = () => expect.fail('a trial ran');
      const run = plan.run([{ cell: 0, trial: 0 }, bad as PhaseAddress], { workers: 0, onRecord });
      await expect(run).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining('cell below 2 and trial below 2'),
      });
    }
  });

  test('that throws names itself', async () => {
    const { options } = phasePlan({ d: 10, n: [5, 6], sparsity: 2, trials: 2 });
    const plan = phasePlan(options);
    // As one that another machine had put in a queue.
    const run = plan.run([{ cell: 1, trial: 1 }], { workers: 0, onRecord: () => {} });
    await run;
    Object.assign(plan.options, { engine: 'gpu' });
    for (const workers of [0, 1]) {
      const bad = plan.run([{ cell: 1, trial: 1 }], { workers, onRecord: () => {} });
      await expect(bad).rejects.toMatchObject({
        code: 'UNKNOWN_ENGINE',
        message: expect.stringMatching(/^trial 1 of cell 1 \(n = 6\): engine/),
      });
    }
  });
});

describe('lines', () => {
  test('have the theory of their set at w*, 2δ for the ReLU and δ for linear rows', async () => {
    const { lines } = await phaseTransition({
      ...{ d: 60, n: [20, 40], sparsity: [2, 4], trials: 1, workers: 0 },
      ...{ constraint: ['sparse', 'l1Ball'], observation: ['relu', 'linear'] },
    });
    expect(lines).toHaveLength(8);
    for (const { constraint, sparsity, observation, theory, d } of lines) {
      const w = new Float64Array(d).fill(1, 0, sparsity as number);
      const set = constraint === 'sparse' ? sparse(sparsity as number) : l1Ball.through(w);
      const { n0, value, kind } = requiredSamples(set, w, { observation });
      expect(theory).toMatchObject({ statisticalDimension: n0, requiredSamples: value, kind });
    }
  });

  test('of a set without a formula have none', async () => {
    const { lines } = await phaseTransition({
      ...{ d: 10, n: 20, trials: 1, workers: 0 },
      constraint: { name: 'totalVariationBall', parameters: { radius: 1 } },
    });
    expect(lines[0].theory).toBeNull();
  });
});

describe('interrupted', () => {
  const options = { ...small, trials: 30 };

  test.each([0, 2])(
    'with %d workers: all that ran was told, and nothing after',
    async (workers) => {
      const controller = new AbortController();
      const records: PhaseRecord[] = [];
      const run = phaseTransition({
        ...options,
        workers,
        signal: controller.signal,
        onRecord(record, done) {
          records.push(record);
          if (done === 25) controller.abort(new Error('enough'));
        },
      });
      await expect(run).rejects.toThrow('enough');
      const { length } = records;
      expect(length).toBeGreaterThanOrEqual(25);
      if (workers === 0) expect(length).toBe(25);
      const whole = await phaseTransition({ ...options, records, workers });
      expect(records).toHaveLength(length);
      expect(JSON.stringify(whole)).toBe(
        JSON.stringify(await phaseTransition({ ...options, workers: 0 })),
      );
    },
  );

  test('before it begins, at once', async () => {
    const signal = AbortSignal.abort(new Error('never'));
    const plan = phasePlan(options);
    await expect(plan.run(plan.remaining(), { signal, onRecord: () => {} })).rejects.toThrow(
      'never',
    );
    // With nothing to do it is no run.
    const done = await phaseTransition({ d: 10, n: 30, sparsity: 1, trials: 1, workers: 0 });
    expect(done.cells).toHaveLength(1);
  });

  test.each([0, 1, 2])(
    'with %d workers: what onRecord throws ends it, and it is called no more',
    async (workers) => {
      let calls = 0;
      const plan = phasePlan(options);
      const run = plan.run(plan.remaining(), {
        workers,
        onRecord() {
          if (++calls === 7) throw new Error('the disk is full');
        },
      });
      await expect(run).rejects.toThrow('the disk is full');
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(calls).toBe(7);
      expect(plan.count).toBe(0);
    },
  );
});

test('progress is told of: done of total, of records that were there too', async () => {
  const seen: [number, number][] = [];
  const records: PhaseRecord[] = [];
  const options = { d: 20, n: [10, 20], sparsity: 1, trials: 3, workers: 0 };
  await phaseTransition({
    ...options,
    onRecord(record, done, total) {
      seen.push([done, total]);
      records.push(record);
    },
  });
  expect(seen).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  seen.length = 0;
  await phaseTransition({
    ...options,
    records: records.slice(0, 4),
    onRecord: (_, done, total) => seen.push([done, total]),
  });
  expect(seen).toEqual([
    [5, 6],
    [6, 6],
  ]);
});

test('the examples of the docstrings', async () => {
  const { cells } = await phaseTransition({
    d: 40,
    n: [20, 80],
    sparsity: 2,
    solver: 'pursuit',
    trials: 5,
  });
  expect(cells.map(({ n, successes }) => [n, successes])).toEqual([
    [20, 4],
    [80, 5],
  ]);
  const plan = phasePlan({ d: 40, n: [20, 80], sparsity: 2, trials: 5 });
  const addresses = plan.remaining();
  expect(addresses).toHaveLength(10);
  await plan.run(addresses, { onRecord: (record) => plan.add(record) });
  expect(plan.remaining()).toHaveLength(0);
  expect(plan.result().cells).toHaveLength(2);
  const options = { d: 40, n: [20, 80], sparsity: 2, trials: 4 };
  const parts = await Promise.all(
    [1, 2].map((index) => phaseTransition({ ...options, part: { index, of: 2 } })),
  );
  const [first, second] = parts;
  expect(mergePhaseTransitions(first, second).cells.map(({ trials }) => trials)).toEqual([4, 4]);
});
