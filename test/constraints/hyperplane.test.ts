import { expect, test } from 'vitest';
import { type Constraint, hyperplane } from '../../src/index.js';
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
    hyperplane({ normal: randomNormal(d, random), offset: offset(random) }),
  slow: (v: Float64Array, set: Constraint) => {
    const { normal, offset } = given(set);
    return nearestBetweenPlanes(normal, offset, offset, v);
  },
  feasible: (_: number, random: Random, set: Constraint) => {
    const { normal, offset: value } = given(set);
    return pointAt(normal, value, random);
  },
  error: relativeToInput,
  scaled: (set: Constraint, t: number) =>
    hyperplane({ normal: given(set).normal, offset: t * given(set).offset }),
});

projectionLaws(
  'hyperplane',
  family((random) => random.sign() * 10 ** random.uniform(-3, 3)),
);
projectionLaws(
  'hyperplane through 0',
  family(() => 0),
);

test.each([
  [{ normal: [1, 1], offset: 2 }, [5, 1], [3, -1]],
  [{ normal: [1, 1], offset: 2 }, [-3, -3], [1, 1]],
  [{ normal: [0, -2], offset: -6 }, [7, 1], [7, 3]],
  [{ normal: [1e200, 1e200], offset: 0 }, [3, 1], [1, -1]],
  [{ normal: [5], offset: 10 }, [1e300], [2]],
])('hyperplane(%j) projects %j to %j', (given, v, expected) => {
  expect(distance(hyperplane(given).project(v), expected)).toBeLessThan(1e-12);
});

test('what cancels ends on the plane, not beside it', () => {
  expect(hyperplane({ normal: [1, 1], offset: 0 }).project([1, 1])).toEqual(new Float64Array(2));
  expect(hyperplane({ normal: [1, 0], offset: 5 }).project([1e20, 3])).toEqual(
    Float64Array.of(5, 3),
  );
  const set = hyperplane({ normal: [0.1, 0.2, 0.7], offset: 0 });
  expect(set.contains(set.project([0.1, 0.2, 0.7]), 1e-15)).toBe(true);
  expect(set.contains(set.project([1e20, 2e20, 7e20]), 1e-15)).toBe(true);
});

test('it keeps its own copy of the normal', () => {
  const normal = Float64Array.of(1, 0);
  const set = hyperplane({ normal, offset: 1 });
  normal[0] = -1;
  expect(set.project([3, 5])).toEqual(Float64Array.of(1, 5));
  expect(set.parameters).toEqual({ normal: [1, 0], offset: 1 });
  expect(set).toMatchObject({ name: 'hyperplane', convex: true, cone: false });
  expect(hyperplane({ normal, offset: 0 }).cone).toBe(true);
});

test('membership allows the tolerance, relative to the point, and no more', () => {
  const set = hyperplane({ normal: [3e6, 4e6], offset: 0 });
  expect(set.contains([400, -300])).toBe(true);
  expect(set.contains([400, -300 + 1e-7])).toBe(true);
  expect(set.contains([400, -300 + 1e-7], 0)).toBe(false);
  expect(set.contains([400, -299.99])).toBe(false);
  expect(set.contains([NaN, 0])).toBe(false);
  expect(set.contains([-Infinity, 0])).toBe(false);
});

test('rescaled: the set of Dw is one of another normal', () => {
  const set = hyperplane({ normal: [2, 3], offset: 6 });
  expect(set.rescaled?.(Float64Array.of(2, 0.5)).parameters).toEqual({ normal: [1, 6], offset: 6 });
});

test.each<[unknown, ...string[]]>([
  [undefined, 'hyperplane: got undefined'],
  [{ normal: [1, 2] }, 'hyperplane offset', 'undefined'],
  [{ normal: [1, 2], offset: NaN }, 'hyperplane offset', 'NaN'],
  [{ normal: [1, 2], offset: Infinity }, 'hyperplane offset', 'Infinity'],
  [{ normal: [1, 2], offset: '3' }, 'hyperplane offset', "'3'"],
  [{ offset: 1 }, 'hyperplane normal', 'an array of at least one number'],
  [{ normal: [], offset: 1 }, 'hyperplane normal', 'an array of at least one number'],
  [{ normal: [1, NaN], offset: 1 }, 'hyperplane normal at index 1', 'NaN'],
  [{ normal: [0, -0], offset: 1 }, 'hyperplane normal', 'only zeros'],
  [{ normal: [1e-300], offset: 1e300 }, '1e+300 for a normal of length 1e-300', 'a finite ratio'],
])('hyperplane(%j) is refused', (given, ...parts) => {
  expectError(() => hyperplane(given as never), 'INVALID_CONSTRAINT', ...parts);
});

test('a point of another length is refused', () => {
  const set = hyperplane({ normal: [1, 2], offset: 1 });
  for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
    expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'a normal for 2 weights', '3');
  }
});
