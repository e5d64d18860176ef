// Statistical dimensions by formula, as the sets answer them. What is on a boundary or equal is decided up to
// DEFAULT_TOLERANCE relative to the size of the planted weights, as membership is. Single weights may be of very
// different sizes: one is zero, or at its bound, only up to what rounding leaves.

import {
  fixedSum,
  groupNorm,
  groupSparsityBound,
  kindsOf,
  l1Norm,
  monotoneCone,
  nonnegativeL1Norm,
  nuclearNorm,
  orthant,
  rankBound,
  raysBound,
  semidefiniteCone,
  separableNorm,
  sparsityBound,
  supportsBound,
} from '../numerics/descent-cones.js';
import { type ClosedForm, DEFAULT_TOLERANCE, largestMagnitude } from './constraint.js';

// A weight this small beside the largest is zero.
const ZERO = 2 ** -40;

/** Every direction descends: w* is inside the set, or the set is ℝᵈ. */
export const everyDirection = (d: number): ClosedForm => exact(d, 'd: every direction stays in K');

/** w* is on a boundary that is smooth there. */
export const halfspaceCone = (d: number): ClosedForm => exact(d - 0.5, 'd − ½: a halfspace');

/** The set is a subspace of dimension k, shifted or not. */
export const subspaceCone = (k: number): ClosedForm => exact(k, `k = ${k}: a subspace`);

/** Where R(w*) < level what `inside` says, by default the whole space; on the boundary what `onBoundary` says. */
export function below(
  d: number,
  value: number,
  level: number,
  onBoundary: () => ClosedForm,
  inside = () => everyDirection(d),
): ClosedForm {
  return value < level * (1 - DEFAULT_TOLERANCE) ? inside() : onBoundary();
}

/** ℓ1 ball, w* on its boundary. */
export function l1Cone(d: number, planted: ArrayLike<number>): ClosedForm {
  const s = support(planted);
  return s === d
    ? halfspaceCone(d)
    : bound(l1Norm(d, s), `inf_τ s(1 + τ²) + (d − s)E(|g| − τ)₊², s = ${s}`);
}

/** Nonnegative ℓ1 ball, w* on its boundary Σw = r. */
export function nonnegativeL1Cone(d: number, planted: ArrayLike<number>): ClosedForm {
  const s = support(planted);
  return s === d
    ? halfspaceCone(d)
    : bound(nonnegativeL1Norm(d, s), `inf_τ s(1 + τ²) + (d − s)E(g − τ)₊², s = ${s}`);
}

/** Simplex: as the nonnegative ℓ1 ball, without the directions that lessen the sum. */
export function simplexCone(d: number, planted: ArrayLike<number>): ClosedForm {
  const s = support(planted);
  return s === d
    ? exact(d - 1, 'd − 1: a hyperplane')
    : bound(nonnegativeL1Norm(d, s), `inf_τ s(1 + τ²) + (d − s)E(g − τ)₊², s = ${s}`);
}

/** At most s nonzeros, at any such point. */
export const sparseCone = (d: number, s: number): ClosedForm =>
  bound(
    sparsityBound(d, Math.min(s, d)),
    `s + 2(d − s)(τφ(τ) + Q(τ)), 2Q(τ) = s/(d − s), s = ${s}`,
  );

/** The nonzeros on one of M supports of s weights, at any such point. */
export function supportsCone(d: number, s: number, logCount: number): ClosedForm {
  const [any, value] = [sparseCone(d, s), supportsBound(s, logCount)];
  return value < any.value
    ? bound(value, `s(1 + u), u − 1 − ln u = 2 ln M/s, s = ${s}, ln M = ${logCount.toFixed(1)}`)
    : any;
}

/** At most s nonzeros, all of them positive, at any such point. */
export const sparseNonnegativeCone = (d: number, s: number): ClosedForm =>
  bound(
    sparsityBound(d, Math.min(s, d), 1),
    `s + (d − s)(τφ(τ) + Q(τ)), Q(τ) = s/(d − s), s = ${s}`,
  );

/** Groups of weights, by their indices. */
type Groups = readonly ArrayLike<number>[];

/** At most limits[g] nonzeros in each group g, which has as many weights or more. */
export const sparsePerGroupCone = (groups: Groups, limits: ArrayLike<number>): ClosedForm =>
  bound(
    groups.reduce((sum, { length }, g) => sum + sparsityBound(length, limits[g]), 0),
    'Σ_groups s + 2(size − s)(τφ(τ) + Q(τ)), 2Q(τ) = s/(size − s)',
  );

/** At most k groups not zero, at any such point. */
export const groupSparseCone = (groups: Groups, k: number): ClosedForm =>
  bound(
    groupSparsityBound(
      groups.map(({ length }) => length),
      k,
    ),
    `Σ_active size + inf_λ kλ + Σ E(χ² − λ)₊, k = ${k} groups`,
  );

