import { describe, expect, test } from 'vitest';
import { halfWay, type SuccessPoint, wilsonInterval } from '../../../src/index.js';
import { Random } from '../../../src/testing/random.js';
import { expectError } from '../../support/errors.js';

// The increasing function nearest to sums over weights, by its max–min formula.
function isotonic(sums: number[], weights: number[]): number[] {
  const mean = (from: number, to: number) => {
    let [sum, weight] = [0, 0];
    for (let j = from; j <= to; j++) {
      sum += sums[j];
      weight += weights[j];
    }
    return sum / weight;
  };
  return sums.map((_, i) => {
    let most = -Infinity;
    for (let from = 0; from <= i; from++) {
      let least = Infinity;
      for (let to = i; to < sums.length; to++) least = Math.min(least, mean(from, to));
      most = Math.max(most, least);
    }
    return most;
  });
}

function crossing(
  points: readonly SuccessPoint[],
  total: (point: SuccessPoint) => number,
): number | null {
  const fitted = isotonic(
    points.map(total),
    points.map(({ trials }) => trials),
  );
  if (fitted[0] > 0.5 || (fitted.at(-1) ?? 0) < 0.5) return null;
  for (let k = 0; ; k++) {
    if (fitted[k] === 0.5) return points[k].n;
    if (fitted[k] > 0.5) {
      const slope = (points[k].n - points[k - 1].n) / (fitted[k] - fitted[k - 1]);
      return points[k - 1].n + (0.5 - fitted[k - 1]) * slope;
    }
  }
}

test('is where the increasing fit by its max–min formula is one half, ends likewise', () => {
  const random = new Random(1);
  for (let k = 0; k < 300; k++) {
    const points = Array.from({ length: 1 + random.integer(9) }, (_, j) => {
      const trials = 1 + random.integer(30);
      return { n: 10 * j + random.integer(9), trials, successes: random.integer(trials + 1) };
    });
    const found = halfWay(points);
    const expected = {
      n: crossing(points, ({ successes }) => successes),
      low: crossing(points, (p) => p.trials * wilsonInterval(p.successes, p.trials).high),
      high: crossing(points, (p) => p.trials * wilsonInterval(p.successes, p.trials).low),
    };
    for (const name of ['n', 'low', 'high'] as const) {
      const value = expected[name];
      if (value === null) expect(found[name]).toBeNull();
      else expect(found[name]).toBeCloseTo(value, 9);
    }
    const { n, low, high } = found;
    if (low !== null && n !== null) expect(low).toBeLessThanOrEqual(n);
    if (high !== null && n !== null) expect(high).toBeGreaterThanOrEqual(n);
  }
});

test('what is no list of counts is refused', () => {
  const refused = (points: SuccessPoint[], text: string) =>
    expectError(() => halfWay(points), 'INVALID_ARGUMENT', text);
  refused([{ n: 2, successes: 0, trials: 0 }], 'points[0]');
  refused(
    [
      { n: 2, successes: 0, trials: 1 },
      { n: 2, successes: 1, trials: 1 },
    ],
    'points[1]',
  );
  refused([{ n: 2, successes: 3, trials: 1 }], '3 of 1');
  for (const bad of [NaN, undefined, '4', Infinity, null, 1.5, -1]) {
    refused([{ n: 2, successes: bad as number, trials: 4 }], 'points[0]');
    refused([{ n: 2, successes: 0, trials: bad as number }], 'points[0]');
  }
  for (const bad of [NaN, undefined, Infinity]) {
    refused([{ n: bad as number, successes: 1, trials: 4 }], 'points[0]');
  }
  refused([undefined as never], 'points[0]');
  refused(null as never, 'points: got null');
});

describe('at the ends', () => {
  const point = (n: number, successes: number, trials = 20) => ({ n, successes, trials });

  test('null where it was not passed', () => {
    expect(halfWay([])).toEqual({ n: null, low: null, high: null });
    expect(halfWay([point(5, 20), point(9, 20)])).toEqual({ n: null, low: null, high: null });
    expect(halfWay([point(5, 0), point(9, 1)])).toEqual({ n: null, low: null, high: null });
  });

  test('a first point at one half is where it is', () => {
    expect(halfWay([point(5, 10), point(9, 20)]).n).toBe(5);
    expect(halfWay([point(5, 0), point(9, 10)]).n).toBe(9);
  });

  test('between points, in proportion', () => {
    expect(halfWay([point(10, 0), point(20, 20)]).n).toBe(15);
    expect(halfWay([point(10, 5), point(20, 15)]).n).toBe(15);
    // What falls is made level: 8 and 4 of 20 are 6 each.
    expect(halfWay([point(10, 8), point(20, 4), point(30, 14)]).n).toBe(25);
  });
});
