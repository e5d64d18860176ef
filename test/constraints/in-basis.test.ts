import { describe, expect, test } from 'vitest';
import {
  type BasisMatrix,
  box,
  type Constraint,
  fitSync,
  inBasis,
  l1Ball,
  plantedProblem,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean } from '../../src/testing/vectors.js';
import { backward, cosineRows, forward, haarRows, randomRows } from '../support/bases.js';
import { expectError } from '../support/errors.js';
import { families, hasUnsureSupport } from '../support/families.js';
import { projectionLaws } from '../support/projection-laws.js';

const UNIT = 2 ** -53;

// Roundings of ‖v‖₂ in the transforms, the library's O(log d) and the tests' product with a matrix, at most d.
const roundings = (d: number) => d + 16 * (Math.log2(d) + 4);

const small = Array.from({ length: 33 }, (_, k) => k + 1);
const rowsOf = new Map<string, Float64Array[]>();
const remembered = (key: string, make: () => Float64Array[]) => {
  const rows = rowsOf.get(key) ?? make();
  rowsOf.set(key, rows);
  return rows;
};

const bases = {
  dct: {
    dimensions: [...small, 250, 256],
    rows: (d: number) => remembered(`dct ${d}`, () => cosineRows(d)),
    basis: () => 'dct' as const,
  },
  haar: {
    dimensions: [1, 2, 4, 8, 16, 32, 256],
    rows: (d: number) => remembered(`haar ${d}`, () => haarRows(d)),
    basis: () => 'haar' as const,
  },
  matrix: {
    dimensions: [1, 2, 3, 4, 5, 8, 13, 33],
    rows: (d: number) => remembered(`matrix ${d}`, () => randomRows(d, new Random(d))),
    basis: (rows: Float64Array[]) => rows,
  },
};

for (const [kind, { dimensions, rows, basis }] of Object.entries(bases)) {
  for (const [name, family] of Object.entries(families)) {
    const innerOf = new WeakMap<Constraint, Constraint>();
    const inner = (set: Constraint) => innerOf.get(set) as Constraint;
    projectionLaws(`inBasis ${kind} of ${name}`, {
      dimensions,
      make(d, random) {
        const constraint = family.make(d, random);
        const set = inBasis({ basis: basis(rows(d)), constraint });
        innerOf.set(set, constraint);
        return set;
      },
      slow: (v, set) => {
        const B = rows(v.length);
        return backward(B, family.slow(forward(B, v), inner(set)));
      },
      feasible: (d, random, set) => backward(rows(d), family.feasible(d, random, inner(set))),
      ambiguous: (v, set) =>
        hasUnsureSupport(
          forward(rows(v.length), v),
          inner(set),
          roundings(v.length) * UNIT * euclidean(v),
        ),
      // Bv is known to that many roundings of ‖v‖, and P_C does not lengthen it; its own error, ε in an entry, is at
      // most √d ε as a vector, ε ≤ 4(d + 4)u√d‖p‖₂, and so in an entry after the way back.
      error: (v, p) =>
        (4 * (v.length + 4) * v.length * euclidean(p) +
          roundings(v.length) * (euclidean(v) + euclidean(p))) *
        UNIT,
      tolerance: ({ length: d }) => (4 * (d + 4) + Math.sqrt(d) * roundings(d)) * UNIT,
    });
  }
}

test('the examples by hand', () => {
  const set = inBasis({ basis: 'haar', constraint: sparse(1) });
  expect(distance(set.project([4, 2, 3, 3]), [3, 3, 3, 3])).toBeLessThan(1e-15);
  const first = inBasis({ basis: 'dct', constraint: sparse(1) });
  expect(distance(first.project([5, -4.9]), [4.95, -4.95])).toBeLessThan(1e-14);
  const turned = inBasis({
    basis: [
      [0.6, 0.8],
      [-0.8, 0.6],
    ],
    constraint: box({ lower: 0, upper: 1 }),
  });
  expect(distance(turned.project([3, 4]), [0.6, 0.8])).toBeLessThan(1e-15);
});

test('weights that are sparse in cosines are found', () => {
  const d = 40;
  const constraint = inBasis({ basis: 'dct', constraint: sparse(2) });
  const planted = cosineRows(d)[3].map((x, j) => x + 0.5 * cosineRows(d)[11][j]);
  const { X, y } = plantedProblem({ n: 80, d, planted, seed: 1 });
  const result = fitSync(X, y, { constraint });
  expect(result.certificate.feasible).toBe(true);
  expect(distance(result.weights, planted)).toBeLessThan(1e-8);
});

test('it tells what it is made of', () => {
  const set = inBasis({ basis: 'dct', constraint: l1Ball(2) });
  expect(set).toMatchObject({ name: 'inBasis', convex: true, cone: false, level: 2 });
  expect(set.parameters).toEqual({
    basis: 'dct',
    constraint: { name: 'l1Ball', parameters: { radius: 2 } },
  });
  expect(set.regularizer?.([1, 1])).toBeCloseTo(Math.SQRT2, 15);
  expect(set.kernel ?? set.rescaled ?? set.caveats ?? set.dimension).toBeUndefined();
  const swap = inBasis({
    basis: [
      [0, 1],
      [1, 0],
    ],
    constraint: sparse(1),
  });
  expect(swap).toMatchObject({ convex: false, cone: true, dimension: 2 });
  expect(swap.parameters).toMatchObject({
    basis: [
      [0, 1],
      [1, 0],
    ],
  });
  expect(inBasis({ basis: 'dct', constraint: wholeSpace() }).level).toBeUndefined();
});

