import { describe, expect, test } from 'vitest';
import {
  type Constraint,
  fitSync,
  l1Ball,
  type Regularizer,
  sparse,
  sublevelSet,
} from '../../src/index.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { families } from '../support/families.js';
import { l1BallFamily } from '../support/l1-ball-family.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect, nearestBetween } from '../support/slow.js';

const UNIT = 2 ** -53;

const asVector = (w: ArrayLike<number>) => Float64Array.from(w);

const lasso: Regularizer = {
  name: 'lasso',
  value: manhattan,
  prox: (v, t) => v.map((x) => Math.sign(x) * Math.max(Math.abs(x) - t, 0)),
};

const length: Regularizer = {
  name: 'length',
  value: (w) => euclidean(asVector(w)),
  prox(v, t) {
    const size = euclidean(v);
    return v.map((x) => (size > t ? (x / size) * (size - t) : 0));
  },
};

const ridge: Regularizer = {
  name: 'ridge',
  value: (w) => asVector(w).reduce((sum, x) => sum + x * x, 0) / 2,
  prox: (v, t, out) => {
    v.forEach((x, j) => {
      out[j] = x / (1 + t);
    });
    return out;
  },
};

const peak: Regularizer = {
  name: 'peak',
  value: largest,
  // Moreau: v − the projection onto the dual ball.
  prox: (v, t) => {
    const rest = l1Ball(t).project(v);
    return v.map((x, j) => x - rest[j]);
  },
};

const net: Regularizer = {
  name: 'net',
  value: (w) => manhattan(w) + ridge.value(w),
  prox: (v, t) => v.map((x) => (Math.sign(x) * Math.max(Math.abs(x) - t, 0)) / (1 + t)),
};

const count: Regularizer = {
  name: 'count',
  value: (w) => asVector(w).filter((x) => x !== 0).length,
  prox: (v, t) => v.map((x) => (Math.abs(x) > Math.sqrt(2 * t) ? x : 0)),
  convex: false,
};

const levelOf = ({ level = 0 }: Constraint) => level;
const anyLevel = (regularizer: Regularizer) => (_: number, random: Random) =>
  sublevelSet({ regularizer, level: 10 ** random.uniform(-3, 3) });

// t is known to a bit and its prox to roundings of v, which the sum of d values collects.
const error = (v: Float64Array, p: Float64Array) =>
  4 * (v.length + 4) * UNIT * (manhattan(p) + euclidean(v));
const tolerance = ({ length: d }: Float64Array) => 16 * (d + 4) * UNIT;

projectionLaws('sublevelSet of lasso', {
  ...l1BallFamily,
  make: anyLevel(lasso),
  symmetries: ['permutation', 'sign'],
  scaled: (set, t) => sublevelSet({ regularizer: lasso, level: t * levelOf(set) }),
});

projectionLaws('sublevelSet of length', {
  ...families.l2Balls,
  make: anyLevel(length),
  symmetries: ['permutation', 'sign'],
});

projectionLaws('sublevelSet of ridge', {
  make: anyLevel(ridge),
  slow: (v, set) => {
    const radius = Math.sqrt(2 * levelOf(set));
    return euclidean(v) <= radius
      ? v.slice()
      : times(
          bisect(0, 1, (t) => euclidean(times(t, v)) < radius),
          v,
        );
  },
  tolerance,
});

projectionLaws('sublevelSet of peak', {
  make: anyLevel(peak),
  slow: (v, set) => v.map((x) => nearestBetween(-levelOf(set), levelOf(set), x)),
  error,
  // Of v − P(v) what is left has the roundings of v.
  tolerance: (v, p) => (16 * (v.length + 4) * UNIT * (largest(v) + largest(p))) / largest(p) || 0,
});

