// Statistical dimensions δ(C) = E‖Π_C(g)‖², g ~ N(0, I_d), of the descent cones C of the usual sets: formulas
// of numbers alone. Where C belongs to a norm f that grows at w*, C is polar to the cone of ∂f(w*), and
//
//   δ(C) = E inf_τ dist²(g, τ ∂f(w*)) ≤ inf_{τ ≥ 0} E dist²(g, τ ∂f(w*)),
//
// which is too large by less than about 1 (docs/theory.md). The right side is convex in τ: each function
// below finds the zero of half its derivative.
//
// Chandrasekaran, Recht, Parrilo, Willsky, "The convex geometry of linear inverse problems" (2012);
// Amelunxen, Lotz, McCoy, Tropp, "Living on the edge" (2014), section 4, here ALMT.

import { meanExcess, meanSquareExcess, normalDensity, normalTail } from './normal-distribution.js';
import { integrate } from './quadrature.js';
import { findIncreasingRoot, findRoot } from './root.js';

/**
 * ℓ1 at a point with s of d weights not zero, 1 ≤ s < d: inf_τ s(1 + τ²) + (d − s) E(|g| − τ)₊². At s = d the
 * cone is a halfspace, of dimension d − ½. ALMT, section 4.
 */
export function l1Norm(d: number, s: number): number {
  return sparseNorm(d, s, 2);
}

/** ℓ1 together with w ≥ 0: of the weights outside the support only the positive side counts. */
export function nonnegativeL1Norm(d: number, s: number): number {
  return sparseNorm(d, s, 1);
}

function sparseNorm(d: number, s: number, sides: 1 | 2): number {
  if (s >= d) return d - 0.5;
  const tau = findIncreasingRoot((t) => s * t - (d - s) * sides * meanExcess(t));
  return s * (1 + tau * tau) + (d - s) * sides * meanSquareExcess(tau);
}

/**
 * A norm, or another convex function, whose subgradients at w* have one value of square norm `squares` on the
 * s active weights and anything of |·| ≤ c_j on the others: inf_τ s + τ²·squares + Σ_others E(|g| − τc)₊². Σ
 * c_j|w_j| has squares = Σ_active c². O(d) a step of the search.
 */
export function separableNorm(s: number, squares: number, others: ArrayLike<number>): number {
  if (others.length === 0) return s - 0.5;
  const tau = findIncreasingRoot(
    (t) => t * squares - sumOf(others, (c) => 2 * c * meanExcess(t * c)),
  );
  return s + tau * tau * squares + sumOf(others, (c) => 2 * meanSquareExcess(tau * c));
}

/**
 * Weights with a fixed sum, of which `free` are inside their bounds, `low` at their lower and `high` at their
 * upper one: inf_{τ ∈ ℝ} free(1 + τ²) + low·E(g − τ)₊² + high·E(g + τ)₊², at least one free, or one low and
 * one high; without low and high a hyperplane.
 */
export function fixedSum(free: number, low: number, high: number): number {
  if (low + high === 0) return free - 1;
  const slope = (t: number) => free * t - low * meanExcess(t) + high * meanExcess(-t);
  const tau = slope(0) < 0 ? findIncreasingRoot(slope) : -findIncreasingRoot((t) => -slope(-t));
  return free * (1 + tau * tau) + low * meanSquareExcess(tau) + high * meanSquareExcess(-tau);
}

/**
 * A group of `size` weights, whose norm counts `weight` times (1 by default), and how many there are like it.
 */
export interface GroupKind {
  readonly size: number;
  readonly weight?: number;
  readonly count?: number;
}

/** Groups of these sizes, equal ones together: an integral serves all of a kind. */
export function kindsOf(sizes: ArrayLike<number>): Required<Omit<GroupKind, 'weight'>>[] {
  const counts = new Map<number, number>();
  for (let g = 0; g < sizes.length; g++) counts.set(sizes[g], (counts.get(sizes[g]) ?? 0) + 1);
  return Array.from(counts, ([size, count]) => ({ size, count }));
}

/**
 * Σ_g c_g‖w_g‖₂ over disjoint groups: inf_τ Σ_active (size + τ²c²) + Σ_inactive E(χ_size − τc)₊².
 *
 * @see R. Foygel, L. Mackey, "Corrupted sensing: novel guarantees for separating structured signals" (2014).
 */
