import { addMultiple, dot } from './vectors.js';

// The point of an intersection of sets that is nearest to v, and whether there is one, by the projections of each.
//
// Differences are measured relative to the size of what is compared, so that no square leaves the range of numbers.

/** out ← P(v); out may be v. */
export type Projection = (v: Float64Array, out: Float64Array) => void;

// A difference of projections over so much of y: half of its digits are the derivative's.
const DIFFERENCE = 1e-7;

/** What a search ended with. */
export interface Meeting {
  readonly status: 'found' | 'apart' | 'undecided';
  readonly point: Float64Array;
  /** max ‖x_i − x_k‖ over the last cycle's points x_i of the sets. */
  readonly gap: number;
  readonly cycles: number;
}

export const UNIT = 2 ** -53;
/** Points of two sets are one where they differ by less, relative to their size. */
export const SAME = 1e-12;
/** Sets are apart where any common point would be so many times as far as the points looked at. */
const FAR = 1e6;

/**
 * Von Neumann's alternating projections, x ← P_m(… P_1(x)), until x is in all sets: to 10⁻¹² ‖x‖.
 *
 * Where the sets are convex, 'apart' is proved to rounding. With x_i the point of set i, q_i = x_{i−1} − x_i points out
 * of it, ⟨q_i, z − x_i⟩ ≤ 0 for its points z. Added up, a common z has ⟨Σ q_i, z − x_m⟩ ≤ −e, e = Σ ⟨q_i, x_m − x_i⟩,
 * and so is at least e / ‖Σ q_i‖ from x_m: as the cycle closes, Σ q_i → 0, farther than any number. Elsewhere 'apart'
 * says that the points have stopped moving.
 */
export function alternatingProjections(
  projections: readonly Projection[],
  start: Float64Array,
  convex: boolean,
  mostCycles = 2000,
): Meeting {
  const points = projections.map(() => start.slice());
  const last = points[points.length - 1];
  const before = start.slice();
  let gap = 0;
  for (let cycles = 1; cycles <= mostCycles; cycles++) {
    before.set(last);
    points.forEach((point, i) => {
      projections[i](i === 0 ? before : points[i - 1], point);
    });
    gap = points.reduce((most, point) => Math.max(most, separation(point, last)), 0);
    const size = points.reduce((most, point) => Math.max(most, norm(point)), 0);
    if (gap <= SAME * norm(last)) return { status: 'found', point: last, gap, cycles };
    let e = 0;
    points.forEach((point, i) => {
      const from = i === 0 ? before : points[i - 1];
      for (let j = 0; j < last.length; j++) {
        e += ((from[j] - point[j]) / size) * ((last[j] - point[j]) / size);
      }
    });
    const open = separation(before, last) / size;
    const apart = convex ? e > FAR * (open + 8 * UNIT) : open <= 8 * UNIT;
    if (apart) return { status: 'apart', point: last, gap, cycles };
  }
  return { status: 'undecided', point: last, gap, cycles: mostCycles };
}

// Newton's steps for one level of the multipliers, and shortenings of one step: it never takes half of them.
const STEPS = 50;
const TRIALS = 30;
// Levels without progress before the search is given up: σ grows tenfold at each.
const STALLS = 25;

/**
 * The nearest point to v of an intersection of convex sets, by the method of multipliers with Newton's steps.
 *
 * With a correction p_i for each set and a weight σ, x is the minimiser of the smooth, strongly convex
 * ½‖x − v‖² + ½σ Σ ‖r_i‖², r_i = y_i − P_i(y_i), y_i = x + p_i/σ; then p_i ← σ r_i, and v = x + Σ p_i, p_i outward of
 * K_i at P_i(y_i): x is the answer when all P_i(y_i) are one point. σ grows tenfold until they approach each other so
 * much faster, and at once to where p_i/σ is as long as x: from there on a v far away costs no digits, as all that is
 * added up is of the size of the sets.
 *
 * The minimiser is where the gradient divided by σ, g = (x − v)/σ + Σ r_i, is 0. A Newton step by conjugate gradients
 * takes products with the Hessian, symmetric and at least 1/σ, from differences of projections; slopes along it,
 * which increase, tell how far to go where values of the function are rounded off. Rockafellar's criterion ends it.
 *
 * @see R. T. Rockafellar, "Augmented Lagrangians and applications of the proximal point algorithm in convex
 * programming" (1976).
 * @see X. Li, D. Sun, K.-C. Toh, "A highly efficient semismooth Newton augmented Lagrangian method for solving Lasso
 * problems" (2018).
 */