projectionLaws('sublevelSet of net', {
  make: anyLevel(net),
  // Bisection on s = 1/(1 + t), in which each weight is x s − (1 − s) while that is above 0.
  slow(v, set) {
    const at = (s: number) => v.map((x) => Math.sign(x) * Math.max(0, s * (Math.abs(x) + 1) - 1));
    if (net.value(v) <= levelOf(set)) return v.slice();
    return at(bisect(0, 1, (s) => net.value(at(s)) < levelOf(set)));
  },
  error,
  tolerance,
});

test('of the number of nonzeros it is the sparse set, where no magnitudes are equal', () => {
  const random = new Random(3);
  for (let k = 0; k < 200; k++) {
    const d = 1 + random.integer(12);
    const level = 1 + random.integer(d);
    const v = random.vector(d, () => random.normal() * 10 ** random.uniform(-5, 5));
    const projected = sublevelSet({ regularizer: count, level }).project(v);
    expect(projected).toEqual(sparse(level).project(v));
  }
});

test('the example', () => {
  const set = sublevelSet({ level: 2, regularizer: ridge });
  expect(distance(set.project([3, -4]), [1.2, -1.6])).toBeLessThan(1e-15);
  expect(set.project([0.3, -0.4])).toEqual(Float64Array.of(0.3, -0.4));
});

test('it agrees with the set that has a formula, far outside too', () => {
  const set = sublevelSet({ regularizer: lasso, level: 2 });
  expect(distance(set.project([1e9 + 1, 1e9]), [1.5, 0.5])).toBeLessThan(1e-15);
  expect(distance(set.project([2, -2, 0.5]), [1, -1, 0])).toBeLessThan(1e-15);
});

test('it tells what it is made of', () => {
  const set = sublevelSet({ regularizer: lasso, level: 2 });
  expect(set).toMatchObject({ name: 'sublevelSet', convex: true, cone: false, level: 2 });
  expect(set.parameters).toEqual({ regularizer: 'lasso', level: 2 });
  expect(set.regularizer?.([1, -2])).toBe(3);
  expect(set.caveats ?? set.kernel).toBeUndefined();
  const few = sublevelSet({ regularizer: count, level: 2 });
  expect(few.convex).toBe(false);
  expect(few.caveats).toEqual([
    'sublevelSet of count, not convex: where its values jump over the level, a point of the set is found, not always the nearest',
  ]);
});

test('the smallest that holds the planted weights goes through them', () => {
  const set = sublevelSet.through([3, -4], { regularizer: length });
  expect(set.level).toBe(5);
  expectError(
    () => sublevelSet.through([0, 0], { regularizer: length }),
    'INVALID_CONSTRAINT',
    'level: got 0',
  );
  expectError(
    () => sublevelSet.through([NaN], { regularizer: length }),
    'INVALID_CONSTRAINT',
    'through',
  );
  expectError(
    () => sublevelSet.through([1], {} as never),
    'INVALID_CONSTRAINT',
    'regularizer.name',
  );
});

test('where values jump over the level, a point of the set is found', () => {
  const set = sublevelSet({ regularizer: count, level: 2 });
  expect(set.contains(set.project([3, 1, 1, 1]))).toBe(true);
});

test('a minimum other than 0 moves what levels there are', () => {
  const shifted: Regularizer = { ...ridge, value: (w) => ridge.value(w) - 10, minimum: -10 };
  const set = sublevelSet({ regularizer: shifted, level: -8 });
  expect(distance(set.project([3, -4]), [1.2, -1.6])).toBeLessThan(1e-15);
  expectError(
    () => sublevelSet({ regularizer: shifted, level: -10 }),
    'INVALID_CONSTRAINT',
    'got -10, expected a number above -10, the minimum of ridge',
    'minimisers',
  );
  expectError(
    () => sublevelSet({ regularizer: shifted, level: -11 }),
    'INVALID_CONSTRAINT',
    'got -11',
  );
});

