import { expect, test } from 'vitest';
import { type Constraint, slab } from '../../src/index.js';
import { distance } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { nearestBetweenPlanes, pointAt, randomNormal, relativeToInput } from '../support/linear.js';
import { projectionLaws } from '../support/projection-laws.js';

interface Given {
  normal: number[];
  lower: number;
  upper: number;
}

const given = (set: Constraint) => set.parameters as unknown as Given;

projectionLaws('slab', {
  make: (d, random) => {
    const lower = random.sign() * 10 ** random.uniform(-3, 3);
    const upper = lower + random.integer(2) * 10 ** random.uniform(-3, 3);
    const bounds = [
      { lower, upper },
      { lower, upper: Infinity },
      { lower: -Infinity, upper },
    ];
    return slab({ normal: randomNormal(d, random), ...bounds[random.integer(3)] });
  },
  slow: (v, set) => {
    const { normal, lower, upper } = given(set);
    return nearestBetweenPlanes(normal, lower, upper, v);
  },
  feasible: (_, random, set) => {
    const { normal, lower, upper } = given(set);
    const low = Number.isFinite(lower) ? lower : upper - 5;
    const high = Number.isFinite(upper) ? upper : lower + 5;
    return pointAt(normal, random.uniform(low, high), random);
  },
  error: relativeToInput,
  scaled: (set, t) => {
    const { normal, lower, upper } = given(set);
    return slab({ normal, lower: t * lower, upper: t * upper });
  },
});

test.each([
  [{ normal: [0, 2], lower: -2, upper: 2 }, [5, -3], [5, -1]],
  [{ normal: [0, 2], lower: -2, upper: 2 }, [5, 0.5], [5, 0.5]],
  [{ normal: [3, 4], lower: 1, upper: 5 }, [6, 8], [0.6, 0.8]],
  [{ normal: [1, 1], lower: 2, upper: 2 }, [5, 1], [3, -1]],
  [{ normal: [1, 1], lower: 2, upper: Infinity }, [-3, -3], [1, 1]],
  [{ normal: [1, 1], lower: 2, upper: Infinity }, [3, 3], [3, 3]],
])('slab(%j) projects %j to %j', (given, v, expected) => {
  expect(distance(slab(given).project(v), expected)).toBeLessThan(1e-12);
});

test('it is a cone where each bound is 0 or none', () => {
  const cone = (lower: number, upper: number) => slab({ normal: [1, 2], lower, upper }).cone;
  expect([cone(0, 0), cone(0, Infinity), cone(-Infinity, 0)]).toEqual([true, true, true]);
  expect([cone(0, 1), cone(-1, Infinity), cone(-1, 1)]).toEqual([false, false, false]);
});

test('parameters and scaling', () => {
  const set = slab({ normal: [2, 3], lower: -1, upper: 6 });
  expect(set).toMatchObject({ name: 'slab', convex: true });
  expect(set.parameters).toEqual({ normal: [2, 3], lower: -1, upper: 6 });
  const scaled = set.rescaled?.(Float64Array.of(2, 0.5));
  expect(scaled?.parameters).toEqual({ normal: [1, 6], lower: -1, upper: 6 });
});

test('membership allows the tolerance and no more', () => {
  const set = slab({ normal: [0, 1], lower: 1, upper: 2 });
  expect([2, 1, 1.5].map((x) => set.contains([0, x]))).toEqual([true, true, true]);
  expect([2 + 1e-9, 1 - 1e-9].map((x) => set.contains([0, x]))).toEqual([true, true]);
  expect([2 + 1e-9, 1 - 1e-9].map((x) => set.contains([0, x], 0))).toEqual([false, false]);
  expect([2.1, 0.9, NaN].map((x) => set.contains([0, x]))).toEqual([false, false, false]);
});

const BOUNDS = 'lower ≤ upper, one of them finite';

test.each<[unknown, ...string[]]>([
  [undefined, 'slab: got undefined'],
  [{ normal: [1], lower: 3, upper: 2 }, 'lower 3 and upper 2', BOUNDS],
  [{ normal: [1], lower: NaN, upper: 2 }, 'slab lower: got NaN'],
  [{ normal: [1], lower: '1', upper: 2 }, "slab lower: got '1'"],
  [{ normal: [1], lower: 1 }, 'slab upper: got undefined'],
  [{ normal: [1], lower: -Infinity, upper: Infinity }, BOUNDS],
  [{ normal: [1], lower: Infinity, upper: Infinity }, BOUNDS],
  [{ normal: [0], lower: 1, upper: 2 }, 'slab normal', 'only zeros'],
  [{ normal: [1, '2'], lower: 1, upper: 2 }, 'slab normal at index 1', "'2'"],
  [{ lower: 1, upper: 2 }, 'slab normal'],
])('slab(%j) is refused', (given, ...parts) => {
  expectError(() => slab(given as never), 'INVALID_CONSTRAINT', ...parts);
});

test('a point of another length is refused', () => {
  const set = slab({ normal: [1, 2], lower: 1, upper: 2 });
  for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
    expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'a normal for 2 weights', '3');
  }
});