export function nearestCommonPoint(
  projections: readonly Projection[],
  v: Float64Array,
  mostCycles = 10_000,
): Meeting {
  const d = v.length;
  const sets = projections.map((project) => ({
    project,
    p: new Float64Array(d),
    y: v.slice(),
    point: v.slice(),
  }));
  let x = v.slice();
  let sigma = 1;
  let difference = DIFFERENCE;
  let cycles = 0;
  const g = new Float64Array(d);
  // g, and the points of the sets, for x.
  function look(x: Float64Array) {
    cycles++;
    for (let j = 0; j < d; j++) g[j] = (x[j] - v[j]) / sigma;
    for (const { project, p, y, point } of sets) {
      for (let j = 0; j < d; j++) y[j] = x[j] + p[j] / sigma;
      project(y, point);
      for (let j = 0; j < d; j++) g[j] += y[j] - point[j];
    }
  }
  const moved = new Float64Array(d);
  const answer = new Float64Array(d);
  // out ← the Hessian times s, for s of about unit length.
  function curve(s: Float64Array, out: Float64Array) {
    cycles++;
    for (let j = 0; j < d; j++) out[j] = s[j] / sigma;
    const length = norm(s);
    for (const { project, y, point } of sets) {
      if (y.every((value, j) => value === point[j])) continue;
      const h = (difference * norm(y)) / length;
      for (let j = 0; j < d; j++) moved[j] = y[j] + h * s[j];
      project(moved, answer);
      for (let j = 0; j < d; j++) out[j] += s[j] - (answer[j] - point[j]) / h;
    }
  }
  // The Newton step, in units of ‖g‖, by conjugate gradients; none where rounding leaves nothing to go.
  function newtonStep(length: number, precision: number): Float64Array {
    const step = new Float64Array(d);
    const rest = g.map((value) => -value / length);
    const way = rest.slice();
    const curved = new Float64Array(d);
    let squares = 1;
    for (let k = 0; k < 2 * d + 5 && k < 60 && squares > precision ** 2; k++) {
      curve(way, curved);
      // Less curvature than rounding makes is none that could be seen.
      const least = Math.max(1 / sigma, UNIT / difference);
      const t = squares / Math.max(dot(way, curved), dot(way, way) * least);
      addMultiple(step, t, way);
      addMultiple(rest, -t, curved);
      const before = squares;
      squares = dot(rest, rest);
      for (let j = 0; j < d; j++) way[j] = rest[j] + (squares / before) * way[j];
    }
    return step;
  }
  const slopeAlong = (step: Float64Array, length: number) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += (g[j] / length) * step[j];
    return sum;
  };
  // To where the slope is half of what it was, or less.
  function go(step: Float64Array, length: number) {
    const start = x;
    const first = slopeAlong(step, length);
    let [low, slopeLow, high, slopeHigh] = [0, first, Infinity, 0];
    let t = 1;
    for (let trial = 0; trial < TRIALS; trial++) {
      x = start.map((value, j) => value + t * length * step[j]);
      look(x);
      const slope = slopeAlong(step, length);
      if (Math.abs(slope) <= Math.abs(first) / 2) return;
      if (slope < 0) [low, slopeLow] = [t, slope];
      else [high, slopeHigh] = [t, slope];
      const between = low - (slopeLow * (high - low)) / (slopeHigh - slopeLow);
      const margin = (high - low) / 10;
      t = high === Infinity ? 4 * t : Math.max(low + margin, Math.min(high - margin, between));
    }
  }
  const gapOf = () => Math.max(...sets.map(({ point }) => separation(point, x)));
  let gap = Infinity;
  let stalls = 0;
  while (stalls < STALLS && cycles < mostCycles) {
    look(x);
    difference = DIFFERENCE;
    let length = norm(g);
    for (let step = 0, before = Infinity; step < STEPS && cycles < mostCycles; step++) {
      const size = Math.max(norm(x), ...sets.map(({ y }) => norm(y)));
      const rounded = length <= 8 * UNIT * size * sets.length && length > before / 2;
      const enough = Math.max(
        UNIT * size,
        (1e-13 * norm(x)) / sigma,
        (0.1 * gapOf()) / Math.sqrt(sigma),
      );
      if (rounded || length <= enough) break;
      before = length;
      go(newtonStep(length, Math.max(1e-6, Math.min(0.1, (0.1 * enough) / length))), length);
      length = norm(g);
      if (length > before / 4) difference = Math.max(SAME, difference / 10);
    }
    let longest = 0;
    for (const { p, y, point } of sets) {
      for (let j = 0; j < d; j++) p[j] = sigma * (y[j] - point[j]);
      longest = Math.max(longest, norm(p));
    }
    const before = gap;
    gap = gapOf();
    const size = norm(x);
    // A point that is 0 is shorter at each level, without end.
    if (size <= 1e-200 * norm(v)) return { status: 'found', point: x.fill(0), gap: 0, cycles };
    // Where sets touch, corrections grow without end, and the point is as far off as the root of the gap.
    const settled = sigma * gap <= 1e-3 * longest || gap <= 8 * UNIT * size || gap > before / 2;
    if (gap <= SAME * size && settled) {
      return { status: 'found', point: x, gap, cycles };
    }
    stalls = gap > before / 2 ? stalls + 1 : 0;
    if (gap > before / 100 || before === Infinity) sigma *= 10;
    sigma = Math.max(sigma, longest / Math.max(size, gap));
  }
  return { status: 'undecided', point: x, gap, cycles };
}

export function norm(a: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < a.length; j++) largest = Math.max(largest, Math.abs(a[j]));
  if (largest === 0) return 0;
  let squares = 0;
  for (let j = 0; j < a.length; j++) squares += (a[j] / largest) ** 2;
  return largest * Math.sqrt(squares);
}

export const separation = (a: Float64Array, b: Float64Array) => norm(a.map((x, j) => x - b[j]));
