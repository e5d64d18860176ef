// One example or more of every factory of the library, for weights of 16 entries.

import * as library from '../../src/constraints/index.js';
import type { Constraint } from '../../src/index.js';

/** How many weights they take. */
export const EXAMPLE_DIMENSION = 16;

const {
  box,
  convexSequenceCone,
  l1Ball,
  l2Ball,
  nonnegative,
  totalVariationBall,
  sparse,
  wholeSpace,
} = library;

const d = EXAMPLE_DIMENSION;
const shape = { rows: 4, columns: 4 };
const groups = [0, 4, 8, 12].map((start) => [0, 1, 2, 3].map((k) => start + k));
const ones = new Array(d).fill(1);
const ramp = ones.map((_, j) => j - 7);
const identity = ones.map((_, i) => ones.map((_, j) => Number(i === j)));
const circulant = ones.map((_, i) =>
  ones.map((_, j) => (i === j ? 2 : (i + 1) % d === j ? -1 : 0)),
);

export const examples: Record<string, Constraint[]> = {
  affine: [library.affine({ A: [ones, ramp], b: [1, 2] })],
  annulus: [library.annulus({ inner: 1, outer: 2 })],
  binary: [library.binary()],
  blockSparse: [library.blockSparse({ sparsity: 4, blocks: 2 })],
  box: [box({ lower: -1, upper: 1 })],
  cappedSimplex: [library.cappedSimplex({ radius: 2, upper: 1 })],
  convexSequenceCone: [convexSequenceCone()],
  custom: [library.custom({ name: 'line', project: (v) => v, contains: () => true, convex: true })],
  discrete: [library.discrete({ values: [-1, 0, 2] })],
  elasticNetBall: [library.elasticNetBall({ mu: 1, radius: 1 })],
  ellipsoid: [
    library.ellipsoid({ matrix: ones.map((_, j) => j + 1), radius: 1 }),
    library.ellipsoid({ matrix: identity, radius: 1 }),
  ],
  finiteSet: [library.finiteSet({ points: [ones, ramp] })],
  groupL2Ball: [library.groupL2Ball({ groups, radius: 1 })],
  groupSparse: [library.groupSparse({ groups, count: 2 })],
  halfspace: [library.halfspace({ normal: ramp, offset: 1 })],
  hankel: [library.hankel(shape)],
  hyperplane: [library.hyperplane({ normal: ramp, offset: 1 })],
  inBasis: [
    library.inBasis({ basis: 'dct', constraint: sparse(3) }),
    library.inBasis({ basis: 'haar', constraint: l1Ball(3) }),
    library.inBasis({ basis: identity, constraint: l2Ball(3) }),
  ],
  intersection: [
    library.intersection([nonnegative(), l1Ball(2)]),
    library.intersection([sparse(2), l2Ball(2)]),
  ],
  l1Ball: [l1Ball(1)],
  l1InfBall: [library.l1InfBall({ groups, radius: 1 })],
  l2Ball: [l2Ball(1)],
  linfBall: [library.linfBall(1)],
  lowRank: [library.lowRank({ ...shape, rank: 1 })],
  lpBall: [library.lpBall({ p: 1.5, radius: 1 }), library.lpBall({ p: 3, radius: 1 })],
  monotoneCone: [library.monotoneCone()],
  nonnegative: [nonnegative()],
  nonnegativeL1Ball: [library.nonnegativeL1Ball(1)],
  nuclearBall: [library.nuclearBall({ ...shape, radius: 1 })],
  orthonormal: [library.orthonormal(shape)],
  polyhedron: [
    library.polyhedron({ A: circulant, b: ones }),
    library.polyhedron({ A: circulant, b: ones, equalities: { A: [ramp], b: [1] } }),
  ],
  product: [
    library.product([
      { constraint: l1Ball(1), size: 8 },
      { constraint: sparse(2), size: 8 },
    ]),
  ],
  psdCone: [library.psdCone(4)],
  scale: [library.scale({ constraint: l1Ball(1), factor: -2 })],
  secondOrderCone: [library.secondOrderCone()],
  simplex: [library.simplex(1)],
  slab: [library.slab({ normal: ramp, lower: 0, upper: 1 })],
  sortedL1Ball: [library.sortedL1Ball({ weights: ones.map((_, j) => d - j), radius: 1 })],
  sparse: [sparse(3)],
  sparseBall: [library.sparseBall({ sparsity: 3, radius: 1 })],
  sparseNonnegative: [library.sparseNonnegative(3)],
  sparsePerGroup: [library.sparsePerGroup({ groups, sparsity: [1, 2, 3, 4] })],
  sparseSimplex: [library.sparseSimplex({ sparsity: 3, radius: 1 })],
  spectralBall: [library.spectralBall({ ...shape, radius: 1 })],
  sphere: [library.sphere(1)],
  sublevelSet: [
    library.sublevelSet({
      regularizer: {
        name: 'squares',
        value: (w) => Array.from(w).reduce((sum, x) => sum + x * x, 0),
        prox: (v, t) => v.map((x) => x / (1 + 2 * t)),
      },
      level: 1,
    }),
  ],
  subspace: [library.subspace([ones, ramp])],
  toeplitz: [library.toeplitz(shape)],
  totalVariationBall: [totalVariationBall(1), totalVariationBall({ radius: 1, ...shape })],
  translate: [library.translate({ constraint: l1Ball(1), offset: ones })],
  treeSparse: [library.treeSparse(3)],
  weightedL1Ball: [library.weightedL1Ball({ weights: ones.map((_, j) => j + 1), radius: 1 })],
  wholeSpace: [wholeSpace()],
};
