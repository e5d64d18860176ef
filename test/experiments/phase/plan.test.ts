import { describe, expect, test } from 'vitest';
import { Grid } from '../../../src/experiments/phase/grid.js';
import {
  halfWay,
  mergePhaseTransitions,
  type PhaseAddress,
  type PhaseOptions,
  type PhaseRecord,
  phasePlan,
  phaseTransition,
  wilsonInterval,
} from '../../../src/index.js';
import { expectError } from '../../support/errors.js';
import { faker, finish, shuffled } from './fake.js';

// A known curve of success: one half at n = 40 s.
const logistic = ({ n, sparsity }: { n: number; sparsity: number | null }) =>
  1 / (1 + Math.exp(-(n / (sparsity ?? 1) - 40) / 3));

const list: PhaseOptions = { d: 100, sparsity: [1, 2, 3], n: [20, 40, 60, 80, 120], trials: 7 };
const adaptive: PhaseOptions = { ...list, trials: 5, most: 33 };
const search: PhaseOptions = { ...list, n: { from: 5, to: 300 }, trials: 10, most: 40 };

describe.each([
  ['a list', list],
  ['adaptive', adaptive],
  ['a search', search],
])('%s', (_, options) => {
  const whole = () => {
    const plan = phasePlan(options);
    return { plan, ...finish(plan, faker(plan, logistic)) };
  };

  test('the same bits in whatever order records come', () => {
    const { result } = whole();
    for (const seed of [1, 2, 3]) {
      const plan = phasePlan(options);
      const other = finish(plan, faker(plan, logistic), (addresses) => shuffled(addresses, seed));
      expect(JSON.stringify(other.result)).toBe(JSON.stringify(result));
    }
  });

  test('records one at a time come to the same: what is open never takes back what was asked for', () => {
    const { result, plan: done } = whole();
    const plan = phasePlan(options);
    const record = faker(plan, logistic);
    const asked = new Set<string>();
    for (;;) {
      const addresses = plan.remaining();
      if (addresses.length === 0) break;
      // The last of them: rounds do not depend on what ends first.
      const address = addresses[addresses.length - 1];
      asked.add(JSON.stringify(address));
      expect(plan.add(record(address))).toBe(true);
    }
    expect(asked.size).toBe(done.count);
    expect(JSON.stringify(plan.result())).toBe(JSON.stringify(result));
  });

  test('an interrupted run goes on from its records, those of another order and twice', () => {
    const { result, plan: done } = whole();
    const first = phasePlan(options);
    const record = faker(first, logistic);
    const kept: PhaseRecord[] = [];
    while (kept.length < done.count / 2) {
      const some = first.remaining();
      for (const address of some.slice(0, 1 + some.length / 3)) kept.push(record(address));
      for (const one of kept) first.add(one);
    }
    // As a file holds them.
    const read = JSON.parse(JSON.stringify(shuffled(kept, 4))) as PhaseRecord[];
    const plan = phasePlan(JSON.parse(JSON.stringify(first.options)));
    for (const one of [...read, ...read]) plan.add(one);
    expect(plan.count).toBe(kept.length);
    expect(JSON.stringify(finish(plan, record).result)).toBe(JSON.stringify(result));
  });

  test('parts share the trials, and come to the same in every order', () => {
    const { result, plan: done } = whole();
    for (const of of [1, 2, 3, 5]) {
      const parts = Array.from({ length: of }, (_, k) => {
        const plan = phasePlan(options);
        const record = faker(plan, logistic);
        for (;;) {
          const addresses = plan.remaining({ index: k + 1, of });
          if (addresses.length === 0) return plan;
          for (const address of addresses) plan.add(record(address));
        }
      });
      expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(done.count);
      for (const seed of [1, 2, 3]) {
        const [first, ...others] = shuffled(parts, seed).map((plan) => plan.result());
        expect(JSON.stringify(mergePhaseTransitions(first, ...others))).toBe(
          JSON.stringify(result),
        );
        const inTwo = others.reduce((sum, part) => mergePhaseTransitions(part, sum), first);
        expect(JSON.stringify(inTwo)).toBe(JSON.stringify(result));
      }
    }
  });

  test('a trial is of the share of one part, which is where it remains', () => {
    const { plan: done } = whole();
    const record = faker(done, logistic);
    const parts = [1, 2, 3].map((index) => ({ index, of: 3 }));
    for (const part of parts) {
      const plan = phasePlan(options);
      for (let some = plan.remaining(part); some.length > 0; some = plan.remaining(part)) {
        for (const address of some) {
          expect(parts.filter((other) => plan.isIn(other, address))).toEqual([part]);
          expect(plan.isIn(undefined, address)).toBe(true);
          plan.add(record(address));
        }
      }
    }
  });

  test('what remains is unique, not there yet, and trial by trial', () => {
    const plan = phasePlan(options);
    const record = faker(plan, logistic);
    for (;;) {
      const addresses = plan.remaining();
      if (addresses.length === 0) break;
      const number = ({ cell, trial }: PhaseAddress) => trial * 1e6 + cell;
      const numbers = addresses.map(number);
      for (let k = 1; k < numbers.length; k++) expect(numbers[k]).toBeGreaterThan(numbers[k - 1]);
      for (const address of addresses) expect(plan.has(address)).toBe(false);
      for (const address of addresses) plan.add(record(address));
      for (const address of addresses) expect(plan.has(address)).toBe(true);
    }
  });
});