/** Ball of Σ_g ‖w_g‖₂, w* on its boundary. */
export function groupCone(groups: Groups, planted: ArrayLike<number>): ClosedForm {
  const zero = ZERO * largestMagnitude(planted);
  const sizes = (active: boolean) =>
    groups
      .filter((group) => {
        return active === Array.prototype.some.call(group, (j) => Math.abs(planted[j]) > zero);
      })
      .map(({ length }) => length);
  const [active, inactive] = [kindsOf(sizes(true)), kindsOf(sizes(false))];
  if (inactive.length === 0) return halfspaceCone(planted.length);
  return bound(groupNorm(active, inactive), 'inf_τ Σ_active (size + τ²) + Σ_others E(χ − τ)₊²');
}

/** Ball of Σ c_j|w_j|, c > 0, w* on its boundary. */
export function weightedL1Cone(weights: Float64Array, planted: ArrayLike<number>): ClosedForm {
  const zero = ZERO * largestMagnitude(planted);
  const active = weights.filter((_, j) => Math.abs(planted[j]) > zero);
  const others = weights.filter((_, j) => Math.abs(planted[j]) <= zero);
  if (others.length === 0) return halfspaceCone(planted.length);
  const squares = active.reduce((sum, c) => sum + c * c, 0);
  return bound(
    separableNorm(active.length, squares, others),
    `inf_τ Σ_S (1 + τ²c²) + Σ_others E(|g| − τc)₊², s = ${active.length}`,
  );
}

/** {w : ‖w‖₁ + (μ/2)‖w‖₂² ≤ r}, w* on its boundary: subgradients sgn w_j + μw_j on the support. */
export function elasticNetCone(mu: number, planted: ArrayLike<number>): ClosedForm {
  const largest = largestMagnitude(planted);
  const zero = ZERO * largest;
  const active = Array.from(planted, Math.abs).filter((size) => size > zero);
  // In units of the largest subgradient, whose square stays in range.
  const unit = 1 + mu * largest;
  const others = new Float64Array(planted.length - active.length).fill(1 / unit);
  if (others.length === 0) return halfspaceCone(planted.length);
  const squares = active.reduce((sum, size) => sum + ((1 + mu * size) / unit) ** 2, 0);
  return bound(
    separableNorm(active.length, squares, others),
    `inf_τ Σ_S (1 + τ²(1 + μ|w|)²) + (d − s)E(|g| − τ)₊², s = ${active.length}`,
  );
}

/** {0 ≤ w_j ≤ upper_j, Σw = r}. */
export function cappedSimplexCone(
  planted: ArrayLike<number>,
  upper: ArrayLike<number>,
): ClosedForm {
  const near = ZERO * largestMagnitude(planted);
  let [low, high] = [0, 0];
  for (let j = 0; j < planted.length; j++) {
    if (Math.abs(planted[j]) <= near) low++;
    else if (Math.abs(planted[j] - upper[j]) <= near) high++;
  }
  const free = planted.length - low - high;
  if (high === planted.length) return exact(0, '0: a point');
  if (free === planted.length) return exact(free - 1, 'd − 1: a hyperplane');
  return bound(
    fixedSum(free, low, high),
    `inf_τ k(1 + τ²) + l·E(g − τ)₊² + h·E(g + τ)₊², k = ${free}, l = ${low}, h = ${high}`,
  );
}

/** One of finitely many points. */
export const finiteCone = (d: number, points: number): ClosedForm =>
  points === 1
    ? exact(0, '0: a point')
    : bound(
        raysBound(d, points - 1),
        `m(τφ(τ) + Q(τ)), Q(τ) = 1/m, m = ${points - 1} other points`,
      );

/** Every weight one of some values: inside the box from the least to the most of them. */
export function gridCone(planted: ArrayLike<number>, least: number, most: number): ClosedForm {
  const { value, formula } = boxCone(
    planted,
    () => least,
    () => most,
  );
  return bound(value, formula);
}

/** Ball of the largest singular value, w* with these. */
export function spectralCone(d: number, values: Float64Array, radius: number): ClosedForm {
  const k = values.filter((value) => value >= radius * (1 - DEFAULT_TOLERANCE)).length;
  return exact(d - (k * (k + 1)) / 4, `d − k(k+1)/4, k = ${k} singular values at r`);
}

/**
 * Of convex members w* is inside of, all but one or all, the cone is the other's. Where more bind, no member's δ
 * is exceeded, as the cone of a smaller set is smaller; a limit is no bound. How far below the truth is, only
 * draws tell; a member without a formula may be the one that counts.
 */