test('values may be infinite where R is not defined', () => {
  const barrier: Regularizer = {
    name: 'barrier',
    value: (w) => asVector(w).reduce((sum, x) => sum + (x > 0 ? 1 / x : Infinity), 0),
    prox: (v, t) => v.map((x) => bisect(0, Math.abs(x) + t + 1, (w) => w - x < t / w ** 2)),
  };
  const set = sublevelSet({ regularizer: barrier, level: 4 });
  const point = set.project([-1, 3]);
  expect(barrier.value(point)).toBeCloseTo(4, 12);
  // The gradients of the distance and of R are parallel.
  expect((point[0] + 1) * point[0] ** 2).toBeCloseTo((point[1] - 3) * point[1] ** 2, 10);
});

test('membership allows the tolerance, relative to the level, and no more', () => {
  const set = sublevelSet({ regularizer: lasso, level: 2 });
  expect(set.contains([1, -1])).toBe(true);
  expect(set.contains([1, -1 - 1e-10])).toBe(true);
  expect(set.contains([1, -1 - 1e-10], 0)).toBe(false);
  expect(set.contains([1, -1.1])).toBe(false);
  expect(set.contains([NaN])).toBe(false);
  expect(set.project([NaN, 1])).toEqual(Float64Array.of(NaN, 1));
});

test('a fit runs with it', () => {
  const set = sublevelSet({ regularizer: net, level: 1 });
  const { certificate } = fitSync(
    [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    [1, 2, 3],
    { constraint: set },
  );
  expect(certificate.feasible).toBe(true);
});

describe('what is no regularizer or level is refused', () => {
  test.each([undefined, null, 3])('sublevelSet(%o)', (given) => {
    expectError(() => sublevelSet(given as never), 'INVALID_CONSTRAINT', `got ${given}, expected`);
  });

  test('sublevelSet without R', () => {
    expectError(() => sublevelSet({ level: 1 } as never), 'INVALID_CONSTRAINT', 'regularizer.name');
  });

  test.each<[Partial<Record<keyof Regularizer, unknown>>, string]>([
    [{ name: 3 }, 'regularizer.name'],
    [{ value: undefined }, 'regularizer.value'],
    [{ prox: 'soft' }, 'regularizer.prox'],
    [{ convex: 'yes' }, 'regularizer.convex'],
    [{ minimum: NaN }, 'regularizer.minimum'],
    [{ minimum: -Infinity }, 'regularizer.minimum'],
  ])('%o', (part, words) => {
    const regularizer = { ...lasso, ...part } as Regularizer;
    expectError(() => sublevelSet({ regularizer, level: 1 }), 'INVALID_CONSTRAINT', words);
  });

  test.each([undefined, null, '1', NaN, Infinity, 0, -1])('level %o', (level) => {
    expectError(
      () => sublevelSet({ regularizer: lasso, level: level as number }),
      'INVALID_CONSTRAINT',
      'sublevelSet level',
    );
  });
});

describe('functions that answer nonsense are found out', () => {
  test.each<[Partial<Regularizer>, string, string]>([
    [{ prox: () => [1] }, 'INVALID_PROJECTION', 'lasso prox'],
    [{ prox: (v) => v.map(() => NaN) }, 'INVALID_PROJECTION', 'got NaN at index 0'],
    [{ value: () => NaN }, 'INVALID_PROJECTION', 'lasso value(w): got NaN'],
    [{ value: () => 'big' as never }, 'INVALID_PROJECTION', "got 'big'"],
    [
      { prox: (v) => v },
      'NOT_CONVERGED',
      'lasso of 7 for t as large as numbers are, expected at most the level, 1',
    ],
  ])('%o', (part, code, words) => {
    const set = sublevelSet({ regularizer: { ...lasso, ...part }, level: 1 });
    expectError(() => set.project([3, 4]), code, words);
  });

  test('a prox that changes its v does not change that of the caller', () => {
    const regularizer: Regularizer = { ...lasso, prox: (v, t) => v.fill(0, 0, t > 1 ? 9 : 0) };
    const v = Float64Array.of(3, 4);
    sublevelSet({ regularizer, level: 1 }).project(v);
    expect(v).toEqual(Float64Array.of(3, 4));
  });
});