test('a list runs every trial of every cell, once and in one round', () => {
  const plan = phasePlan(list);
  expect(plan.remaining()).toHaveLength(15 * 7);
  const { rounds, result } = finish(plan, faker(plan, logistic));
  expect(rounds).toBe(1);
  expect(result.cells.map(({ trials }) => trials)).toEqual(new Array(15).fill(7));
  expect(result.cells[7]).toMatchObject({ cell: 7, sparsity: 2, n: 60, d: 100 });
  expect(result.axes.map(({ name, values }) => [name, values.length])).toEqual([
    ['sparsity', 3],
    ['n', 5],
  ]);
});

test('n in any order makes the same lines', () => {
  const rising = phasePlan(list);
  const { lines } = finish(rising, faker(rising, logistic)).result;
  const n = list.n as number[];
  const falling = phasePlan({ ...list, n: [...n].reverse() });
  const record = faker(rising, logistic);
  const other = finish(falling, ({ cell, trial }) => {
    const line = Math.floor(cell / n.length);
    const same = line * n.length + (n.length - 1 - (cell % n.length));
    return { ...record({ cell: same, trial }), cell };
  });
  expect(other.result.lines.map(({ halfWay }) => halfWay)).toEqual(
    lines.map(({ halfWay }) => halfWay),
  );
});

test.each([list, adaptive])('cells are what their trials come to', (options) => {
  const plan = phasePlan(options);
  // 33 trials by fives are 7 looks.
  const level = options === adaptive ? 1 - 0.05 / 7 : 0.95;
  const record = faker(plan, logistic);
  for (const cell of finish(plan, record).result.cells) {
    const records = Array.from({ length: cell.trials }, (_, trial) =>
      record({ cell: cell.cell, trial }),
    );
    const mean = (of: (one: PhaseRecord) => number) =>
      records.reduce((sum, one) => sum + of(one) / records.length, 0);
    expect(cell.successes).toBe(records.filter(({ success }) => success).length);
    expect(cell.success).toBe(cell.successes / cell.trials);
    expect({ low: cell.low, high: cell.high }).toEqual(
      wilsonInterval(cell.successes, cell.trials, level),
    );
    expect(Math.log(cell.error)).toBeCloseTo(
      mean(({ error }) => Math.log(error ?? NaN)),
      5,
    );
    expect(cell.iterations).toBeCloseTo(
      mean(({ iterations }) => iterations),
      12,
    );
    expect(cell.passes).toBeCloseTo(
      mean(({ passes }) => passes),
      12,
    );
  }
});

test('an error that is none, or 0, leaves a mean that JSON can hold', () => {
  const plan = phasePlan({ d: 10, n: 5, sparsity: 1, trials: 2 });
  const rest = { cell: 0, iterations: 1, passes: 2, status: 'diverged' as const };
  plan.add({ ...rest, trial: 0, error: null, success: false });
  expect(plan.result().cells[0].error).toBe(2 ** 1023);
  plan.add({ ...rest, trial: 1, error: 0, success: true });
  expect(plan.result().cells[0].error).toBe(2 ** 485);
});

