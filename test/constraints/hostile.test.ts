// What any factory may be given by mistake: it is refused in the words of every error, or makes a set that works.

import { describe, expect, test } from 'vitest';
import * as constraints from '../../src/constraints/index.js';
import { type Constraint, RelufitError } from '../../src/index.js';
import { expectError, MESSAGE } from '../support/errors.js';

type Through = (planted: ArrayLike<number>, given?: unknown) => Constraint;
type Factory = ((given?: unknown) => Constraint) & { readonly through?: Through };

const { l1Ball, nonnegative, sparse } = constraints;
const shape = () => ({ rows: 2, columns: 2 });
const groups = () => [
  [0, 2],
  [3, 1],
];
const system = () => ({
  A: [
    [1, 1, 0, 0],
    [0, 0, 2, 1],
  ],
  b: [1, 2],
});
const basis = () => [
  [0.6, 0.8, 0, 0],
  [-0.8, 0.6, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
];

/** What each makes a set of 4 weights from, new at each call; undefined where it takes nothing. */
const GIVEN: Record<string, (() => unknown) | undefined> = {
  affine: system,
  annulus: () => ({ inner: 1, outer: 2 }),
  binary: () => ({ lower: -1, upper: 1 }),
  blockSparse: () => ({ sparsity: 2, blocks: 1 }),
  box: () => ({ lower: [-1, -1, -1, 0], upper: [1, 1, 2, 2] }),
  cappedSimplex: () => ({ radius: 1, upper: [0.5, 0.5, 0.5, 1] }),
  convexSequenceCone: undefined,
  custom: () => ({
    name: 'half',
    project: (v: Float64Array) => v.map((x) => Math.max(x, 1)),
    contains: (w: Float64Array) => w.every((x) => x >= 1),
    convex: true,
    parameters: { least: [1] },
  }),
  discrete: () => ({ values: [-1, 0, 2] }),
  elasticNetBall: () => ({ mu: 1, radius: 1 }),
  ellipsoid: () => ({ matrix: [1, 2, 3, 4], radius: 1 }),
  finiteSet: () => ({
    points: [
      [0, 0, 0, 0],
      [1, 2, 3, 4],
    ],
  }),
  groupL2Ball: () => ({ groups: groups(), radius: 1 }),
  groupSparse: () => ({ groups: groups(), count: 1 }),
  halfspace: () => ({ normal: [1, 1, 1, 1], offset: 0 }),
  hankel: shape,
  hyperplane: () => ({ normal: [1, 1, 1, 1], offset: 1 }),
  inBasis: () => ({ basis: basis(), constraint: sparse(2) }),
  intersection: () => [nonnegative(), l1Ball(1)],
  l1Ball: () => 1,
  l1InfBall: () => ({ groups: groups(), radius: 1 }),
  l2Ball: () => 1,
  linfBall: () => 1,
  lowRank: () => ({ ...shape(), rank: 1 }),
  lpBall: () => ({ p: 3, radius: 1 }),
  monotoneCone: undefined,
  nonnegative: undefined,
  nonnegativeL1Ball: () => 1,
  nuclearBall: () => ({ ...shape(), radius: 1 }),
  orthonormal: shape,
  polyhedron: () => ({ ...system(), equalities: { A: [[1, 0, 0, 1]], b: [0] } }),
  product: () => [
    { constraint: nonnegative(), indices: [0, 2] },
    { constraint: sparse(1), indices: [3, 1] },
  ],
  psdCone: () => 2,
  scale: () => ({ constraint: l1Ball(1), factor: 2 }),
  secondOrderCone: undefined,
  simplex: () => 1,
  slab: () => ({ normal: [1, 2, 1, 1], lower: -1, upper: 1 }),
  sortedL1Ball: () => ({ weights: [4, 3, 2, 1], radius: 1 }),
  sparse: () => 2,
  sparseBall: () => ({ sparsity: 2, radius: 1 }),
  sparseNonnegative: () => 2,
  sparsePerGroup: () => ({ groups: groups(), sparsity: [1, 1] }),
  sparseSimplex: () => ({ sparsity: 2, radius: 1 }),
  spectralBall: () => ({ ...shape(), radius: 1 }),
  sphere: () => 1,
  sublevelSet: () => ({
    level: 2,
    regularizer: {
      name: 'ridge',
      value: (w: ArrayLike<number>) => Array.from(w).reduce((sum, x) => sum + x * x, 0) / 2,
      prox: (v: Float64Array, t: number) => v.map((x) => x / (1 + t)),
    },
  }),
  subspace: () => [
    [1, 1, 0, 0],
    [0, 0, 2, 1],
  ],
  toeplitz: shape,
  totalVariationBall: () => 1,
  translate: () => ({ constraint: l1Ball(1), offset: [1, 2, 3, 4] }),
  treeSparse: () => 2,
  weightedL1Ball: () => ({ weights: [1, 2, 3, 4], radius: 1 }),
  wholeSpace: undefined,
};

const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  {},
  '',
  'abc',
  '1',
  true,
  NaN,
  Infinity,
  -Infinity,
  -1,
  0,
  0.5,
  2 ** 40,
  [],
  [[]],
  [undefined],
  [null],
  [NaN],
  ['1'],
  [-1],
  { length: -1 },
  { length: 1.5 },
  { length: 2 ** 40 },
  { unknownKey: 1 },
  new Float64Array(0),
  () => 1,
];