export function intersectionCone(
  d: number,
  members: readonly (ClosedForm | undefined)[],
  convex: boolean,
): ClosedForm | undefined {
  const known = members.filter((member) => member !== undefined);
  if (known.length < members.length) return undefined;
  const binding = known.filter(({ value }) => value < d);
  if (convex && binding.length < 2) return binding[0] ?? everyDirection(d);
  const bounds = known.filter(({ kind }) => kind !== 'asymptotic');
  if (bounds.length === 0) return undefined;
  const { value, formula } = bounds.reduce((a, b) => (b.value < a.value ? b : a));
  return { ...bound(value, formula), loose: true };
}

/** Positive semidefinite p×p matrices, w* of rank r. */
export const semidefinite = (p: number, r: number): ClosedForm =>
  exact(semidefiniteCone(p, r), `r(r+1)/2 + r(p−r) + (p−r)(p−r+1)/4, p = ${p}, r = ${r}`);

/** Orthant. */
export function orthantCone(d: number, planted: ArrayLike<number>): ClosedForm {
  const k = support(planted);
  return exact(orthant(d, k), `k + (d − k)/2, k = ${k} positive`);
}

/** Coordinates between bounds: 1 for each between them, ½ at one of them, 0 at both. */
export function boxCone(
  planted: ArrayLike<number>,
  lower: (j: number) => number,
  upper: (j: number) => number,
): ClosedForm {
  const largest = largestMagnitude(planted);
  // A bound of 0 is met on the scale of the other one, or of the weights.
  const scale = (bound: number, other: number) =>
    Math.abs(bound) || (Number.isFinite(other) && Math.abs(other)) || largest;
  const meets = (value: number, bound: number, other: number) =>
    Number.isFinite(bound) && Math.abs(value - bound) <= ZERO * scale(bound, other);
  let bounds = 0;
  for (let j = 0; j < planted.length; j++) {
    if (meets(planted[j], lower(j), upper(j))) bounds++;
    if (meets(planted[j], upper(j), lower(j))) bounds++;
  }
  return exact(planted.length - bounds / 2, `d − k/2, k = ${bounds} bounds met`);
}

/** Monotone weights: blocks of equal ones. */
export function monotoneBlocks(planted: ArrayLike<number>): ClosedForm {
  const near = DEFAULT_TOLERANCE * largestMagnitude(planted);
  const lengths: number[] = [];
  for (let j = 0; j < planted.length; j++) {
    if (j > 0 && Math.abs(planted[j] - planted[j - 1]) <= near) lengths[lengths.length - 1]++;
    else lengths.push(1);
  }
  const blocks = lengths.length === 1 ? '1 block' : `${lengths.length} blocks`;
  return exact(monotoneCone(lengths), `Σ H_length over ${blocks}`);
}

/** Nuclear ball of p×q, w* of rank r on its boundary. */
export const nuclearCone = (p: number, q: number, r: number): ClosedForm =>
  r >= Math.min(p, q)
    ? halfspaceCone(p * q)
    : {
        value: nuclearNorm(p, q, r),
        kind: 'asymptotic',
        formula: `Marchenko–Pastur limit, ${p}×${q}, r = ${r}`,
      };

/** Rank at most r of p×q, at any such point. */
export const lowRankCone = (p: number, q: number, r: number): ClosedForm =>
  bound(rankBound(p, q, r), `r(p + q − r) + r((√(p−r) + √(q−r))² + 1), ${p}×${q}, r = ${r}`);

/** {‖x‖ ≤ t} of d weights, w* with ‖x‖ = t: at its apex the cone is its own polar up to sign. */
export const secondOrderBoundary = (d: number, planted: ArrayLike<number>): ClosedForm =>
  largestMagnitude(planted) === 0 ? exact(d / 2, 'd/2: a self-dual cone') : halfspaceCone(d);

/**
 * Convex products add. Of others the sum is a bound: parts that are reached by steps of unlike lengths are not
 * reached together. A sum is exact only where every part is, and a bound where no part is asymptotic.
 */
export function productCone(
  parts: readonly (ClosedForm | undefined)[],
  convex: boolean,
): ClosedForm | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const kinds = known.map(({ kind }) => kind);
  return {
    value: known.reduce((sum, { value }) => sum + value, 0),
    kind: kinds.includes('asymptotic')
      ? 'asymptotic'
      : convex && !kinds.includes('upper bound')
        ? 'exact'
        : 'upper bound',
    formula: known.map(({ formula }) => formula).join(' + '),
    ...(known.some(({ loose }) => loose) && { loose: true }),
  };
}

/** How many weights are not zero. */
export function support(planted: ArrayLike<number>): number {
  const zero = ZERO * largestMagnitude(planted);
  let count = 0;
  for (let j = 0; j < planted.length; j++) if (Math.abs(planted[j]) > zero) count++;
  return count;
}

export const exact = (value: number, formula: string): ClosedForm => ({
  value,
  kind: 'exact',
  formula,
});

export const bound = (value: number, formula: string): ClosedForm => ({
  value,
  kind: 'upper bound',
  formula,
});
