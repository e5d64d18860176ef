import { describe, expect, test } from 'vitest';
import {
  affine,
  constantsTable,
  constantsTableOf,
  criticalRange,
  criticalSamples,
  criticalSamplesOf,
  mergePhaseTransitions,
  type PhaseOptions,
  type PhaseRecord,
  phasePlan,
  phaseTransition,
  requiredSamples,
  sparse,
} from '../../../src/index.js';
import { expectError, expectRejection } from '../../support/errors.js';
import { faker, finish } from './fake.js';

const options: PhaseOptions = {
  ...{ d: 60, n: { from: 1, to: 120 }, sparsity: [2, 4], trials: 10 },
  constraint: ['sparse', 'l1Ball', 'affine'],
};

// A step at 10 s.
function stepped(more: Partial<PhaseOptions> = {}) {
  const plan = phasePlan({ ...options, ...more });
  return finish(
    plan,
    faker(plan, ({ n, sparsity }) => Number(n >= 10 * (sparsity as number))),
  ).result;
}

describe('criticalSamplesOf', () => {
  const phase = stepped();
  const { lines } = criticalSamplesOf(phase);

  test('has n at one half, over δ, and what was tried, for each line', () => {
    expect(lines.map(({ constraint, sparsity }) => [constraint, sparsity])).toEqual(
      phase.lines.map(({ constraint, sparsity }) => [constraint, sparsity]),
    );
    lines.forEach(({ n, ratio, theory, tried, sparsity }, k) => {
      const { halfWay } = phase.lines[k];
      expect(n).toEqual({ value: halfWay.n, low: halfWay.low, high: halfWay.high });
      expect(Math.abs((n.value as number) - 10 * (sparsity as number))).toBeLessThanOrEqual(1);
      const delta = theory?.statisticalDimension as number;
      for (const name of ['value', 'low', 'high'] as const) {
        expect(ratio?.[name]).toBeCloseTo((n[name] as number) / delta, 12);
      }
      const own = phase.cells.filter(
        (cell) => cell.constraint === lines[k].constraint && cell.sparsity === sparsity,
      );
      expect(tried).toEqual(own.map(({ n, trials, successes }) => ({ n, trials, successes })));
    });
    // Of an affine set of s dimensions δ is s.
    expect(lines[4].ratio?.value).toBeCloseTo((lines[4].n.value as number) / 2, 12);
  });

  test('null where success did not pass one half, or there is no formula', () => {
    const plan = phasePlan({ ...options, sparsity: 2, constraint: 'sparse', n: [10, 20] });
    const { result } = finish(
      plan,
      faker(plan, () => 0),
    );
    expect(criticalSamplesOf(result).lines[0]).toMatchObject({
      n: { value: null, low: null, high: null },
      ratio: { value: null, low: null, high: null },
    });
    const free = phasePlan({
      ...{ d: 6, n: [4, 8], trials: 2 },
      constraint: { name: 'totalVariationBall', parameters: { radius: 1 } },
    });
    const { lines } = criticalSamplesOf(
      finish(
        free,
        faker(free, ({ n }) => Number(n > 5)),
      ).result,
    );
    expect(lines[0]).toMatchObject({ n: { value: 6 }, ratio: null, theory: null });
  });

  test('of an n list in any order has tried in ascending n', () => {
    const plan = phasePlan({ ...options, sparsity: 2, constraint: 'sparse', n: [30, 10, 20] });
    const { result } = finish(
      plan,
      faker(plan, ({ n }) => Number(n >= 20)),
    );
    expect(criticalSamplesOf(result).lines[0].tried.map(({ n }) => n)).toEqual([10, 20, 30]);
  });

  test('parts are merged by their phase diagrams', () => {
    const parts = [1, 2, 3].map((index) => {
      const plan = phasePlan(options);
      const record = faker(plan, ({ n, sparsity }) => Number(n >= 10 * (sparsity as number)));
      for (;;) {
        const addresses = plan.remaining({ index, of: 3 });
        if (addresses.length === 0) return criticalSamplesOf(plan.result());
        for (const address of addresses) plan.add(record(address));
      }
    });
    const [a, b, c] = parts.map((part) => part.phase);
    expect(criticalSamplesOf(mergePhaseTransitions(c, a, b))).toEqual(criticalSamplesOf(phase));
  });

  test.each([null, {}, 3, { lines: [], cells: [] }, { experiment: 'criticalSamples', phase }])(
    'refuses what is no result',
    (bad) => {
      for (const read of [criticalSamplesOf, constantsTableOf]) {
        expectError(() => read(bad as never), 'INVALID_ARGUMENT', 'phaseTransition');
      }
    },
  );

  test('is plain data', () => {
    const text = JSON.stringify(criticalSamplesOf(phase));
    expect(criticalSamplesOf(JSON.parse(text).phase)).toEqual(JSON.parse(text));
  });
});