const POINTS = [
  [3, -2, 0.7, 0.1],
  [0, 0, 0, 0],
  [-5, 1, 4, 9],
];

const factories = Object.entries(constraints) as unknown as [string, Factory][];
const given = factories.flatMap(([name, factory]) => {
  const make = GIVEN[name];
  return make ? [{ name, factory, make }] : [];
});
// One factory takes a number or an object.
given.push({
  name: 'totalVariationBall of a matrix',
  factory: constraints.totalVariationBall as unknown as Factory,
  make: () => ({ ...shape(), radius: 1 }),
});

/** What the set does. */
function behaviour(set: Constraint) {
  const scaled = set.rescaled?.(Float64Array.of(1, 2, 0.5, 1));
  return {
    projections: POINTS.map((v) => Array.from(set.project(v))),
    contained: POINTS.map((v) => set.contains(v)),
    values: set.regularizer && POINTS.map((v) => set.regularizer?.(v)),
    rescaled: scaled && POINTS.map((v) => Array.from(scaled.project(v))),
    kernel: JSON.stringify(set.kernel?.(4)),
  };
}

/** Refused in the library's words, or a set that projects as one. */
function refusedOrWorking(action: () => Constraint): void {
  let projections: Float64Array[] = [];
  try {
    const set = action();
    set.checkDimension?.(4);
    projections = POINTS.map((v) => set.project(v));
  } catch (error) {
    expect(error).toBeInstanceOf(RelufitError);
    expect((error as Error).message).toMatch(MESSAGE);
  }
  for (const w of projections) {
    expect(w.length).toBe(4);
    expect(w.every(Number.isFinite)).toBe(true);
  }
}

/** Every number in arrays and objects below becomes another, where it may be written to. */
function spoil(value: unknown): void {
  if (value === null || typeof value !== 'object' || 'project' in value) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'number') Reflect.set(value, key, 1 - item);
    else spoil(item);
  }
}

test('every factory is in the table', () => {
  expect(Object.keys(GIVEN)).toEqual(factories.map(([name]) => name).sort());
});

describe.each(given)('the factory $name', ({ name, factory, make }) => {
  test('refuses what it cannot use', () => {
    for (const value of HOSTILE) refusedOrWorking(() => factory(value));
    const whole = make();
    if (whole === null || typeof whole !== 'object') return;
    for (const key of Object.keys(whole)) {
      for (const value of HOSTILE) {
        const spoilt = Array.isArray(whole) ? [...whole] : { ...whole };
        refusedOrWorking(() => factory(Object.assign(spoilt, { [key]: value })));
      }
    }
  });

  test('names a key that it does not know', () => {
    const whole = make();
    if (whole === null || typeof whole !== 'object' || Array.isArray(whole)) return;
    const [first] = Object.keys(whole);
    for (const misspelt of [{ ...whole, unknownKey: 1 }, { [`${first}s`]: 1 }]) {
      expect(() => factory(misspelt)).toThrow(
        /^[^:]+: got unknown option '(unknownKey|\w+s)', exp/,
      );
    }
  });

  test('keeps its own copy of what it was given', () => {
    const whole = make();
    const set = factory(whole);
    const [before, parameters] = [behaviour(set), JSON.stringify(set.parameters)];
    spoil(whole);
    expect(behaviour(set)).toEqual(before);
    expect(JSON.stringify(set.parameters)).toBe(parameters);
  });

  test('shows copies in its parameters', () => {
    const set = factory(make());
    const before = behaviour(set);
    spoil(set.parameters);
    expect(behaviour(set)).toEqual(before);
  });

  test('is named by its errors', () => {
    if (typeof make() === 'number') expect(() => factory('abc')).toThrow(name);
  });
});

test.each(given.filter(({ factory }) => factory.through))(
  '$name.through refuses what it cannot use',
  ({ factory, make }) => {
    const through = factory.through as Through;
    for (const value of HOSTILE) {
      refusedOrWorking(() => through(value as never));
      refusedOrWorking(() => through(value as never, make()));
      refusedOrWorking(() => through([1, 2, 0, 0], value));
    }
  },
);

test('a matrix of more entries than a dataset can have is refused, one that it can have is made at once', () => {
  for (const factory of [constraints.hankel, constraints.toeplitz, constraints.orthonormal]) {
    expectError(
      () => factory({ rows: 2 ** 31, columns: 2 }),
      'INVALID_CONSTRAINT',
      '2147483648 × 2',
    );
  }
  expectError(() => constraints.psdCone(2 ** 16), 'INVALID_CONSTRAINT', '65536');
  const began = performance.now();
  constraints.toeplitz({ rows: 4000, columns: 4000 });
  constraints.hankel({ rows: 2 ** 15, columns: 2 ** 15 });
  expect(performance.now() - began).toBeLessThan(100);
});

test('a count out of its range is told where the range ends', () => {
  const { lowRank } = constraints;
  const parts = ['lowRank rank: got 3', 'an integer from 1 to 2', 'Lower it to 2 or less.'];
  expectError(() => lowRank({ ...shape(), rank: 3 }), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => sparse(0), 'INVALID_CONSTRAINT', 'Raise it to 1 or more.');
  expectError(() => sparse(1.5), 'INVALID_CONSTRAINT', 'Give a whole number.');
});
