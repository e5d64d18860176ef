import {
  type Constraint,
  fillNormal,
  groupSparse,
  l1Ball,
  lowRank,
  monotoneCone,
  plantedProblem,
  sparse,
  sparseNonnegative,
  totalVariationBall,
  wholeSpace,
} from 'relufit';

/** What can be known of the weights, how such weights are drawn, and which set then holds them. */
export interface SetChoice {
  readonly name: string;
  readonly label: string;
  readonly sentence: string;
  /** What s counts, where it counts anything, and the most that it may be. */
  readonly level?: { readonly label: string; readonly most: (d: number) => number };
  /** Numbers to begin with, for which the paper's algorithm finds the weights. */
  readonly start: { readonly n: number; readonly d: number; readonly s?: number };
  /** Weights of length 1. */
  readonly plant: (d: number, s: number, seed: number) => Float64Array;
  readonly set: (s: number, planted: Float64Array) => Constraint;
}

const GROUP = 5;

/** Runs of five neighbours; the last may be shorter. */
const groupsOf = (d: number) =>
  Array.from({ length: Math.ceil(d / GROUP) }, (_, g) =>
    Array.from({ length: Math.min(GROUP, d - g * GROUP) }, (_, k) => g * GROUP + k),
  );

/** The sides of the matrix of about d entries that is nearest to a square. */
export function sidesOf(d: number): readonly [rows: number, columns: number] {
  let rows = Math.floor(Math.sqrt(d));
  while (rows > 2 && d % rows !== 0 && rows > Math.sqrt(d) / 2) rows--;
  return d % rows === 0 ? [rows, d / rows] : [1, d];
}

const drawn = (d: number, constraint: Constraint, seed: number) =>
  plantedProblem({ n: 1, d, constraint, seed }).planted;

const fewNonzeros = (d: number, s: number, seed: number) =>
  plantedProblem({ n: 1, d, sparsity: s, seed }).planted;

const lowRankOf = (d: number, s: number) => {
  const [rows, columns] = sidesOf(d);
  return lowRank({ rows, columns, rank: Math.min(s, rows) });
};

/** Constant but for s jumps at equal distances, of mean 0. */
function inSteps(d: number, s: number, seed: number): Float64Array {
  const heights = fillNormal(new Float64Array(s + 1), { seed, stream: 1, rows: 1, columns: s + 1 });
  const w = Float64Array.from({ length: d }, (_, j) => heights[Math.floor((j * (s + 1)) / d)]);
  const norm = Math.hypot(...w);
  return w.map((value) => value / norm);
}

export const SETS: readonly SetChoice[] = [
  {
    name: 'sparse',
    label: 'few are not zero',
    sentence: 'all but s of the weights are zero',
    level: { label: 'Nonzeros s', most: (d) => Math.min(60, d) },
    start: { n: 250, d: 400, s: 8 },
    plant: fewNonzeros,
    set: (s) => sparse(s),
  },
  {
    name: 'sparseNonnegative',
    label: 'few, and none negative',
    sentence: 'all but s of the weights are zero, and none is negative',
    level: { label: 'Nonzeros s', most: (d) => Math.min(60, d) },
    start: { n: 250, d: 400, s: 8 },
    plant: (d, s, seed) => drawn(d, sparseNonnegative(s), seed),
    set: (s) => sparseNonnegative(s),
  },
  {
    name: 'groupSparse',
    label: 'few groups of five',
    sentence: 'the weights come in groups of five neighbours, all but s of them zero',
    level: { label: 'Groups s', most: (d) => Math.min(12, Math.ceil(d / GROUP)) },
    start: { n: 250, d: 400, s: 3 },
    plant: (d, s, seed) => drawn(d, groupSparse({ groups: groupsOf(d), count: s }), seed),
    set: (s, planted) => groupSparse({ groups: groupsOf(planted.length), count: s }),
  },
  {
    name: 'lowRank',
    label: 'a matrix of low rank',
    sentence: 'the weights are a matrix, row after row, of rank s',
    level: { label: 'Rank s', most: (d) => Math.min(4, sidesOf(d)[0]) },
    start: { n: 500, d: 400, s: 1 },
    plant: (d, s, seed) => drawn(d, lowRankOf(d, s), seed),
    set: (s, planted) => lowRankOf(planted.length, s),
  },
  {
    name: 'monotoneCone',
    label: 'increasing',
    sentence: 'the weights increase from left to right',
    start: { n: 300, d: 400 },
    plant: (d, _, seed) => drawn(d, monotoneCone(), seed),
    set: () => monotoneCone(),
  },
  {
    name: 'l1Ball',
    label: 'its ℓ₁ norm',
    sentence: 'Σ|wⱼ| is at most that of the true weights, of which s are not zero',
    level: { label: 'Nonzeros s', most: (d) => Math.min(60, d) },
    start: { n: 320, d: 400, s: 4 },
    plant: fewNonzeros,
    set: (_, planted) => l1Ball.through(planted),
  },
  {
    name: 'totalVariationBall',
    label: 'its total variation',
    sentence: 'Σ|wⱼ₊₁ − wⱼ| is at most that of the true weights, which have s jumps',
    level: { label: 'Jumps s', most: (d) => Math.min(12, d - 1) },
    start: { n: 250, d: 400, s: 4 },
    plant: inSteps,
    set: (_, planted) => totalVariationBall.through(planted),
  },
  {
    name: 'wholeSpace',
    label: 'nothing',
    sentence: 'nothing is known of the weights',
    start: { n: 600, d: 40 },
    plant: (d, _, seed) => drawn(d, wholeSpace(), seed),
    set: () => wholeSpace(),
  },
];

export const setNamed = (name: string): SetChoice =>
  SETS.find((set) => set.name === name) ?? SETS[0];
