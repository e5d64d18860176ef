import { describe, expect, test } from 'vitest';
import { type Constraint, fit, fitSync, sparse } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { largest } from '../../src/testing/vectors.js';
import { expectError, expectRejection } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('sparse', {
  make: (d, random) => sparse(1 + random.integer(d)),
  slow: (v, set) => (v.length <= 8 ? exhaustive : sorted)(v, set.level as number),
  feasible,
});

test.each([
  [1, [3, -5, 1], [0, -5, 0]],
  [2, [0.5, -2, 0, 4], [0, -2, 0, 4]],
  [2, [0, 7, 0, 0], [0, 7, 0, 0]],
])('sparse(%i) projects %j to %j', (sparsity, v, expected) => {
  expect(sparse(sparsity).project(v)).toEqual(Float64Array.from(expected));
});

describe('among equal magnitudes the lowest index stays', () => {
  test.each([
    [1, [2, 2, 2], [2, 0, 0]],
    [2, [1, -2, 2, 2], [0, -2, 2, 0]],
    [2, [-1, 1, -1], [-1, 1, 0]],
    [3, [1, 5, -1, 1, 1], [1, 5, -1, 0, 0]],
  ])('sparse(%i) of %j is %j', (sparsity, v, expected) => {
    expect(sparse(sparsity).project(v)).toEqual(Float64Array.from(expected));
  });
});

test('the regularizer counts the nonzeros and the level is the sparsity', () => {
  const set = sparse(2);
  expect(set).toMatchObject({ name: 'sparse', convex: false, cone: true, level: 2 });
  expect(set.parameters).toEqual({ sparsity: 2 });
  expect(set.regularizer?.([0, 1e-300, -0, -4, 2])).toBe(3);
});

test('an entry that is rounding beside the others does not count against membership', () => {
  expect(sparse(1).contains([1, 1e-12])).toBe(true);
  expect(sparse(1).contains([1, 1e-12], 0)).toBe(false);
  expect(sparse(1).contains([1, 1e-6])).toBe(false);
  expect(sparse(1).contains([1, 0.1], 0.5)).toBe(true);
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null])(
  'sparse(%o) is refused',
  (sparsity) => {
    expectError(
      () => sparse(sparsity as number),
      'INVALID_CONSTRAINT',
      'sparse(sparsity)',
      'an integer of at least 1',
    );
  },
);

test('a sparsity above d is refused when the set meets the data', async () => {
  const parts = ['4 on data of 2 columns', 'an integer from 1 to 2'];
  const run = [[[1, 2]], [1], { constraint: sparse(4) }] as const;
  expectError(() => sparse(4).checkDimension?.(2), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => fitSync(...run), 'INVALID_CONSTRAINT', ...parts);
  await expectRejection(() => fit(...run), 'INVALID_CONSTRAINT', ...parts);
});

test('a sparsity of d is the whole space', () => {
  expect(() => sparse(3).checkDimension?.(3)).not.toThrow();
  expect(sparse(3).project([1, -2, 3])).toEqual(Float64Array.of(1, -2, 3));
});

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = new Float64Array(d);
  for (let k = 0; k < (set.level as number); k++) z[random.integer(d)] = random.normal();
  return z;
}

// Of all supports, in lexicographic order, the first that leaves the least behind.
function exhaustive(v: Float64Array, sparsity: number): Float64Array {
  const scale = largest(v) || 1;
  let best = { rest: Infinity, kept: new Set<number>() };
  const visit = (kept: number[], next: number) => {
    if (kept.length === sparsity) {
      const dropped = Array.from(v, Math.abs).filter((_, j) => !kept.includes(j));
      // Summed in order of size, so that equal magnitudes make equal sums.
      const rest = dropped.sort((a, b) => a - b).reduce((sum, x) => sum + (x / scale) ** 2, 0);
      if (rest < best.rest) best = { rest, kept: new Set(kept) };
      return;
    }
    for (let j = next; j < v.length; j++) visit([...kept, j], j + 1);
  };
  visit([], 0);
  return v.map((x, j) => (best.kept.has(j) ? x : 0));
}

// The largest that is left, one at a time.
function sorted(v: Float64Array, sparsity: number): Float64Array {
  const w = new Float64Array(v.length);
  const left = v.map(Math.abs);
  for (let k = 0; k < sparsity; k++) {
    const place = left.indexOf(Math.max(...left));
    w[place] = v[place];
    left[place] = -1;
  }
  return w;
}