export function groupNorm(active: readonly GroupKind[], inactive: readonly GroupKind[]): number {
  const sizes = sumOf(active, ({ size, count = 1 }) => size * count);
  if (inactive.length === 0) return sizes - 0.5;
  const squares = sumOf(active, ({ weight = 1, count = 1 }) => weight ** 2 * count);
  const tau = findIncreasingRoot(
    (t) =>
      t * squares -
      sumOf(inactive, ({ size, weight: c = 1, count = 1 }) => {
        return count * c * chiMean(size, t * c, (r) => r - t * c);
      }),
  );
  return (
    sizes +
    tau * tau * squares +
    sumOf(inactive, ({ size, weight: c = 1, count = 1 }) => {
      return count * chiMean(size, tau * c, (r) => (r - tau * c) ** 2);
    })
  );
}

/**
 * At most s of d weights not zero, an upper bound at every such point. A direction z of the cone is free on
 * the support S and has at most s nonzeros outside it, so ‖Π_C(g)‖² ≤ ‖g_S‖² + the s largest g_j² of the
 * others, and
 *
 *   E of these ≤ inf_λ sλ + (d − s) E(g² − λ)₊ = (d − s)·2(τφ(τ) + Q(τ)),   2Q(τ) = s/(d − s),   λ = τ².
 *
 * With w ≥ 0 besides, one side: only positive g_j count, and both 2 are 1.
 */
export function sparsityBound(d: number, s: number, sides: 1 | 2 = 2): number {
  // Few others, or few of their sides: all of them count.
  if (2 * s >= sides * (d - s)) return s + ((d - s) * sides) / 2;
  const tau = findRoot((t) => s / (d - s) - sides * normalTail(t), 0, 40);
  return s + (d - s) * sides * (tau * normalDensity(tau) + normalTail(tau));
}

/**
 * The nonzeros on one of M supports of s weights, an upper bound at every such point: s(1 + u) with u − 1 − ln u =
 * 2 ln M/s. As for any s weights, ‖Π_C(g)‖² ≤ ‖g_S‖² + the largest of M sums of at most s squares g_j² of others, and
 * E of that ≤ inf_λ (ln M − (s/2) ln(1 − 2λ))/λ = su by E e^(λχ²_s) = (1 − 2λ)^(−s/2).
 */
export function supportsBound(s: number, logCount: number): number {
  return s * (2 + findIncreasingRoot((x) => x - Math.log1p(x) - (2 * logCount) / s));
}

/**
 * At most `count` groups not zero, an upper bound at every such point, by the same argument: inf_λ count·λ +
 * Σ_active size + Σ_others E(χ²_size − λ)₊, where the largest groups are the active ones: E min(χ², λ) grows
 * with the size. At least one group.
 */
export function groupSparsityBound(sizes: ArrayLike<number>, count: number): number {
  const sorted = Float64Array.from(sizes).sort().reverse();
  const active = sumOf(sorted.subarray(0, count), (size) => size);
  const others = kindsOf(sorted.subarray(count));
  const lambda = findIncreasingRoot(
    (l) => count - sumOf(others, (kind) => kind.count * chiMean(kind.size, Math.sqrt(l), () => 1)),
  );
  return (
    active +
    count * lambda +
    sumOf(others, (kind) => {
      return kind.count * chiMean(kind.size, Math.sqrt(lambda), (r) => r * r - lambda);
    })
  );
}

/**
 * Rank at most r of p×q matrices, an upper bound at every such point: the tangent space and the r largest
 * singular values of the (p−r)×(q−r) block beyond it, r(p + q − r) + E Σ_{i≤r} σᵢ². Gordon: E σ₁ ≤ √(p−r) +
 * √(q−r), and the variance of σ₁, a 1-Lipschitz function, is at most 1.
 */
export function rankBound(p: number, q: number, r: number): number {
  const [a, b] = [p - r, q - r];
  const largest = (Math.sqrt(a) + Math.sqrt(b)) ** 2 + 1;
  return r * (p + q - r) + Math.min(a * b, r * largest);
}

/**
 * Nuclear norm at rank r of p×q, an upper bound: 3r(p + q − r), and never more than pq. Chandrasekaran et al.
 * (2012).
 */
export function nuclearNormBound(p: number, q: number, r: number): number {
  return Math.min(3 * r * (p + q - r), p * q);
}

/**
 * Nuclear norm at rank r of p×q, 1 ≤ r ≤ min(p, q), right as the sizes grow in proportion: with m = min(p,
 * q), n = max,
 *
 *   inf_τ  r(m + n − r) + r(n − r)τ² + (m − r)(n − r) ∫ (u − τ)₊² φ_y(u) du,    y = (m − r)/(n − r),
 *   φ_y(u) = √((u² − a²)(b² − u²)) / (πyu) on [a, b] = [1 − √y, 1 + √y],
 *
 * the law of Marchenko and Pastur for the singular values of the block beyond the support, divided by √(n −
 * r). At full rank the cone is a halfspace. ALMT, section 4 and appendix D.
 */