describe('adaptive', () => {
  test('a cell gets whole batches, and another only while Wilson’s interval holds one half', () => {
    const n = Array.from({ length: 90 }, (_, k) => k + 1);
    const plan = phasePlan({ ...adaptive, sparsity: 2, n });
    // All chances: those near one half end in every batch there is.
    const record = faker(plan, (place) => place.n / 90);
    const { cells } = finish(plan, record).result;
    for (const { cell, trials } of cells) {
      let expected = 0;
      let interval = { low: 0, high: 1 };
      let successes = 0;
      while (expected < 33 && interval.low <= 0.5 && interval.high >= 0.5) {
        const to = Math.min(33, expected + 5);
        for (; expected < to; expected++) {
          successes += Number(record({ cell, trial: expected }).success);
        }
        interval = wilsonInterval(successes, expected, 1 - 0.05 / 7);
      }
      expect(trials).toBe(expected);
    }
    expect(new Set(cells.map(({ trials }) => trials))).toEqual(new Set([10, 15, 20, 25, 30, 33]));
  });

  test.each([
    [20, 200],
    [5, 500],
    [20, 50],
  ])(
    'an interval holds the probability with 95 % after all looks: %d to %d trials',
    (trials, most) => {
      for (const p of [0.3, 0.5, 0.65, 0.9]) {
        let inside = 0;
        for (let seed = 0; seed < 400; seed++) {
          const plan = phasePlan({ d: 9, n: 9, sparsity: 1, trials, most });
          const { result } = finish(
            plan,
            faker(plan, () => p, seed),
          );
          const [{ low, high }] = result.cells;
          inside += Number(low <= p && p <= high);
        }
        expect(inside / 400).toBeGreaterThanOrEqual(0.95);
      }
    },
  );

  test('half-way has the ends of those intervals', () => {
    const plan = phasePlan({ ...adaptive, sparsity: 1 });
    const { cells, lines } = finish(plan, faker(plan, logistic, 2)).result;
    expect(lines[0].halfWay).toEqual(halfWay(cells, 1 - 0.05 / 7));
    expect(lines[0].halfWay).not.toEqual(halfWay(cells));
  });

  test('with `most` as many as `trials` it is a list', () => {
    const plan = phasePlan({ ...list, most: 7 });
    expect(finish(plan, faker(plan, logistic)).rounds).toBe(1);
    expect(plan.count).toBe(15 * 7);
  });
});

describe('a search', () => {
  const halfAt = 80;
  const one: PhaseOptions = { d: 100, sparsity: 2, n: { from: 5, to: 400 }, trials: 20, most: 100 };

  test('finds one half of a known curve within its interval, nearly always, on few cells', () => {
    let inside = 0;
    for (let seed = 0; seed < 100; seed++) {
      const plan = phasePlan(one);
      const { result } = finish(plan, faker(plan, logistic, seed));
      const { n, low, high } = result.lines[0].halfWay;
      // The steep part is about 6 · 2 rows wide.
      expect(Math.abs((n as number) - halfAt)).toBeLessThan(12);
      inside += Number((low as number) <= halfAt && halfAt <= (high as number));
      expect(result.cells.length).toBeLessThanOrEqual(18);
    }
    expect(inside).toBeGreaterThanOrEqual(90);
  });

  test('of a step finds it to a hundredth, or exactly where that is less than one', () => {
    for (const [from, to, step] of [
      [1, 40, 17],
      [1, 100, 2],
      [10, 1000, 640],
      [1, 5000, 4987],
    ]) {
      const plan = phasePlan({ ...one, n: { from, to } });
      const { result } = finish(
        plan,
        faker(plan, ({ n }) => Number(n >= step)),
      );
      const tried = result.cells.map(({ n }) => n);
      const below = Math.max(...tried.filter((n) => n < step));
      const above = Math.min(...tried.filter((n) => n >= step));
      expect(above - below).toBeLessThanOrEqual(Math.max(1, step / 100));
      expect(result.lines[0].halfWay.n).toBeCloseTo((below + above) / 2, 9);
    }
  });

  test('finds where one half is not excluded any more, and where it is passed', () => {
    const plan = phasePlan({ ...one, most: 20, n: { from: 1, to: 700 } });
    const record = faker(plan, () => 1);
    // Half of the trials from 250 rows on, all from 400 on.
    const { result } = finish(plan, (address) => {
      const whole = record(address);
      const n = whole.n as number;
      const success = n >= 400 || (n >= 250 && address.trial % 2 === 0);
      return { ...whole, success, error: success ? 0 : 1 };
    });
    const tried = result.cells.map(({ n }) => n);
    for (const edge of [250, 400]) {
      const below = Math.max(...tried.filter((n) => n < edge));
      const above = Math.min(...tried.filter((n) => n >= edge));
      expect(above - below).toBeLessThanOrEqual(edge / 100);
    }
    const { low, high } = result.lines[0].halfWay;
    expect(Math.abs((low as number) - 250)).toBeLessThan(3);
    expect(Math.abs((high as number) - 400)).toBeLessThan(4);
  });

  test.each([
    ['never succeeds', 0, { from: 3, to: 90 }, 90],
    ['always succeeds', 1, { from: 3, to: 90 }, 3],
    ['has one n', 0, { from: 8, to: 8 }, 8],
  ])('ends at the edge where a line %s', (_, success, n, edge) => {
    const plan = phasePlan({ ...one, n });
    const { result } = finish(
      plan,
      faker(plan, () => success),
    );
    expect(result.lines[0].halfWay).toEqual({ n: null, low: null, high: null });
    expect(result.cells.map((cell) => cell.n)).toContain(edge);
  });

  test('ends on any outcome, and lines do not depend on each other', () => {
    const lines = phasePlan(search);
    const together = finish(
      lines,
      faker(lines, () => 0.5, 5),
    ).result;
    for (const [k, sparsity] of [1, 2, 3].entries()) {
      const alone = phasePlan({ ...search, sparsity });
      const grid = new Grid(alone.options);
      const record = faker(lines, () => 0.5, 5);
      const { result } = finish(alone, ({ cell, trial }) => {
        const { sparsity: _, ...rest } = record({ cell: cell + k * grid.count, trial });
        return { ...rest, cell };
      });
      expect(result.lines[0].halfWay).toEqual(together.lines[k].halfWay);
    }
  });
});

