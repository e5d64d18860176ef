// Sets that are made for the weights they are to hold: a family plants weights of norm 1 and a size s, and gives K for
// them. Every set whose statistical dimension has a formula is one, but for those that are made of other sets.

import { affine } from '../../constraints/affine.js';
import { annulus } from '../../constraints/annulus.js';
import { binary } from '../../constraints/binary.js';
import { blockSparse } from '../../constraints/block-sparse.js';
import { box } from '../../constraints/box.js';
import { cappedSimplex } from '../../constraints/capped-simplex.js';
import { type Constraint, euclideanNorm, largestMagnitude } from '../../constraints/constraint.js';
import { discrete } from '../../constraints/discrete.js';
import { elasticNetBall } from '../../constraints/elastic-net-ball.js';
import { ellipsoid } from '../../constraints/ellipsoid.js';
import { finiteSet } from '../../constraints/finite-set.js';
import { groupL2Ball } from '../../constraints/group-l2-ball.js';
import { groupSparse } from '../../constraints/group-sparse.js';
import { halfspace } from '../../constraints/halfspace.js';
import { hankel } from '../../constraints/hankel.js';
import { hyperplane } from '../../constraints/hyperplane.js';
import { l1Ball } from '../../constraints/l1-ball.js';
import { l2Ball } from '../../constraints/l2-ball.js';
import { linfBall } from '../../constraints/linf-ball.js';
import { lowRank } from '../../constraints/low-rank.js';
import { lpBall } from '../../constraints/lp-ball.js';
import { monotoneCone } from '../../constraints/monotone-cone.js';
import { nonnegative } from '../../constraints/nonnegative.js';
import { nonnegativeL1Ball } from '../../constraints/nonnegative-l1-ball.js';
import { nuclearBall } from '../../constraints/nuclear-ball.js';
import { psdCone } from '../../constraints/psd-cone.js';
import { secondOrderCone } from '../../constraints/second-order-cone.js';
import { simplex } from '../../constraints/simplex.js';
import { slab } from '../../constraints/slab.js';
import { sparse } from '../../constraints/sparse.js';
import { sparseBall } from '../../constraints/sparse-ball.js';
import { sparseNonnegative } from '../../constraints/sparse-nonnegative.js';
import { sparsePerGroup } from '../../constraints/sparse-per-group.js';
import { sparseSimplex } from '../../constraints/sparse-simplex.js';
import { spectralBall } from '../../constraints/spectral-ball.js';
import { sphere } from '../../constraints/sphere.js';
import { subspace } from '../../constraints/subspace.js';
import { toeplitz } from '../../constraints/toeplitz.js';
import { treeSparse } from '../../constraints/tree-sparse.js';
import { weightedL1Ball } from '../../constraints/weighted-l1-ball.js';
import { wholeSpace } from '../../constraints/whole-space.js';
import { recompose, svd } from '../../numerics/svd.js';
import { addMultiple, dot } from '../../numerics/vectors.js';
import { type Draws, normalised } from './draws.js';

/** How weights of norm 1 look, and the set that is known to hold them. */
interface Family {
  /** What s counts. */
  readonly counts: string;
  /** What d and s should be, where they cannot be what they are. */
  readonly needs?: (d: number, s: number) => string | undefined;
  readonly make: (draws: Draws) => [planted: Float64Array, set: Constraint];
}

const NONZEROS = 'nonzeros';

type Plant = (draws: Draws) => Float64Array;
type SetOf = (planted: Float64Array, s: number) => Constraint;

const family = (counts: string, plant: Plant, set: SetOf, needs?: Family['needs']): Family => ({
  counts,
  needs,
  make(draws) {
    const planted = plant(draws);
    return [planted, set(planted, draws.s)];
  },
});

const sparseWeights: Plant = (draws) => draws.sparse();
const magnitudes: Plant = (draws) => draws.sparse().map(Math.abs);
const sum = (w: Float64Array) => w.reduce((total, value) => total + value, 0);
const rising = (d: number) => Float64Array.from({ length: d }, (_, j) => 1 + j / d);

/** p × q = d with p ≤ q, as square as can be. */
function shapeOf(d: number): { rows: number; columns: number } {
  let rows = Math.floor(Math.sqrt(d));
  while (d % rows > 0) rows--;
  return { rows, columns: d / rows };
}

// A matrix with one row says nothing of matrices.
const factors =
  (most: (p: number, q: number) => number, what: string) => (d: number, s: number) => {
    const { rows, columns } = shapeOf(d);
    if (rows === 1) return 'a d that is a product of two numbers above 1';
    const limit = most(rows, columns);
    return s > limit ? `at most ${limit} ${what} of ${rows} × ${columns}` : undefined;
  };
