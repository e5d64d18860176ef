// What the tests of halfspace and hyperplane share.

import { expect, test } from 'vitest';
import type { Constraint } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { expectError } from './errors.js';
import { nearestBetweenPlanes, pointAt, randomNormal, relativeToInput } from './linear.js';
import { projectionLaws } from './projection-laws.js';

interface Given {
  normal: ArrayLike<number>;
  offset: number;
}

interface Kind {
  /** The least ⟨a, w⟩ of the set. */
  lower: (offset: number) => number;
  /** ⟨a, w⟩ of some w in the set. */
  along: (offset: number, random: Random) => number;
}

export function testsOfOneNormal(
  factory: (given: Given) => Constraint,
  { lower, along }: Kind,
): void {
  const { name } = factory;
  const given = (set: Constraint) => set.parameters as unknown as Given;

  const family = (offset: (random: Random) => number) => ({
    make: (d: number, random: Random) =>
      factory({ normal: randomNormal(d, random), offset: offset(random) }),
    slow: (v: Float64Array, set: Constraint) => {
      const { normal, offset } = given(set);
      return nearestBetweenPlanes(normal, lower(offset), offset, v);
    },
    feasible: (_: number, random: Random, set: Constraint) => {
      const { normal, offset } = given(set);
      return pointAt(normal, along(offset, random), random);
    },
    error: relativeToInput,
    scaled: (set: Constraint, t: number) =>
      factory({ normal: given(set).normal, offset: t * given(set).offset }),
  });

  projectionLaws(
    name,
    family((random) => random.sign() * 10 ** random.uniform(-3, 3)),
  );
  projectionLaws(
    `${name} through 0`,
    family(() => 0),
  );

  test('it keeps its own copy of the normal', () => {
    const normal = Float64Array.of(1, 0);
    const set = factory({ normal, offset: 1 });
    normal[0] = -1;
    expect(set.project([3, 5])).toEqual(Float64Array.of(1, 5));
    expect(set.parameters).toEqual({ normal: [1, 0], offset: 1 });
    expect(set).toMatchObject({ name, convex: true, cone: false });
    expect(factory({ normal, offset: 0 }).cone).toBe(true);
  });

  test('membership allows the tolerance, relative to the point, and no more', () => {
    const set = factory({ normal: [3e6, 4e6], offset: 0 });
    expect(set.contains([400, -300])).toBe(true);
    expect(set.contains([400, -300 + 1e-7])).toBe(true);
    expect(set.contains([400, -300 + 1e-7], 0)).toBe(false);
    expect(set.contains([400, -299.99])).toBe(false);
    expect(set.contains([NaN, 0])).toBe(false);
    expect(set.contains([-Infinity, 0])).toBe(false);
  });

  test('rescaled: the set of Dw is one of another normal', () => {
    const set = factory({ normal: [2, 3], offset: 6 });
    const rescaled = set.rescaled?.(Float64Array.of(2, 0.5));
    expect(rescaled?.parameters).toEqual({ normal: [1, 6], offset: 6 });
  });

  test.each<[unknown, ...string[]]>([
    [undefined, 'got undefined'],
    [{ normal: [1, 2] }, 'offset', 'undefined'],
    [{ normal: [1, 2], offset: NaN }, 'offset', 'NaN'],
    [{ normal: [1, 2], offset: Infinity }, 'offset', 'Infinity'],
    [{ normal: [1, 2], offset: '3' }, 'offset', "'3'"],
    [{ offset: 1 }, 'normal', 'an array of at least one number'],
    [{ normal: [], offset: 1 }, 'normal', 'an array of at least one number'],
    [{ normal: [1, NaN], offset: 1 }, 'normal at index 1', 'NaN'],
    [{ normal: [0, -0], offset: 1 }, 'normal', 'only zeros'],
    [{ normal: [1e-300], offset: 1e300 }, '1e+300 for a normal of length 1e-300', 'finite ratio'],
  ])(`${name}(%j) is refused`, (given, ...parts) => {
    expectError(() => factory(given as never), 'INVALID_CONSTRAINT', name, ...parts);
  });

  test('a point of another length is refused', () => {
    const set = factory({ normal: [1, 2], offset: 1 });
    for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
      expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'a normal for 2 weights', '3');
    }
  });
}