describe('a record', () => {
  const plan = () => phasePlan({ d: 100, sparsity: 2, n: [20, 40], trials: 3 });
  const good: PhaseRecord = {
    ...{ cell: 1, trial: 2, n: 40, error: 0.5, success: false, iterations: 3, passes: 4 },
    status: 'stalled',
  };

  test('is noted once; with another outcome it clashes', () => {
    const its = plan();
    expect(its.add(good)).toBe(true);
    expect(its.add({ ...good })).toBe(false);
    expect(its.count).toBe(1);
    for (const other of [{ error: 0.25 }, { iterations: 4 }, { passes: 5 }, { error: null }]) {
      expectError(() => its.add({ ...good, ...other }), 'CLASH', 'trial 2 of cell 1');
    }
    expect(its.count).toBe(1);
  });

  test.each([
    null,
    7,
    'record',
    [],
    {},
    { ...good, cell: 2 },
    { ...good, cell: -1 },
    { ...good, cell: 0.5 },
    { ...good, trial: 3 },
    { ...good, trial: -1 },
    { ...good, n: 20 },
    { ...good, n: undefined },
    { ...good, error: -1 },
    { ...good, error: NaN },
    { ...good, error: '0.5' },
    { ...good, error: undefined },
    { ...good, success: true },
    { ...good, error: 1e-5 },
    { ...good, error: null, success: true },
    { ...good, success: 0 },
    { ...good, iterations: -1 },
    { ...good, iterations: 1.5 },
    { ...good, passes: -1 },
    { ...good, passes: null },
  ])('%j is refused, and leaves nothing', (bad) => {
    const its = plan();
    expectError(() => its.add(bad as PhaseRecord), 'INVALID_ARGUMENT', 'record of a trial');
    expect(its.count).toBe(0);
    expect(its.result().cells).toEqual([]);
  });

  test('says where it is by axes that are objects too, in JSON', () => {
    const its = phasePlan({
      ...{ d: 20, sparsity: 2, n: 20, trials: 1 },
      rows: ['gaussian', { ar1: 0.5 }],
      solver: ['pursuit', { name: 'pursuit', parameters: { restart: false } }],
    });
    const record = faker(its, () => 1);
    for (const address of its.remaining()) {
      expect(its.add(JSON.parse(JSON.stringify(record(address))))).toBe(true);
    }
    const other = { ...record({ cell: 1, trial: 0 }), rows: { ar1: 0.25 } };
    expectError(() => its.add(other), 'INVALID_ARGUMENT');
  });
});