const ranks = factors((p) => p, 'ranks');
const lines = factors((p, q) => p + q - 1, 'lines');

// Groups of p neighbours, q of them.
function groupsOf(d: number): number[][] {
  const { rows: p, columns: q } = shapeOf(d);
  return Array.from({ length: q }, (_, g) => Array.from({ length: p }, (_, k) => g * p + k));
}

function product(draws: Draws, { rows, columns }: { rows: number; columns: number }) {
  const { s } = draws;
  const [left, right] = [draws.normals(rows * s), draws.normals(columns * s)];
  const w = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      w[i * columns + j] = dot(left.subarray(i * s, i * s + s), right.subarray(j * s, j * s + s));
    }
  }
  return normalised(w);
}

const lowRankWeights = (draws: Draws) => product(draws, shapeOf(draws.d));

// s of the values of the law, in the places of each.
function placed(w: Float64Array, places: ArrayLike<number>, values: ArrayLike<number>) {
  for (let k = 0; k < places.length; k++) w[places[k]] = values[k];
  return w;
}

function groupWeights(draws: Draws): Float64Array {
  const groups = groupsOf(draws.d);
  const places = Array.from(draws.places(draws.s, groups.length), (g) => groups[g]).flat();
  return normalised(placed(new Float64Array(draws.d), places, draws.values(places.length)));
}

function perGroup(draws: Draws): Float64Array {
  const { d, s } = draws;
  const places = groupsOf(d).flatMap((group) =>
    Array.from(draws.places(s, group.length), (k) => group[k]),
  );
  return normalised(placed(new Float64Array(d), places, draws.values(places.length)));
}

const runsOf = (d: number, s: number) => Math.min(Math.ceil(s / 4), d - s + 1);

// Runs begin in places of the d − s + 1 that are left when each gives way to those before it.
function runs(draws: Draws): Float64Array {
  const { d, s } = draws;
  const count = runsOf(d, s);
  const starts = draws.places(count, d - s + 1);
  const cuts = draws.places(count - 1, s - 1);
  const w = new Float64Array(d);
  const values = draws.values(s);
  for (let k = 0, run = 0; k < s; k++) {
    if (run < count - 1 && k > cuts[run]) run++;
    w[starts[run] + k] = values[k];
  }
  return normalised(w);
}

// From the root on, each next node one of those whose parent is there.
function tree(draws: Draws): Float64Array {
  const { d, s } = draws;
  const next = [0];
  const w = new Float64Array(d);
  const values = draws.values(s);
  for (let k = 0; k < s; k++) {
    const [node] = next.splice(draws.places(1, next.length)[0], 1);
    w[node] = values[k];
    const children = node === 0 ? [1] : [2 * node, 2 * node + 1];
    next.push(...children.filter((child) => child < d));
  }
  return normalised(w);
}

function saturated(draws: Draws): Float64Array {
  const { d, s } = draws;
  const places = draws.places(s, d);
  return normalised(placed(draws.inside(d), places, draws.signs(s)));
}

function atBounds(draws: Draws): Float64Array {
  const { d, s } = draws;
  const places = draws.places(s, d);
  const ends = draws.signs(s).map((sign) => (1 + sign) / 2);
  // Not all at 0.
  ends[0] = 1;
  const between = draws.inside(d).map((value) => (1 + value) / 2);
  return normalised(placed(between, places, ends));
}

// As many at the cap as between, if there are.
function capped(draws: Draws): Float64Array {
  const { d, s } = draws;
  const places = draws.places(Math.min(2 * s, d), d);
  const order = draws.places(s, places.length);
  const w = placed(new Float64Array(d), places, new Float64Array(places.length).fill(1));
  const between = draws.inside(s).map((value) => (1 + value) / 2);
  const free = Array.from(order, (k) => places[k]);
  return normalised(placed(w, free, between));
}

function steps(draws: Draws): Float64Array {
  const { d, s } = draws;
  const cuts = draws.places(s - 1, d - 1);
  const levels = draws.normals(s).sort();
  const w = new Float64Array(d);
  for (let j = 0, block = 0; j < d; j++) {
    if (block < s - 1 && j > cuts[block]) block++;
    w[j] = levels[block];
  }
  return normalised(w);
}

function spectral(draws: Draws): Float64Array {
  const { d, s } = draws;
  const { rows, columns } = shapeOf(d);
  const triplets = svd(draws.normals(d), rows, columns);
  const [largest] = triplets.values;
  const values = triplets.values.map((value, k) => (k < s ? 1 : (0.9 * value) / largest));
  return normalised(recompose(triplets, values, new Float64Array(d)));
}

