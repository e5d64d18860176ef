import { describe, expect, test } from 'vitest';
import {
  box,
  type Constraint,
  l1Ball,
  nonnegative,
  type ProductPart,
  product,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';
import { anyFamily, type FullFamily } from '../support/families.js';
import { projectionLaws } from '../support/projection-laws.js';

interface Part {
  family: FullFamily;
  constraint: Constraint;
  indices: number[];
}

for (const by of ['size', 'indices'] as const) {
  const partsOf = new WeakMap<Constraint, Part[]>();
  const together = (set: Constraint, d: number, part: (given: Part) => Float64Array) => {
    const w = new Float64Array(d);
    for (const given of partsOf.get(set) as Part[]) {
      part(given).forEach((x, k) => {
        w[given.indices[k]] = x;
      });
    }
    return w;
  };
  projectionLaws(`product by ${by}`, {
    make(d, random) {
      const parts = draw(
        d,
        random,
        by === 'size' ? Array.from({ length: d }, (_, j) => j) : random.permutation(d),
      );
      const set = product(
        parts.map(({ constraint, indices }) =>
          by === 'size' ? { constraint, size: indices.length } : { constraint, indices },
        ),
      );
      partsOf.set(set, parts);
      return set;
    },
    slow: (v, set) =>
      together(set, v.length, ({ family, constraint, indices }) =>
        family.slow(
          Float64Array.from(indices, (j) => v[j]),
          constraint,
        ),
      ),
    feasible: (d, random, set) =>
      together(set, d, ({ family, constraint, indices }) =>
        family.feasible(indices.length, random, constraint),
      ),
  });
}

// Up to four parts, one after the other in `order`.
function draw(d: number, random: Random, order: number[]): Part[] {
  const parts: Part[] = [];
  for (let start = 0; start < d; ) {
    const end = parts.length === 3 ? d : start + 1 + random.integer(d - start);
    const family = anyFamily(random);
    parts.push({
      family,
      constraint: family.make(end - start, random),
      indices: order.slice(start, end),
    });
    start = end;
  }
  return parts;
}

test('the examples by hand', () => {
  const set = product([
    { constraint: nonnegative(), size: 2 },
    { constraint: sparse(1), size: 2 },
  ]);
  expect(set.project([-1, 2, 3, -4])).toEqual(Float64Array.of(0, 2, 0, -4));
  const crossed = product([
    { constraint: nonnegative(), indices: [3, 0] },
    { constraint: l1Ball(1), indices: Int32Array.of(1, 2) },
  ]);
  expect(crossed.project([-1, 3, -3, -4])).toEqual(Float64Array.of(0, 0.5, -0.5, 0));
});

test('it tells what it is made of', () => {
  const set = product([
    { constraint: l1Ball(2), size: 1 },
    { constraint: nonnegative(), size: 2 },
  ]);
  expect(set).toMatchObject({ name: 'product', convex: true, cone: false, dimension: 3 });
  expect(set.parameters).toEqual({
    parts: [
      { name: 'l1Ball', parameters: { radius: 2 }, size: 1 },
      { name: 'nonnegative', parameters: {}, size: 2 },
    ],
  });
  expect(set.regularizer ?? set.level ?? set.kernel ?? set.caveats).toBeUndefined();
  const crossed = product([
    { constraint: sparse(1), indices: [2, 0] },
    { constraint: wholeSpace(), indices: [1] },
  ]);
  expect(crossed).toMatchObject({ convex: false, cone: true });
  expect(crossed.parameters).toMatchObject({ parts: [{ indices: [2, 0] }, { indices: [1] }] });
});

test('it can be rescaled when all parts can', () => {
  const set = product([
    { constraint: box({ lower: 0, upper: 1 }), indices: [2, 0] },
    { constraint: sparse(1), indices: [1, 3] },
  ]);
  const rescaled = set.rescaled?.(Float64Array.of(10, 20, 30, 40));
  expect(rescaled?.project([99, 5, 99, -6])).toEqual(Float64Array.of(10, 0, 30, -6));
  expect(product([{ constraint: l1Ball(1), size: 2 }]).rescaled).toBeUndefined();
});

test('membership is that of every part', () => {
  const set = product([
    { constraint: l1Ball(1), size: 2 },
    { constraint: nonnegative(), size: 1 },
  ]);
  expect(set.contains([0.5, -0.5, 3])).toBe(true);
  expect(set.contains([0.5, -0.5 - 1e-10, 3])).toBe(true);
  expect(set.contains([0.5, -0.5 - 1e-10, 3], 0)).toBe(false);
  expect(set.contains([0.5, -0.6, 3])).toBe(false);
  expect(set.contains([0.5, -0.5, -3])).toBe(false);
  expect(set.contains([0.5, -0.5, NaN])).toBe(false);
});

test('what happens to the indices later does not reach the set', () => {
  const indices = [0, 1];
  const set = product([{ constraint: sparse(1), indices }]);
  indices[0] = 7;
  expect(set.project([2, 1])).toEqual(Float64Array.of(2, 0));
});

describe('what does not part the weights is refused', () => {
  const constraint = nonnegative();
  test.each<[unknown, string]>([
    [undefined, 'product(parts): got undefined'],
    [[], 'product(parts): got Array of length 0'],
    [[null], 'product part 0: got null'],
    [[{ size: 1 }], 'product part 0 constraint: got undefined'],
    [[{ constraint }], "product part 0: got an object with constraint, expected 'size' in all"],
    [[{ constraint, size: 1, indices: [0] }], 'product part 0'],
    [
      [
        { constraint, size: 1 },
        { constraint, indices: [1] },
      ],
      'product part 1',
    ],
    [
      [
        { constraint, size: 1 },
        { constraint, size: 0 },
      ],
      'product part 1 size: got 0',
    ],
    [[{ constraint, size: 1.5 }], 'product part 0 size: got 1.5'],
    [[{ constraint, indices: [] }], 'product part 0 indices: got Array of length 0'],
    [[{ constraint, indices: null }], 'product part 0 indices: got null'],
    [[{ constraint, indices: [0, 0.5] }], 'product part 0 index: got 0.5'],
    [
      [
        { constraint, indices: [0] },
        { constraint, indices: [2] },
      ],
      'product part 1 index: got 2, expected an integer from 0 to 1',
    ],
    [
      [
        { constraint, indices: [0, 1] },
        { constraint, indices: [1] },
      ],
      'product part 1 indices: got index 1, which part 0 has',
    ],
    [[{ constraint: sparse(3), size: 2 }], '3 on data of 2 columns'],
  ])('%j', (parts, words) => {
    expectError(() => product(parts as ProductPart[]), 'INVALID_CONSTRAINT', words);
  });
});

test('another d than that of the parts is refused', () => {
  const set = product([{ constraint: nonnegative(), size: 3 }]);
  for (const action of [
    () => set.checkDimension?.(2),
    () => set.project([1, 2]),
    () => set.contains([1, 2]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', 'parts for 3 weights, expected 2');
  }
});
