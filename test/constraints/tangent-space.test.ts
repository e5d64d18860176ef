import { describe, expect, test } from 'vitest';
import { byProjection, euclideanNorm } from '../../src/constraints/constraint.js';
import {
  blockSparse,
  type Constraint,
  groupSparse,
  inBasis,
  lowRank,
  sparse,
  sparseNonnegative,
  sparsePerGroup,
  subspace,
  treeSparse,
  wholeSpace,
} from '../../src/index.js';
import { dot } from '../../src/numerics/vectors.js';
import { normals } from '../../src/testing/random.js';

const D = 16;
const groups = [
  [0, 3, 6],
  [1, 2],
  [4, 5, 7],
  [8, 9, 10, 11],
  [12, 13, 14, 15],
];
const basis = [normals(D, 91), normals(D, 92), normals(D, 93)];

// Sets, and whether P_K(v) is every point of T: where T ⊂ K.
const SETS: [Constraint, boolean][] = [
  [sparse(4), true],
  [sparse(D), true],
  [groupSparse({ groups, count: 2 }), true],
  [blockSparse({ sparsity: 5, blocks: 2 }), true],
  [sparsePerGroup({ groups, sparsity: 2 }), true],
  [treeSparse(5), true],
  [subspace(basis), true],
  [wholeSpace(), true],
  [sparseNonnegative(4), false],
  [lowRank({ rows: 4, columns: 4, rank: 2 }), false],
  [lowRank({ rows: 2, columns: 8, rank: 1 }), false],
  [lowRank({ rows: 8, columns: 2, rank: 1 }), false],
  [inBasis({ basis: 'dct', constraint: sparse(3) }), true],
  [inBasis({ basis: 'haar', constraint: treeSparse(4) }), true],
  [inBasis({ basis: 'dct', constraint: lowRank({ rows: 4, columns: 4, rank: 1 }) }), false],
];

describe.each(SETS)('the tangent space of $name', (set, inside) => {
  const at = (seed: number) => {
    const w = set.project(normals(D, seed));
    const space = set.tangentSpace?.(w);
    if (space === undefined) throw new Error('no tangent space');
    const { project, dimension } = byProjection(space);
    const onto = (v: Float64Array) => {
      const p = Float64Array.from(v);
      project(p);
      return p;
    };
    return { w, onto, dimension };
  };
  const away = (a: Float64Array, b: Float64Array) => euclideanNorm(a.map((x, j) => x - b[j]));

  test('has the point, and P_T is an orthogonal projector of its dimension', () => {
    for (let seed = 1; seed < 8; seed++) {
      const { w, onto, dimension } = at(seed);
      expect(away(onto(w), w)).toBeLessThan(1e-13 * euclideanNorm(w));
      const [a, b] = [normals(D, seed + 100), normals(D, seed + 200)];
      expect(away(onto(onto(a)), onto(a))).toBeLessThan(1e-13);
      expect(dot(onto(a), b)).toBeCloseTo(dot(a, onto(b)), 12);
      let trace = 0;
      for (let j = 0; j < D; j++) {
        const unit = new Float64Array(D);
        unit[j] = 1;
        trace += onto(unit)[j];
      }
      expect(trace).toBeCloseTo(dimension, 11);
    }
  });

  test.runIf(inside)('lies in the set', () => {
    for (let seed = 1; seed < 8; seed++) {
      expect(set.contains(at(seed).onto(normals(D, seed + 300)))).toBe(true);
    }
  });

  test.skipIf(inside)('touches the set: P_K(w + tv) = w + tv + O(t²) for v in T', () => {
    for (let seed = 1; seed < 8; seed++) {
      const { w, onto } = at(seed);
      const v = onto(normals(D, seed + 300));
      const off = (t: number) => {
        const moved = w.map((x, j) => x + t * v[j]);
        return away(set.project(moved), moved);
      };
      expect(off(1e-5)).toBeLessThan(1e-7);
    }
  });
});

test('whole groups, and the tree up to its root, are free where only some of their entries are not 0', () => {
  const w = new Float64Array(D);
  w[9] = 1;
  expect(groupSparse({ groups, count: 2 }).tangentSpace?.(w)).toEqual({
    support: Int32Array.of(8, 9, 10, 11),
  });
  expect(treeSparse(5).tangentSpace?.(w)).toEqual({ support: Int32Array.of(0, 1, 2, 4, 9) });
});

test('a rescaled set has one, a set that is not made of subspaces has none', () => {
  expect(sparse(2).rescaled?.(new Float64Array(D).fill(2)).tangentSpace).toBeDefined();
  const scales = normals(D, 5).map((x) => Math.abs(x) + 0.1);
  const space = subspace(basis).rescaled?.(scales).tangentSpace?.(new Float64Array(D));
  const moved = basis[1].map((x, j) => x * scales[j]);
  const p = Float64Array.from(moved);
  byProjection(space as NonNullable<typeof space>).project(p);
  expect(euclideanNorm(p.map((x, j) => x - moved[j]))).toBeLessThan(1e-13 * euclideanNorm(moved));
});