function semidefinite(draws: Draws): Float64Array {
  const { d, s } = draws;
  const order = Math.sqrt(d);
  const factor = draws.normals(order * s);
  const row = (i: number) => factor.subarray(i * s, (i + 1) * s);
  const w = Float64Array.from({ length: d }, (_, at) =>
    dot(row(Math.floor(at / order)), row(at % order)),
  );
  return normalised(w);
}

function onLines(draws: Draws, lineOf: (i: number, j: number) => number): Float64Array {
  const { d, s } = draws;
  const { rows, columns } = shapeOf(d);
  const count = rows + columns - 1;
  const values = placed(new Float64Array(count), draws.places(s, count), draws.values(s));
  const w = Float64Array.from({ length: d }, (_, at) => {
    return values[lineOf(Math.floor(at / columns), at % columns)];
  });
  return normalised(w);
}

const vectors = (draws: Draws, count: number) =>
  Array.from({ length: count }, () => draws.normals(draws.d));

// On the boundary: the last weight is the norm of the others.
function onCone(draws: Draws): Float64Array {
  const { d, s } = draws;
  const w = placed(new Float64Array(d), draws.places(s, d - 1), draws.values(s));
  w[d - 1] = euclideanNorm(w);
  return normalised(w);
}

const signs: Plant = (draws) => {
  const { d, s } = draws;
  return normalised(placed(new Float64Array(d), draws.places(s, d), draws.signs(s)));
};
const ones: Plant = (draws) => signs(draws).map(Math.abs);

// On the boundary of what a random normal bounds.
const withNormal = (set: (normal: Float64Array, along: number) => Constraint): Family => ({
  counts: NONZEROS,
  make(draws) {
    const w = draws.sparse();
    const normal = draws.normals(draws.d);
    return [w, set(normal, dot(normal, w))];
  },
});

