import { expect, test } from 'vitest';
import { sparseNonnegative } from '../../src/index.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import {
  nearestOf,
  restricted,
  spansMagnitudes,
  sparsityOf,
  subsets,
  topmost,
} from '../support/supports.js';

projectionLaws('sparseNonnegative', {
  make: (d, random) => sparseNonnegative(1 + random.integer(d)),
  slow(v, set) {
    const sparsity = sparsityOf(set);
    const positive = v.map((x) => (x > 0 ? x : 0));
    if (v.length > 8) return restricted(positive, topmost(positive, sparsity));
    const supports = Array.from(subsets(v.length, sparsity));
    return nearestOf(
      v,
      supports.map((support) => restricted(positive, support)),
    );
  },
  ambiguous: (v) => v.length <= 8 && spansMagnitudes(v),
  feasible(d, random, set) {
    const z = new Float64Array(d);
    for (let k = 0; k < sparsityOf(set); k++) z[random.integer(d)] = Math.abs(random.normal());
    return z;
  },
  symmetries: ['permutation'],
});

test.each([
  [2, [0.5, -2, 3, 4], [0, 0, 3, 4]],
  [1, [3, -5, 1], [3, 0, 0]],
  [2, [-1, -2, -3], [0, 0, 0]],
  [3, [-1, 2, 0.5], [0, 2, 0.5]],
])('sparseNonnegative(%i) projects %j to %j', (sparsity, v, expected) => {
  expect(sparseNonnegative(sparsity).project(v)).toEqual(Float64Array.from(expected));
});

test('among equals the lowest index stays', () => {
  const v = [1, -2, 2, 2, 2];
  expect(sparseNonnegative(2).project(v)).toEqual(Float64Array.of(0, 0, 2, 2, 0));
});

test('the regularizer counts the nonzeros, and is infinite where one is negative', () => {
  const set = sparseNonnegative(2);
  expect(set).toMatchObject({ name: 'sparseNonnegative', convex: false, cone: true, level: 2 });
  expect(set.parameters).toEqual({ sparsity: 2 });
  expect(set.regularizer?.([0, 1e-300, -0, 4, 2])).toBe(3);
  expect(set.regularizer?.([0, -1e-300])).toBe(Infinity);
  expect(sparseNonnegative.through([0, 3, 0.5]).parameters).toEqual({ sparsity: 2 });
  expect(set.rescaled?.(Float64Array.of(1, 2))).toBe(set);
});

test('an entry that is rounding beside the others is no nonzero and has no sign', () => {
  expect(sparseNonnegative(1).contains([1, 1e-12, -1e-12])).toBe(true);
  expect(sparseNonnegative(1).contains([1, 1e-12], 0)).toBe(false);
  expect(sparseNonnegative(2).contains([1, -1e-12], 0)).toBe(false);
  expect(sparseNonnegative(2).contains([1, -1e-6])).toBe(false);
  expect(sparseNonnegative(1).contains([1, 1e-6])).toBe(false);
  expect(sparseNonnegative(1).contains([NaN])).toBe(false);
  expect(sparseNonnegative(1).contains([Infinity])).toBe(false);
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null, []])(
  'sparseNonnegative(%o) is refused',
  (sparsity) => {
    expectError(
      () => sparseNonnegative(sparsity as number),
      'INVALID_CONSTRAINT',
      'sparseNonnegative(sparsity)',
      'an integer of at least 1',
    );
  },
);

test('planted weights with a negative one, or none that is not 0, have no such set', () => {
  expectError(
    () => sparseNonnegative.through([1, -1]),
    'INVALID_CONSTRAINT',
    'sparseNonnegative.through',
    'a negative weight',
  );
  expectError(() => sparseNonnegative.through([0, 0]), 'INVALID_CONSTRAINT', 'got 0');
});

test('a sparsity above d is refused when the set meets the data', () => {
  const set = sparseNonnegative(4);
  expect(() => set.checkDimension?.(4)).not.toThrow();
  expectError(() => set.checkDimension?.(3), 'INVALID_CONSTRAINT', '4 on data of 3 columns');
});