test('a matrix may be given as data, and what happens to it later does not reach the set', () => {
  const data = Float64Array.of(0, 1, 1, 0);
  const set = inBasis({
    basis: { data, rows: 2, columns: 2 },
    constraint: box({ lower: [0, 5], upper: [1, 6] }),
  });
  data.fill(7);
  expect(set.project([9, 9])).toEqual(Float64Array.of(6, 1));
});

test('what is inside stays as it is, to the bit', () => {
  const set = inBasis({ basis: 'dct', constraint: l1Ball(10) });
  expect(set.project([0.1, 0.2, 0.7])).toEqual(Float64Array.of(0.1, 0.2, 0.7));
});

test('membership is that of the coefficients', () => {
  const set = inBasis({ basis: 'haar', constraint: sparse(1) });
  expect(set.contains([1, 1, 1, 1])).toBe(true);
  expect(set.contains([1, 1, -1, -1])).toBe(true);
  expect(set.contains([1, 1, 1, 1 + 1e-10])).toBe(true);
  expect(set.contains([1, 1, 1, 1 + 1e-10], 0)).toBe(false);
  expect(set.contains([1, 0, 0, 0])).toBe(false);
  expect(set.contains([NaN, 0, 0, 0])).toBe(false);
});

describe('what is no orthonormal basis is refused', () => {
  const constraint = sparse(1);
  test.each<[unknown, string]>([
    ['fourier', "got 'fourier', expected 'dct', 'haar' or"],
    [undefined, 'got undefined'],
    [null, 'got null'],
    [3, 'got 3'],
    [[], 'got Array of length 0'],
    [[[1, 0]], '1 rows of length 2'],
    [[[1, 0], [0]], 'row 1 of length 1'],
    [[[1, 0], null], 'basis row 1: got null'],
    [
      [
        [1, 0],
        [0, NaN],
      ],
      'basis row 1 at index 1: got NaN',
    ],
    [
      [
        [1, 0],
        [0, 1.5],
      ],
      '|⟨row 1, row 1⟩ − 1| = 1.25',
    ],
    [
      [
        [1, 0],
        [1, 0],
      ],
      '|⟨row 1, row 0⟩ − 0| = 1, expected orthonormal rows',
    ],
    [{ data: [1, 0, 0, 1], rows: 2 }, 'basis columns: got undefined'],
    [{ data: [1, 0], rows: 1, columns: 2 }, '1 rows of length 2'],
    [{ data: [1, 0, 0], rows: 2, columns: 2 }, '3 numbers for 2 × 2'],
    [{ data: 'no', rows: 2, columns: 2 }, 'basis.data'],
  ])('%j', (basis, words) => {
    expectError(
      () => inBasis({ basis: basis as BasisMatrix, constraint }),
      'INVALID_CONSTRAINT',
      words,
    );
  });

  test.each([undefined, null, 3])('inBasis(%o)', (given) => {
    expectError(() => inBasis(given as never), 'INVALID_CONSTRAINT', `inBasis: got ${given}`);
  });

  test('inBasis without a set', () => {
    expectError(
      () => inBasis({ basis: 'dct' } as never),
      'INVALID_CONSTRAINT',
      'inBasis constraint',
    );
  });
});

test('a defect of rounding passes', () => {
  const rows = randomRows(20, new Random(5)).map((row) => row.map((x) => x * (1 + 1e-12)));
  expect(() => inBasis({ basis: rows, constraint: sparse(1) })).not.toThrow();
});

describe('a dimension in which it cannot stand is refused', () => {
  test.each<[string, Constraint, number, string]>([
    [
      'haar',
      inBasis({ basis: 'haar', constraint: sparse(1) }),
      6,
      '6 weights, expected a power of two',
    ],
    [
      'a matrix',
      inBasis({ basis: [[1]], constraint: sparse(1) }),
      2,
      'a matrix for 1 weights, expected 2',
    ],
    ['the set', inBasis({ basis: 'dct', constraint: sparse(4) }), 3, '4 on data of 3 columns'],
  ])('by %s', (_, set, d, words) => {
    for (const action of [
      () => set.checkDimension?.(d),
      () => set.project(new Float64Array(d)),
      () => set.contains(new Float64Array(d)),
    ]) {
      expectError(action, 'INVALID_CONSTRAINT', words);
    }
  });

  test('at once, where the set knows its own', () => {
    const bounds = box({ lower: [0, 0, 0], upper: 1 });
    expectError(
      () => inBasis({ basis: 'haar', constraint: bounds }),
      'INVALID_CONSTRAINT',
      '3 weights',
    );
    expectError(
      () => inBasis({ basis: [[1]], constraint: bounds }),
      'INVALID_CONSTRAINT',
      '3 bounds',
    );
  });
});