const FAMILIES = {
  sparse: family(NONZEROS, sparseWeights, (_, s) => sparse(s)),
  sparseNonnegative: family(NONZEROS, magnitudes, (_, s) => sparseNonnegative(s)),
  sparseBall: family(NONZEROS, sparseWeights, (w, s) =>
    sparseBall({ sparsity: s, radius: euclideanNorm(w) }),
  ),
  blockSparse: family('nonzeros, in ⌈s/4⌉ runs', runs, (w, s) =>
    blockSparse({ sparsity: s, blocks: runsOf(w.length, s) }),
  ),
  treeSparse: family(
    'nodes of a tree',
    tree,
    (_, s) => treeSparse(s),
    (d) => (Number.isInteger(Math.log2(d)) ? undefined : 'a d that is a power of two'),
  ),
  groupSparse: family(
    'groups of p, where d = p·q',
    groupWeights,
    (w, s) => groupSparse({ groups: groupsOf(w.length), count: s }),
    factors((_, q) => q, 'groups'),
  ),
  sparsePerGroup: family(
    'nonzeros in each of q groups, where d = p·q',
    perGroup,
    (w, s) => sparsePerGroup({ groups: groupsOf(w.length), sparsity: s }),
    factors((p) => p, 'nonzeros in a group'),
  ),
  l1Ball: family(NONZEROS, sparseWeights, (w) => l1Ball.through(w)),
  nonnegativeL1Ball: family(NONZEROS, magnitudes, (w) => nonnegativeL1Ball.through(w)),
  weightedL1Ball: family('nonzeros, at prices from 1 to 2', sparseWeights, (w) =>
    weightedL1Ball.through(w, { weights: rising(w.length) }),
  ),
  elasticNetBall: family('nonzeros, μ = 1', sparseWeights, (w) =>
    elasticNetBall.through(w, { mu: 1 }),
  ),
  groupL2Ball: family(
    'groups of p, where d = p·q',
    groupWeights,
    (w) => groupL2Ball.through(w, { groups: groupsOf(w.length) }),
    factors((_, q) => q, 'groups'),
  ),
  simplex: family(NONZEROS, magnitudes, (w) => simplex(sum(w))),
  sparseSimplex: family(NONZEROS, magnitudes, (w, s) =>
    sparseSimplex({ sparsity: s, radius: sum(w) }),
  ),
  cappedSimplex: family('weights between 0 and the cap, at which as many are', capped, (w) =>
    cappedSimplex({ radius: sum(w), upper: largestMagnitude(w) }),
  ),
  nonnegative: family(NONZEROS, magnitudes, () => nonnegative()),
  box: family('weights at a bound', atBounds, (w) => box({ lower: 0, upper: largestMagnitude(w) })),
  linfBall: family('weights of the largest magnitude', saturated, (w) => linfBall.through(w)),
  binary: family('weights that are not 0', ones, (w) => binary({ upper: largestMagnitude(w) })),
  discrete: family('nonzeros, of one size', signs, (w) => {
    const size = largestMagnitude(w);
    return discrete({ values: [-size, 0, size] });
  }),
  monotoneCone: family('blocks of equal weights', steps, () => monotoneCone()),
  secondOrderCone: family(
    'nonzeros but for the last',
    onCone,
    () => secondOrderCone(),
    (d, s) => (s < d ? undefined : `a sparsity below d = ${d}`),
  ),
  lowRank: family(
    'the rank of p × q',
    lowRankWeights,
    (w, s) => lowRank({ ...shapeOf(w.length), rank: s }),
    ranks,
  ),
  nuclearBall: family(
    'the rank of p × q',
    lowRankWeights,
    (w) => nuclearBall.through(w, shapeOf(w.length)),
    ranks,
  ),
  spectralBall: family(
    'singular values of p × q at the largest',
    spectral,
    (w) => spectralBall.through(w, shapeOf(w.length)),
    ranks,
  ),
  psdCone: family(
    'the rank of p × p',
    semidefinite,
    (w) => psdCone(Math.sqrt(w.length)),
    (d, s) => {
      const order = Math.sqrt(d);
      if (!Number.isInteger(order)) return 'a d that is a square';
      return s > order ? `at most ${order} ranks` : undefined;
    },
  ),
  hankel: family(
    'antidiagonals of p × q that are not 0',
    (draws) => onLines(draws, (i, j) => i + j),
    (w) => hankel(shapeOf(w.length)),
    lines,
  ),
  toeplitz: family(
    'diagonals of p × q that are not 0',
    (draws) => onLines(draws, (i, j) => i - j + shapeOf(draws.d).columns - 1),
    (w) => toeplitz(shapeOf(w.length)),
    lines,
  ),
  subspace: {
    counts: 'dimensions',
    make(draws) {
      const basis = vectors(draws, draws.s);
      const w = new Float64Array(draws.d);
      for (const direction of basis) addMultiple(w, 1, direction);
      return [normalised(w), subspace(basis)];
    },
  },
  affine: {
    counts: 'dimensions, d − s equations',
    needs: (d, s) => (s < d ? undefined : `a sparsity below d = ${d}`),
    make(draws) {
      const w = normalised(draws.normals(draws.d));
      const A = vectors(draws, draws.d - draws.s);
      return [w, affine({ A, b: A.map((row) => dot(row, w)) })];
    },
  },
  halfspace: withNormal((normal, along) => halfspace({ normal, offset: along })),
  hyperplane: withNormal((normal, along) => hyperplane({ normal, offset: along })),
  slab: withNormal((normal, along) => slab({ normal, lower: along - 1, upper: along })),
  finiteSet: {
    counts: 'points',
    make(draws) {
      const points = vectors(draws, draws.s).map(normalised);
      return [points[0], finiteSet({ points })];
    },
  },
  l2Ball: family(NONZEROS, sparseWeights, (w) => l2Ball.through(w)),
  sphere: family(NONZEROS, sparseWeights, (w) => sphere(euclideanNorm(w))),
  annulus: family(NONZEROS, sparseWeights, (w) => annulus({ inner: 0.5, outer: euclideanNorm(w) })),
  lpBall: family('nonzeros, p = 3/2', sparseWeights, (w) => lpBall.through(w, { p: 1.5 })),
  ellipsoid: family('nonzeros, axes of lengths from 1 to 1/√2', sparseWeights, (w) =>
    ellipsoid.through(w, { matrix: rising(w.length) }),
  ),
  wholeSpace: family(NONZEROS, sparseWeights, () => wholeSpace()),
} satisfies Readonly<Record<string, Family>>;

/** What `familyNames` has. */
export type FamilyName = keyof typeof FAMILIES;

export const familyOf = (name: string): Family => FAMILIES[name as FamilyName];

/**
 * The names that `constraint` of an experiment knows: sets that are made for each w*.
 *
 * @see phaseTransition
 * @example
 * ```ts
 * familyNames.includes('l1Ball') // true
 * ```
 */
export const familyNames: readonly string[] = Object.keys(FAMILIES);

/**
 * What `sparsity` counts in each family, as an axis may say it.
 *
 * @see phaseTransition
 * @example
 * ```ts
 * familySizes.lowRank // 'the rank of p × q'
 * ```
 */
export const familySizes: Readonly<Record<string, string>> = Object.freeze(
  Object.fromEntries(familyNames.map((name) => [name, familyOf(name).counts])),
);

export const isFamily = (name: string): boolean => Object.hasOwn(FAMILIES, name);
