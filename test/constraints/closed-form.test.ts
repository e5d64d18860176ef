// Formulas for sets, by hand. What they are worth is in test/theory and test/numerics.

import { describe, expect, test } from 'vitest';
import {
  below,
  cappedSimplexCone,
  elasticNetCone,
  everyDirection,
  finiteCone,
  gridCone,
  groupCone,
  groupSparseCone,
  halfspaceCone,
  intersectionCone,
  l1Cone,
  lowRankCone,
  monotoneBlocks,
  nonnegativeL1Cone,
  nuclearCone,
  orthantCone,
  productCone,
  secondOrderBoundary,
  semidefinite,
  simplexCone,
  sparseCone,
  sparseNonnegativeCone,
  sparsePerGroupCone,
  spectralCone,
  subspaceCone,
  support,
  supportsCone,
  weightedL1Cone,
} from '../../src/constraints/closed-form.js';
import type { ClosedForm } from '../../src/constraints/constraint.js';
import {
  fixedSum,
  l1Norm,
  nonnegativeL1Norm,
  nuclearNorm,
  sparsityBound,
  supportsBound,
} from '../../src/numerics/descent-cones.js';

describe('exact formulas', () => {
  test.each([
    ['a halfspace', halfspaceCone(7), 6.5],
    ['a subspace', subspaceCone(3), 3],
    ['an orthant', orthantCone(4, [1, 0, 2, 1e-12]), 3],
    ['blocks of 2, 1 and 3', monotoneBlocks([1, 1 + 1e-12, 2, 5, 5, 5]), 1.5 + 1 + 11 / 6],
    ['one block', monotoneBlocks([0, 0]), 1.5],
    ['a second-order cone at its apex', secondOrderBoundary(3, [0, 0, 0]), 1.5],
    ['a second-order cone on its boundary', secondOrderBoundary(3, [3, 4, 5]), 2.5],
    ['positive semidefinite matrices at 0', semidefinite(4, 0), 5],
    ['a simplex at an inner point', simplexCone(3, [1, 1, 1]), 2],
    ['an ℓ1 ball at a full point', l1Cone(3, [1, -1, 1]), 2.5],
    ['a nonnegative ℓ1 ball at a full point', nonnegativeL1Cone(3, [1, 1, 1]), 2.5],
    ['a weighted ℓ1 ball at a full point', weightedL1Cone(Float64Array.of(1, 2), [1, -1]), 1.5],
    ['groups, all active', groupCone([[0, 1], [2]], [0, 1, -1]), 2.5],
    ['an elastic net at a full point', elasticNetCone(2, [1, -1]), 1.5],
    ['a capped simplex, no cap met', cappedSimplexCone([1, 1], [2, 2]), 1],
    ['a capped simplex that is a point', cappedSimplexCone([2, 1], [2, 1]), 0],
    ['one point', finiteCone(5, 1), 0],
    [
      'a spectral ball, 2 singular values at r',
      spectralCone(12, Float64Array.of(2, 2, 1), 2),
      10.5,
    ],
    ['a spectral ball, inside', spectralCone(12, Float64Array.of(2, 2, 1), 3), 12],
    ['a nuclear ball at full rank', nuclearCone(2, 3, 2), 5.5],
  ])('%s', (_, form, expected) => {
    const { value, kind, formula } = form as ClosedForm;
    expect(kind).toBe('exact');
    expect(value).toBeCloseTo(expected, 12);
    expect(formula.length).toBeGreaterThan(5);
  });
});

