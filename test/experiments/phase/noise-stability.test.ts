import { describe, expect, test } from 'vitest';
import {
  l2Ball,
  mergePhaseTransitions,
  noiseStability,
  noiseStabilityOf,
  type PhaseOptions,
  phasePlan,
  sparse,
  statisticalDimension,
  wholeSpace,
} from '../../../src/index.js';
import { expectError, expectRejection } from '../../support/errors.js';
import { faker, finish } from './fake.js';

// Errors that are known: 3σ to a power.
function powered(options: Partial<PhaseOptions>, power = 1) {
  const plan = phasePlan({
    ...{ d: 50, n: [100, 200], sparsity: 4, trials: 3, noise: [0.1, 0.001, 0.01] },
    ...options,
  });
  const { threshold } = plan.options;
  const record = faker(plan, () => 1);
  return finish(plan, (address) => {
    const made = record(address);
    const error = 3 * (made.noise ?? (plan.options.noise as number)) ** power;
    return { ...made, error, success: error <= threshold };
  }).result;
}

describe('noiseStabilityOf', () => {
  test('has the error over the scale of δ, n and σ, and the slope', () => {
    const delta = statisticalDimension(sparse(4), undefined, { d: 50 }).value;
    const { lines } = noiseStabilityOf(powered({ observation: ['relu', 'linear'] }));
    expect(lines.map(({ n, observation }) => [observation, n])).toEqual([
      ['relu', 100],
      ['relu', 200],
      ['linear', 100],
      ['linear', 200],
    ]);
    for (const { n, observation, points, slope } of lines) {
      expect(points.map(({ noise }) => noise)).toEqual([0.001, 0.01, 0.1]);
      const scale = Math.sqrt(((observation === 'relu' ? 2 : 1) * delta) / n);
      for (const { noise, error, ratio, trials } of points) {
        expect(trials).toBe(3);
        expect(error / (3 * noise)).toBeCloseTo(1, 5);
        expect(ratio).toBeCloseTo(3 / scale, 4);
      }
      expect(slope).toBeCloseTo(1, 5);
    }
    expect(noiseStabilityOf(powered({}, 0.5)).lines[0].slope).toBeCloseTo(0.5, 5);
    expect(noiseStabilityOf(powered({}, 0)).lines[0].slope).toBeCloseTo(0, 5);
  });

  test('counts rows by the mean square of their slopes', () => {
    const ratioOf = (observation: PhaseOptions['observation']) =>
      noiseStabilityOf(powered({ noise: 0.01, n: 100, observation })).lines[0].points[0].ratio;
    const linear = ratioOf('linear') as number;
    const inside = 0.8413447460685429; // Φ(1)
    for (const [observation, share] of [
      ['relu', 0.5],
      [{ leaky: 0.1 }, 0.505],
      [{ leaky: 0.5 }, 0.625],
      [{ lower: -1 }, inside],
      [{ lower: -1, upper: 1 }, 2 * inside - 1],
    ] as const) {
      expect((ratioOf(observation) as number) / linear).toBeCloseTo(Math.sqrt(share), 9);
    }
  });

  test('no ratio without noise, without ‖w*‖ = 1 or a formula; no slope of one level', () => {
    const [zero] = noiseStabilityOf(powered({ noise: [0, 0.01] })).lines;
    expect(zero.points[0]).toMatchObject({ noise: 0, ratio: null });
    expect(zero.points[1].ratio).toBeGreaterThan(0);
    expect(zero.slope).toBeNull();
    const ratioOf = (options: Partial<PhaseOptions>) =>
      noiseStabilityOf(powered({ noise: 0.01, n: 100, ...options })).lines[0].points[0].ratio;
    expect(ratioOf({ constraint: wholeSpace() })).toBeGreaterThan(0);
    expect(ratioOf({ constraint: l2Ball(3) })).toBeNull();
    const set = { name: 'convexSequenceCone', parameters: {} };
    expect(ratioOf({ constraint: set, sparsity: undefined })).toBeNull();
  });

  test('of parts, merged', () => {
    const options = { d: 20, n: 40, sparsity: 2, trials: 4, noise: [0.01, 0.1] };
    const parts = [1, 2].map((index) => {
      const plan = phasePlan(options);
      const record = faker(plan, () => 0.5);
      for (const address of plan.remaining({ index, of: 2 })) plan.add(record(address));
      return noiseStabilityOf(plan.result());
    });
    const plan = phasePlan(options);
    const { result } = finish(
      plan,
      faker(plan, () => 0.5),
    );
    const merged = mergePhaseTransitions(parts[1].phase, parts[0].phase);
    expect(noiseStabilityOf(merged)).toEqual(noiseStabilityOf(result));
  });

  test('refuses what is no result, and a search', async () => {
    expectError(() => noiseStabilityOf(null as never), 'INVALID_ARGUMENT');
    const plan = phasePlan({ d: 9, n: { from: 1, to: 9 }, sparsity: 1, trials: 4 });
    const { result } = finish(
      plan,
      faker(plan, () => 1),
    );
    expectError(() => noiseStabilityOf(result), 'INVALID_ARGUMENT', 'n');
    const run = { d: 9, n: { from: 1, to: 9 }, sparsity: 1 };
    await expectRejection(() => noiseStability(run), 'INVALID_ARGUMENT', 'noiseStability n');
    await expectRejection(() => noiseStability(undefined as never), 'INVALID_ARGUMENT');
    const misspelt = { d: 9, n: 9, sparsity: 1, sigma: 1 } as never;
    await expectRejection(() => noiseStability(misspelt), 'INVALID_ARGUMENT', "'sigma'");
  });
});

test('least squares has the error that theory knows', async () => {
  const { lines } = await noiseStability({
    ...{ n: [200, 800], d: 20, sparsity: 20, trials: 40, workers: 0 },
    ...{ constraint: 'wholeSpace', observation: ['linear', 'relu', { leaky: 0.5 }, { lower: -1 }] },
  });
  const shares = [1, 0.5, 0.625, 0.8413];
  for (const [k, { n, points, slope }] of lines.entries()) {
    const rows = shares[Math.floor(k / 2)] * n;
    // E‖w − w*‖² = σ² d/(m − d − 1) for m rows; its logarithm's mean is lower by about 1/d, and known to 1/√(d · trials).
    const expected = Math.sqrt(rows / (rows - 21) / Math.exp(1 / 20));
    for (const { ratio } of points) {
      // Near w* = Xw of the size of σ the ReLU's rows are of either kind.
      expect(Math.abs((ratio as number) / expected - 1)).toBeLessThan(0.12);
    }
    expect(Math.abs((slope as number) - 1)).toBeLessThan(0.04);
  }
});

test('where nothing is recovered the ratio shows it', async () => {
  const { lines } = await noiseStability({ n: 10, d: 60, sparsity: 20, trials: 5, workers: 0 });
  for (const { error, ratio, noise } of lines[0].points) {
    expect(error).toBeGreaterThan(0.3);
    if (noise <= 0.01) expect(ratio).toBeGreaterThan(5);
  }
});

test('the example of the docstring', async () => {
  const { lines } = await noiseStability({
    ...{ n: 400, d: 40, sparsity: 40 },
    ...{ constraint: 'wholeSpace', observation: 'linear' },
  });
  expect(lines[0].slope).toBeCloseTo(1.003, 3);
  expect(lines[0].points[0].ratio).toBeCloseTo(1.047, 3);
});
