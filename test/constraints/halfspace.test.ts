import { expect, test } from 'vitest';
import { type Constraint, halfspace } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { nearestBetweenPlanes, pointAt, randomNormal, relativeToInput } from '../support/linear.js';
import { projectionLaws } from '../support/projection-laws.js';

interface Given {
  normal: number[];
  offset: number;
}

const given = (set: Constraint) => set.parameters as unknown as Given;

const family = (offset: (random: Random) => number) => ({
  make: (d: number, random: Random) =>
    halfspace({ normal: randomNormal(d, random), offset: offset(random) }),
  slow: (v: Float64Array, set: Constraint) => {
    const { normal, offset } = given(set);
    return nearestBetweenPlanes(normal, -Infinity, offset, v);
  },
  feasible: (_: number, random: Random, set: Constraint) => {
    const { normal, offset: value } = given(set);
    return pointAt(normal, value - 5 * random.uniform(), random);
  },
  error: relativeToInput,
  scaled: (set: Constraint, t: number) =>
    halfspace({ normal: given(set).normal, offset: t * given(set).offset }),
});

projectionLaws(
  'halfspace',
  family((random) => random.sign() * 10 ** random.uniform(-3, 3)),
);
projectionLaws(
  'halfspace through 0',
  family(() => 0),
);

test.each([
  [{ normal: [3, 4], offset: 5 }, [6, 8], [0.6, 0.8]],
  [{ normal: [3, 4], offset: 5 }, [-6, 0.1], [-6, 0.1]],
  [{ normal: [1, 1], offset: 0 }, [3, 1], [1, -1]],
  [{ normal: [0, -2], offset: -6 }, [7, 1], [7, 3]],
  [{ normal: [1e200, 1e200], offset: 0 }, [3, 1], [1, -1]],
  [{ normal: [1e-200, 0], offset: 1e-200 }, [3e150, 1], [1, 1]],
])('halfspace(%j) projects %j to %j', (given, v, expected) => {
  expect(distance(halfspace(given).project(v), expected)).toBeLessThan(1e-12);
});

test('it keeps its own copy of the normal', () => {
  const normal = Float64Array.of(1, 0);
  const set = halfspace({ normal, offset: 1 });
  normal[0] = -1;
  expect(set.project([3, 5])).toEqual(Float64Array.of(1, 5));
  expect(set.parameters).toEqual({ normal: [1, 0], offset: 1 });
  expect(set).toMatchObject({ name: 'halfspace', convex: true, cone: false });
  expect(halfspace({ normal, offset: 0 }).cone).toBe(true);
});

test('membership allows the tolerance, relative to the point, and no more', () => {
  const set = halfspace({ normal: [3e6, 4e6], offset: 0 });
  expect(set.contains([400, -300])).toBe(true);
  expect(set.contains([400, -300 + 1e-7])).toBe(true);
  expect(set.contains([400, -300 + 1e-7], 0)).toBe(false);
  expect(set.contains([400, -299.99])).toBe(false);
  expect(set.contains([NaN, 0])).toBe(false);
  expect(set.contains([-Infinity, 0])).toBe(false);
});

test('rescaled: the set of Dw is one of another normal', () => {
  const set = halfspace({ normal: [2, 3], offset: 6 });
  expect(set.rescaled?.(Float64Array.of(2, 0.5)).parameters).toEqual({ normal: [1, 6], offset: 6 });
});

test.each<[unknown, ...string[]]>([
  [undefined, 'halfspace: got undefined'],
  [{ normal: [1, 2] }, 'halfspace offset', 'undefined'],
  [{ normal: [1, 2], offset: NaN }, 'halfspace offset', 'NaN'],
  [{ normal: [1, 2], offset: Infinity }, 'halfspace offset', 'Infinity'],
  [{ normal: [1, 2], offset: '3' }, 'halfspace offset', "'3'"],
  [{ offset: 1 }, 'halfspace normal', 'an array of at least one number'],
  [{ normal: [], offset: 1 }, 'halfspace normal', 'an array of at least one number'],
  [{ normal: [1, NaN], offset: 1 }, 'halfspace normal at index 1', 'NaN'],
  [{ normal: [0, -0], offset: 1 }, 'halfspace normal', 'only zeros'],
  [{ normal: [1e-300], offset: 1e300 }, '1e+300 for a normal of length 1e-300', 'a finite ratio'],
])('halfspace(%j) is refused', (given, ...parts) => {
  expectError(() => halfspace(given as never), 'INVALID_CONSTRAINT', ...parts);
});

test('a point of another length is refused', () => {
  const set = halfspace({ normal: [1, 2], offset: 1 });
  for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
    expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'a normal for 2 weights', '3');
  }
});