describe.each([
  ['lines', { ...search, n: { from: 5, to: 9 } }, 5],
  ['cells', { ...adaptive, n: 20 }, 1],
] as const)('shares of %s', (_, options, length) => {
  test.each([
    [1, 1],
    [4, 2],
    [4, 4],
    [6, 4],
    [8, 5],
    [12, 3],
    [16, 8],
    [40, 8],
    [3, 5],
  ])('of %d in %d parts differ by one at most', (units, of) => {
    const sparsity = Array.from({ length: units }, (_, k) => k + 1);
    const plan = phasePlan({ ...options, sparsity });
    const sizes = Array.from({ length: of }, (_, k) => {
      const part = { index: k + 1, of };
      const own = sparsity.filter((_, unit) => plan.isIn(part, { cell: unit * length, trial: 0 }));
      const remaining = plan.remaining(part).map(({ cell }) => Math.floor(cell / length));
      expect(new Set(remaining).size).toBe(own.length);
      return own.length;
    });
    expect(sizes.reduce((sum, size) => sum + size)).toBe(units);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test('neither neighbours nor those a period apart are of one part', () => {
    const sparsity = Array.from({ length: 40 }, (_, k) => k + 1);
    const plan = phasePlan({ ...options, sparsity });
    for (const of of [2, 3, 4, 8]) {
      const parts = Array.from({ length: of }, (_, k) => ({ index: k + 1, of }));
      const partOf = (unit: number) =>
        parts.findIndex((part) => plan.isIn(part, { cell: unit * length, trial: 0 }));
      for (let first = 0; first < of; first++) {
        const apart = sparsity.map((_, k) => k).filter((unit) => unit % of === first);
        expect(new Set(apart.map(partOf)).size).toBeGreaterThan(1);
        const neighbours = sparsity
          .map((_, k) => k)
          .filter((unit) => Math.floor(unit / (40 / of)) === first);
        expect(new Set(neighbours.map(partOf)).size).toBeGreaterThan(1);
      }
    }
  });
});

test.each([
  { index: 0, of: 2 },
  { index: 3, of: 2 },
  { index: 1.5, of: 2 },
  { index: 1, of: 0 },
  null,
  { of: 2 },
])('part %j is refused', (part) => {
  expectError(() => phasePlan(list).remaining(part as never), 'INVALID_ARGUMENT', 'part');
});

describe('merging', () => {
  const options = { d: 20, sparsity: 1, n: [10, 20], trials: 4 };
  const results = () =>
    [1, 2].map((index) => {
      const plan = phasePlan(options);
      const record = faker(plan, () => 0.5);
      for (const address of plan.remaining({ index, of: 2 })) plan.add(record(address));
      return plan.result();
    });

  test('refuses what does not belong together', () => {
    const [a, b] = results();
    const merged = mergePhaseTransitions(a, b);
    expect(merged.cells.map(({ trials }) => trials)).toEqual([4, 4]);
    const refused = (other: unknown, text: string) =>
      expectError(() => mergePhaseTransitions(a, other as never), 'INVALID_ARGUMENT', text);
    refused(a, 'twice');
    refused(merged, 'twice');
    refused({ ...b, options: { ...b.options, seed: 2 } }, 'different options');
    refused({ ...b, version: '0.0.0' }, 'different options');
    refused(null, 'no result');
    refused({}, 'no result');
    refused([b], 'mergePhaseTransitions(a, b)');
    refused({ ...b, cells: [{ ...b.cells[0], totals: undefined }] }, 'no result');
    refused({ ...b, cells: [{ ...b.cells[0], totals: { ran: [[0, 1]] } }] }, 'no result');
    refused({ ...b, cells: [null] }, 'no result');
    refused({ cells: [] }, 'no result');
    expectError(() => mergePhaseTransitions([a, b] as never), 'INVALID_ARGUMENT', 'no result');
    expectError(() => mergePhaseTransitions(null as never), 'INVALID_ARGUMENT', 'no result');
  });

  test('of one result gives it, as it came back from JSON too', () => {
    const [a] = results();
    expect(mergePhaseTransitions(JSON.parse(JSON.stringify(a)))).toEqual(a);
  });
});

test('records of phaseTransition that are none are refused', async () => {
  const run = phaseTransition({ ...list, records: null as never });
  await expect(run).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});