export function nuclearNorm(p: number, q: number, r: number): number {
  const m = Math.min(p, q);
  const n = Math.max(p, q);
  if (r >= m) return m * n - 0.5;
  const y = (m - r) / (n - r);
  const [a, b] = [1 - Math.sqrt(y), 1 + Math.sqrt(y)];
  const excess = (tau: number, power: number) =>
    integrate(
      (u) =>
        ((u - tau) ** power * Math.sqrt((u - a) * (u + a) * (b - u) * (b + u))) / (Math.PI * y * u),
      Math.max(a, tau),
      b,
    );
  const tau = findRoot((t) => r * t - (m - r) * excess(t, 1), 0, b);
  return r * (m + n - r) + r * (n - r) * tau ** 2 + (m - r) * (n - r) * excess(tau, 2);
}

/** The orthant at a point of k positive and d − k zero weights: k + (d − k)/2. */
export function orthant(d: number, k: number): number {
  return k + (d - k) / 2;
}

/**
 * One of m + 1 points, an upper bound: the cone is made of m rays, and E max (⟨g, u⟩₊)² over m unit vectors
 * is at most inf_λ λ + m E((g₊)² − λ)₊ = m(τφ(τ) + Q(τ)), Q(τ) = 1/m, and never more than d.
 */
export function raysBound(d: number, m: number): number {
  return Math.min(d, sparsityBound(m + 1, 1, 1) - 1);
}

/**
 * p×p positive semidefinite matrices at rank r, in the space of all: r(r+1)/2 + r(p−r) free, half of the
 * rest's k(k+1)/2.
 */
export function semidefiniteCone(p: number, r: number): number {
  const k = p - r;
  return (r * (r + 1)) / 2 + r * k + (k * (k + 1)) / 4;
}

/**
 * Monotone weights that are constant on blocks of these lengths and jump between them: Σ H_length, H_k = 1 +
 * ½ + … + 1/k. ALMT, appendix D.
 */
export function monotoneCone(lengths: ArrayLike<number>): number {
  return sumOf(lengths, (length) => {
    let harmonic = 0;
    for (let k = length; k > 0; k--) harmonic += 1 / k;
    return harmonic;
  });
}

/**
 * {w : w₁ ≥ ‖w‖ cos α}, 0 ≤ α ≤ π/2, in ℝᵈ: d sin²α + O(1), here exactly. ‖Π_C(g)‖² is ‖g‖² times 1 where the
 * angle β of g with the axis is below α, cos²(β − α) up to α + π/2, 0 beyond; β has the density ∝ sin^(d−2)
 * β, independent of ‖g‖.
 */
export function circularCone(d: number, alpha: number): number {
  if (d === 1) return 0.5;
  // Beyond this distance from π/2, sin^(d−2) < 1e-20.
  const width = Math.min(Math.PI / 2, Math.sqrt(100 / (d - 1)));
  const density = (beta: number) => Math.sin(beta) ** (d - 2);
  const over = (f: (beta: number) => number, low: number, high: number) => {
    const begin = Math.max(low, Math.PI / 2 - width);
    const end = Math.min(high, Math.PI / 2 + width);
    const middle = Math.max(begin, Math.min(end, Math.PI / 2));
    return integrate(f, begin, middle) + integrate(f, middle, end);
  };
  const inside = over(density, 0, alpha);
  const outside = over(
    (beta) => Math.cos(beta - alpha) ** 2 * density(beta),
    alpha,
    Math.min(Math.PI, alpha + Math.PI / 2),
  );
  return (d * (inside + outside)) / over(density, 0, Math.PI);
}

/** E f(χ_k); χ_k ≥ from, the norm of k normals, f taken as 0 below. */
function chiMean(k: number, from: number, f: (r: number) => number): number {
  const peak = Math.sqrt(k - 1);
  const density = (r: number) =>
    Math.exp((k > 1 ? (k - 1) * Math.log(r / peak) : 0) - 0.5 * (r - peak) * (r + peak));
  // The density falls like a normal one of deviation at most 1 on both sides of its peak.
  const low = Math.max(0, peak - REACH);
  const high = peak + REACH;
  const over = (g: (r: number) => number, begin: number) => {
    const middle = Math.min(high, Math.max(begin, peak));
    return integrate(g, begin, middle) + integrate(g, middle, high);
  };
  return over((r) => f(r) * density(r), Math.max(low, from)) / over(density, low);
}

const REACH = 10;

function sumOf<T>(values: ArrayLike<T>, term: (value: T) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += term(values[i]);
  return sum;
}