describe('bounds and limits', () => {
  const w = [0, 3, 0, -1, 0, 0, 1e-12, 0];

  test.each([
    ['ℓ1', l1Cone(8, w), l1Norm(8, 2)],
    ['nonnegative ℓ1', nonnegativeL1Cone(8, w), nonnegativeL1Norm(8, 2)],
    ['simplex', simplexCone(8, w), nonnegativeL1Norm(8, 2)],
    ['weighted ℓ1', weightedL1Cone(new Float64Array(8).fill(2), w), l1Norm(8, 2)],
    [
      'groups of one',
      groupCone(
        Array.from(w, (_, j) => [j]),
        w,
      ),
      l1Norm(8, 2),
    ],
    ['sparse', sparseCone(8, 2), sparsityBound(8, 2)],
    ['sparse, on few supports', supportsCone(100, 4, 1), supportsBound(4, 1)],
    ['sparse, on many supports', supportsCone(8, 2, 9), sparsityBound(8, 2)],
    ['more nonzeros than weights', sparseCone(8, 9), 8],
    ['sparse and nonnegative', sparseNonnegativeCone(8, 2), sparsityBound(8, 2, 1)],
    [
      'sparse in each group',
      sparsePerGroupCone([new Array(8), new Array(20)], [2, 3]),
      sparsityBound(8, 2) + sparsityBound(20, 3),
    ],
    ['few groups of one', groupSparseCone(new Array(8).fill([0]), 2), sparsityBound(8, 2)],
    ['an elastic net that hardly bends', elasticNetCone(1e-12, w), l1Norm(8, 2)],
    ['a capped simplex', cappedSimplexCone([2, 1, 0, 0], [2, 2, 2, 2]), fixedSum(1, 2, 1)],
    ['a capped simplex at a vertex', cappedSimplexCone([2, 0, 0], [2, 2, 2]), fixedSum(0, 2, 1)],
    ['one of two numbers a weight', gridCone([0, 1, 1], 0, 1), 1.5],
    ['one of three points', finiteCone(5, 3), 1],
    ['low rank', lowRankCone(30, 30, 2), 116 + 2 * (4 * 28 + 1)],
  ])('%s: a bound', (_, { value, kind }, expected) => {
    expect(kind).toBe('upper bound');
    expect(value).toBeCloseTo(expected, 8);
  });

  test('the nuclear ball: a limit', () => {
    const { value, kind } = nuclearCone(30, 30, 2);
    expect(kind).toBe('asymptotic');
    expect(value).toBe(nuclearNorm(30, 30, 2));
  });
});

test('below the level everything descends', () => {
  const edge = () => halfspaceCone(5);
  expect(below(5, 0.9, 1, edge).value).toBe(5);
  expect(below(5, 1 - 1e-8, 1, edge).value).toBe(5);
  expect(below(5, 1 - 1e-10, 1, edge).value).toBe(4.5);
  expect(below(5, 1, 1, edge).value).toBe(4.5);
});

test('products add, and are worth what their worst part is', () => {
  const [exact, bound, limit] = [subspaceCone(2), sparseCone(8, 2), nuclearCone(3, 3, 1)];
  expect(productCone([exact, exact], true)).toEqual({
    value: 4,
    kind: 'exact',
    formula: 'k = 2: a subspace + k = 2: a subspace',
  });
  expect(productCone([exact, bound], false)?.kind).toBe('upper bound');
  expect(productCone([limit, bound], false)?.kind).toBe('asymptotic');
  expect(productCone([exact, undefined], true)).toBeUndefined();
  // Two spheres: steps that stay on one leave the other.
  expect(productCone([halfspaceCone(3), halfspaceCone(3)], false)?.kind).toBe('upper bound');
  expect(productCone([exact, { ...bound, loose: true }], true)?.loose).toBe(true);
});

describe('an intersection', () => {
  const [plane, bound, limit] = [subspaceCone(7), sparseCone(8, 1), nuclearCone(3, 3, 1)];
  const all = everyDirection(9);

  test('of convex sets is its one member of which w* is not inside', () => {
    expect(intersectionCone(9, [all, plane, all], true)).toBe(plane);
    expect(intersectionCone(9, [limit, all], true)).toBe(limit);
    expect(intersectionCone(9, [all, all], true)).toEqual(all);
    expect(intersectionCone(9, [], true)).toEqual(all);
  });

  test('of others is bounded by the smallest, loosely', () => {
    const loosely = (value: number) => ({ value, kind: 'upper bound', loose: true });
    expect(intersectionCone(9, [plane, halfspaceCone(9)], true)).toMatchObject(loosely(7));
    expect(intersectionCone(9, [plane, bound], false)).toMatchObject(loosely(bound.value));
    expect(intersectionCone(9, [all, plane], false)).toMatchObject(loosely(7));
    expect(intersectionCone(9, [plane, limit], true)).toMatchObject(loosely(7));
    expect(intersectionCone(9, [limit, limit], true)).toBeUndefined();
  });

  test('is unknown where a member is, which may be the one that counts', () => {
    expect(intersectionCone(9, [plane, undefined], true)).toBeUndefined();
  });
});

test('support counts what is not zero beside the largest', () => {
  expect(support([0, 1, 1e-8, 1e-12])).toBe(2);
  expect(support([0, 0])).toBe(0);
  expect(support([1e-200, -1e-200])).toBe(2);
});
