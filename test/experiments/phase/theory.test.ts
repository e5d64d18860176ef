import { describe, expect, test } from 'vitest';
import { Draws } from '../../../src/experiments/phase/draws.js';
import { familyOf } from '../../../src/experiments/phase/families.js';
import {
  constantsTable,
  constantsTableOf,
  criticalRange,
  criticalSamplesOf,
  familyNames,
  type PhaseOptions,
  type PhaseResult,
  phasePlan,
} from '../../../src/index.js';
import { expectError } from '../../support/errors.js';
import { faker, finish } from './fake.js';

function resultOf(options: PhaseOptions): PhaseResult {
  const plan = phasePlan({ trials: 2, ...options });
  return finish(
    plan,
    faker(plan, ({ n }) => Number(n > 20)),
  ).result;
}

const theoryOf = (options: PhaseOptions) => resultOf(options).lines[0].theory;

describe.each(['weightedL1Ball', 'monotoneCone', 'l1Ball', 'sparse'])('%s', (constraint) => {
  const base = { constraint, d: 60, sparsity: 4, n: [10, 30], observation: 'linear' } as const;

  test('theory follows from set, size and observation alone', () => {
    const theory = theoryOf(base);
    expect(theory).not.toBeNull();
    const others: PhaseOptions[] = [
      { ...base, n: 7 },
      { ...base, n: [30, 10] },
      { ...base, n: { from: 1, to: 30 }, trials: 4 },
      { ...base, noise: 1e-6 },
      { ...base, rows: 'rademacher' },
      { ...base, solver: 'acceleratedProjectedGradient' },
      { ...base, seed: 9, precision: 'f32', trials: 3 },
    ];
    for (const other of others) expect(theoryOf(other)).toEqual(theory);
    const lists: PhaseOptions[] = [
      { ...base, noise: [1e-6, 0] },
      { ...base, sparsity: [8, 4] },
      { ...base, d: [80, 60] },
      { ...base, observation: ['relu', 'linear'] },
      { ...base, constraint: ['wholeSpace', constraint] },
    ];
    for (const list of lists) {
      expect(resultOf(list).lines.map((line) => line.theory)).toContainEqual(theory);
    }
  });
});

// 200 draws of another seed.
function drawnDeltas(constraint: string, d: number, sparsity: number): number[] {
  return Array.from({ length: 200 }, (_, k) => {
    const [w, set] = familyOf(constraint).make(new Draws(d, sparsity, 'gaussian', 1e6 + k));
    return set.statisticalDimension?.(d, w)?.value as number;
  });
}

test.each(familyNames)('%s: δ is the mean over draws, with its spread', (constraint) => {
  const [d, s] = constraint === 'psdCone' || constraint === 'treeSparse' ? [64, 3] : [60, 3];
  const theory = theoryOf({ d, n: 20, sparsity: s, constraint });
  const deltas = drawnDeltas(constraint, d, s);
  if (theory === null) {
    expect(deltas).toContain(undefined);
    return;
  }
  const mean = deltas.reduce((sum, delta) => sum + delta / 200, 0);
  const spread = Math.sqrt(deltas.reduce((sum, delta) => sum + (delta - mean) ** 2 / 199, 0));
  expect(Math.abs(theory.statisticalDimension - mean)).toBeLessThanOrEqual(
    1e-9 * mean + 4 * spread * Math.sqrt(1 / 16 + 1 / 200),
  );
  if (spread < 1e-9) expect(theory.spread).toBeLessThan(1e-9);
  else {
    expect(theory.spread / spread).toBeGreaterThan(0.4);
    expect(theory.spread / spread).toBeLessThan(2);
  }
  expect(theory.requiredSamples).toBe(Math.ceil(2 * theory.statisticalDimension));
});

test('of rows that are correlated or shifted theory says nothing', async () => {
  const base = { d: 60, n: [10, 20], sparsity: 2, constraint: ['sparse', 'monotoneCone'] };
  const rows = ['gaussian', { ar1: 0.5 }, 'rademacher', { shift: 1 }, { shift: 0 }] as const;
  const result = resultOf({ ...base, rows });
  for (const line of result.lines) {
    const isKnown = typeof line.rows === 'string' || Object.values(line.rows)[0] === 0;
    if (isKnown) expect(line.theory).toEqual(theoryOf({ ...base, constraint: line.constraint }));
    else expect(line.theory).toBeNull();
  }
  expect(result.lines.filter(({ theory }) => theory === null)).toHaveLength(4);
  for (const { ratio, theory } of criticalSamplesOf(result).lines) {
    expect(ratio === null).toBe(theory === null);
  }
  expectError(
    () => constantsTableOf(result),
    'INVALID_ARGUMENT',
    'constantsTable rows: got {"ar1":0.5}',
  );
  const table = constantsTable({ ...base, rows, onRecord: () => expect.fail('a trial') });
  await expect(table).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(criticalRange({ d: 60, sparsity: 2, rows: ['gaussian', { shift: 1 }] }).to).toBe(240);
});

test('where the size of drawn weights matters, rows are the mean over them', () => {
  const observation = { lower: -1 };
  const ball = { name: 'linfBall', parameters: { radius: 1 } };
  const theory = theoryOf({ d: 20, n: 30, constraint: ball, observation });
  expect(theory?.requiredSamples).toBeGreaterThan(theory?.statisticalDimension as number);
  const same = { d: 20, sparsity: 2, constraint: 'wholeSpace', observation };
  expect(theoryOf({ ...same, n: 30 })).toMatchObject({
    ...{ statisticalDimension: 20, spread: 0 },
    requiredSamples: Math.ceil(20 / 0.8413447460685429),
  });
});

test('the same n is the same multiple of δ, whatever else was tried', () => {
  const base = { constraint: 'weightedL1Ball', d: 60, sparsity: 4, trials: 2 };
  const ratios = [{ n: [10, 30] }, { n: [10, 30, 50] }, { n: [30, 10], noise: 1e-6 }].map(
    (more) => criticalSamplesOf(resultOf({ ...base, ...more })).lines[0].ratio?.value,
  );
  expect(ratios[0]).toBeGreaterThan(0);
  expect(new Set(ratios).size).toBe(1);
  const [range, other] = ['relu', 'linear'].map(
    (observation) => criticalRange({ ...base, observation: observation as 'relu' }).to,
  );
  expect(range).toBe(criticalRange({ ...base, noise: 0.1, seed: 4 }).to);
  expect(other).toBeLessThan(range);
});
