// Formulas for sets, by hand. What they are worth is in test/theory and test/numerics.

import { describe, expect, test } from 'vitest';
import {
  below,
  cappedSimplexCone,
  elasticNetCone,
  finiteCone,
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
  secondOrderApex,
  semidefinite,
  simplexCone,
  sparseCone,
  sparseNonnegativeCone,
  sparsePerGroupCone,
  spectralCone,
  subspaceCone,
  support,
  weightedL1Cone,
} from '../../src/constraints/closed-form.js';
import type { ClosedForm } from '../../src/constraints/constraint.js';
import {
  fixedSum,
  l1Norm,
  nonnegativeL1Norm,
  nuclearNorm,
  sparsityBound,
} from '../../src/numerics/descent-cones.js';

describe('exact formulas', () => {
  test.each([
    ['a halfspace', halfspaceCone(7), 6.5],
    ['a subspace', subspaceCone(3), 3],
    ['an orthant', orthantCone(4, [1, 0, 2, 1e-12]), 3],
    ['blocks of 2, 1 and 3', monotoneBlocks([1, 1 + 1e-12, 2, 5, 5, 5]), 1.5 + 1 + 11 / 6],
    ['one block', monotoneBlocks([0, 0]), 1.5],
    ['a self-dual cone', secondOrderApex(9), 4.5],
    ['positive semidefinite matrices at 0', semidefinite(4, 0), 5],
    ['a simplex at an inner point', simplexCone(3, [1, 1, 1]), 2],
    ['an ℓ1 ball at a full point', l1Cone(3, [1, -1, 1]), 2.5],
    ['a nonnegative ℓ1 ball at a full point', nonnegativeL1Cone(3, [1, 1, 1]), 2.5],
    ['a weighted ℓ1 ball at a full point', weightedL1Cone(Float64Array.of(1, 2), [1, -1]), 1.5],
    ['groups, all active', groupCone([[0, 1], [2]], [0, 1, -1]), 2.5],
    ['an elastic net at a full point', elasticNetCone(2, [1, -1]), 1.5],
    ['a capped simplex, no cap met', cappedSimplexCone([1, 1], () => 2), 1],
    ['one point', finiteCone(5, 1), 0],
    ['a spectral ball, 2 singular values at r', spectralCone(12, 2), 10.5],
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
    ['more nonzeros than weights', sparseCone(8, 9), 8],
    ['sparse and nonnegative', sparseNonnegativeCone(8, 2), sparsityBound(8, 2, 1)],
    [
      'sparse in each group',
      sparsePerGroupCone([8, 20], 2),
      sparsityBound(8, 2) + sparsityBound(20, 2),
    ],
    ['few groups of one', groupSparseCone(new Array(8).fill(1), 2), sparsityBound(8, 2)],
    ['an elastic net that hardly bends', elasticNetCone(1e-12, w), l1Norm(8, 2)],
    ['a capped simplex', cappedSimplexCone([2, 1, 0, 0], () => 2) as ClosedForm, fixedSum(1, 2, 1)],
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
  expect(productCone([exact, exact])).toMatchObject({ value: 4, kind: 'exact' });
  expect(productCone([exact, bound])?.kind).toBe('upper bound');
  expect(productCone([limit, bound])?.kind).toBe('asymptotic');
  expect(productCone([exact, undefined])).toBeUndefined();
});

test('an intersection is bounded by its smallest part', () => {
  const [exact, bound, limit] = [subspaceCone(7), sparseCone(8, 1), nuclearCone(3, 3, 1)];
  expect(intersectionCone([exact, bound])).toMatchObject({
    value: bound.value,
    kind: 'upper bound',
  });
  expect(intersectionCone([exact, undefined])).toMatchObject({ value: 7, kind: 'upper bound' });
  expect(intersectionCone([limit, undefined])).toBeUndefined();
});

test('a capped simplex with every weight at a bound has no formula', () => {
  expect(cappedSimplexCone([2, 0], () => 2)).toBeUndefined();
});

test('support counts what is not zero beside the largest', () => {
  expect(support([0, 1, 1e-8, 1e-12])).toBe(2);
  expect(support([0, 0])).toBe(0);
  expect(support([1e-200, -1e-200])).toBe(2);
});