describe('criticalRange', () => {
  test('is four times what theory asks for, of the largest line, and at most 4d', () => {
    expect(criticalRange({ d: 1000, sparsity: 20 })).toEqual({ from: 1, to: 1308 });
    const { value } = requiredSamples(sparse(20), undefined, { d: 1000, observation: 'linear' });
    expect(criticalRange({ d: 1000, sparsity: [5, 20], observation: 'linear' }).to).toBe(4 * value);
    expect(
      criticalRange({ d: [10, 50], sparsity: 3, constraint: ['sparse', 'wholeSpace'] }).to,
    ).toBe(200);
    // Where most rows are cut off, beyond.
    const whole = { d: 50, sparsity: 3, constraint: 'wholeSpace' };
    const P = 2 * 0.6179114221889526 - 1; // Φ(0.3)
    const range = criticalRange({ ...whole, observation: { lower: -0.3, upper: 0.3 } });
    expect(range).toEqual({ from: 1, to: Math.ceil((2 * 50) / P) });
    expect(criticalRange({ ...whole, observation: { lower: -1 } }).to).toBe(200);
    const set = { name: 'totalVariationBall', parameters: { radius: 1 } };
    expect(criticalRange({ d: 30, constraint: set })).toEqual({ from: 1, to: 120 });
  });
});

describe('run', () => {
  const small = { d: 24, sparsity: 2, solver: 'pursuit', trials: 6, workers: 0 } as const;

  test('is phaseTransition over the range, whose records resume it', async () => {
    const records: PhaseRecord[] = [];
    const found = await criticalSamples({ ...small, onRecord: (record) => records.push(record) });
    expect(found.phase.options.n).toEqual(criticalRange({ d: 24, sparsity: 2 }));
    const phase = await phaseTransition({ ...found.phase.options, workers: 0 });
    expect(JSON.stringify(found)).toBe(JSON.stringify(criticalSamplesOf(phase)));
    let more = 0;
    const resumed = await criticalSamples({
      ...small,
      records: records.slice(0, records.length / 2),
      onRecord: () => more++,
    });
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(found));
    expect(more).toBe(records.length - Math.floor(records.length / 2));
    const given = await criticalSamples({ ...small, n: [10, 20] });
    expect(given.lines[0].tried.map(({ n }) => n)).toEqual([10, 20]);
    const stop = criticalSamples({ ...small, signal: AbortSignal.abort(new Error('no')) });
    await expect(stop).rejects.toThrow('no');
  });

  test('constantsTable reads the same lines', async () => {
    const table = await constantsTable({ ...small, constraint: ['sparse', 'sparseNonnegative'] });
    const { lines } = criticalSamplesOf(table.phase);
    expect(table.rows).toHaveLength(2);
    table.rows.forEach(({ c, n, n0, spread, kind, formula, constraint }, k) => {
      expect({ c, n, constraint }).toEqual({
        c: lines[k].ratio,
        n: lines[k].n,
        constraint: lines[k].constraint,
      });
      expect(lines[k].theory).toMatchObject({ statisticalDimension: n0, spread, kind, formula });
      expect(kind).toBe('upper bound');
    });
    expect(JSON.stringify(constantsTableOf(table.phase))).toBe(JSON.stringify(table));
  });

  test('a table of what has no constant is refused, before a trial', async () => {
    const set = { name: 'totalVariationBall', parameters: { radius: 1 } };
    const refused = (constraint: PhaseOptions['constraint'], text: string) =>
      expectRejection(
        () =>
          constantsTable({ d: 3, constraint, trials: 4, onRecord: () => expect.fail('a trial') }),
        'INVALID_ARGUMENT',
        text,
      );
    await refused(set, 'without a formula');
    await refused(
      affine({
        A: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        b: [1, 2, 3],
      }),
      'one point',
    );
    for (const run of [criticalSamples, constantsTable]) {
      await expectRejection(() => run(undefined as never), 'INVALID_ARGUMENT');
      await expectRejection(
        () => run({ d: 3, sparsity: 1, sparsities: 1 } as never),
        'INVALID_ARGUMENT',
        "'sparsities'",
      );
    }
  });
});

test.each([{ lower: -1 }, { lower: -0.3, upper: 0.3 }, { leaky: 0.2 }, 'relu', 'linear'] as const)(
  'half recover at the rows that theory requires of %j',
  async (observation) => {
    const { lines } = await criticalSamples({
      ...{ d: 16, sparsity: 16, constraint: 'wholeSpace', trials: 10, workers: 0, observation },
      ...{ solver: 'acceleratedProjectedGradient', maxIterations: 3000 },
    });
    const [{ n, theory }] = lines;
    const ratio = (n.value as number) / (theory?.requiredSamples as number);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.25);
  },
);

test('of rows that are all cut off theory says nothing', () => {
  const plan = phasePlan({ d: 5, n: 9, sparsity: 1, trials: 1, observation: { lower: 1e3 } });
  const { result } = finish(
    plan,
    faker(plan, () => 0),
  );
  expect(result.lines[0].theory).toBeNull();
});

test('the examples of the docstrings', async () => {
  const { lines } = await criticalSamples({ d: 40, sparsity: 2, solver: 'pursuit' });
  expect(lines[0].n.value).toBeCloseTo(11.4, 9);
  expect(lines[0].n.low).toBeCloseTo(6.797, 3);
  expect(lines[0].n.high).toBeCloseTo(17.101, 3);
  expect(lines[0].ratio?.value).toBeCloseTo(0.878, 3);
  const { rows } = await constantsTable({ d: 40, sparsity: 3, constraint: ['sparse', 'l1Ball'] });
  expect(rows.map(({ constraint, n0 }) => [constraint, Math.round(n0)])).toEqual([
    ['sparse', 17],
    ['l1Ball', 11],
  ]);
  expect(rows[0].c.value).toBeCloseTo(1.363, 3);
  expect(rows[1].c.value).toBeCloseTo(2.402, 3);
});
