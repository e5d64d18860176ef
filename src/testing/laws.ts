// What every projection obeys, as plain functions: a law answers how a case breaks it, or nothing.
//
// Tolerances follow from rounding. With u the unit roundoff, a sum of d numbers is known to d·u of its terms, so an
// entry of P(v) is known to ε = 4(d + 4)·u·‖P(v)‖₁, and P(v) as a vector to E = √d·ε.

import type { Constraint } from '../constraints/constraint.js';
import type { Precision } from '../problem/dataset.js';
import { DIMENSIONS, pointOf, type Recipe, recipes, SCALES } from './inputs.js';
import { INTERCEPT, projectByKernel } from './kernel.js';
import { Random } from './random.js';
import { cosine, distance, euclidean, largest, manhattan, minus, times } from './vectors.js';

/** What is known of a set beside its own code. The more of it is given, the more a law can find. */
export interface Knowledge {
  /** P(v) by a search that shares nothing with the set's own. */
  slow?: (v: Float64Array, set: Constraint) => Float64Array;
  /** A random point of the set; by default the projection of one. */
  feasible?: (d: number, random: Random, set: Constraint) => Float64Array;
  /** An extreme point of a bounded convex set: one that maximises ⟨direction, z⟩. */
  extreme?: (direction: Float64Array, set: Constraint) => Float64Array;
  /** How far an entry of P(v) may be off by rounding; by default ε as above. */
  error?: (v: Float64Array, projected: Float64Array, set: Constraint) => number;
  /** The tolerance at which P(v) must be contained; by default 4(d + 4)u. */
  tolerance?: (v: Float64Array, projected: Float64Array, set: Constraint) => number;
  /** Has v more than one nearest point? Then the slow search must be as near, not the same. */
  ambiguous?: (v: Float64Array, set: Constraint) => boolean;
  /** P(πv) = πP(v) for permutations π of the entries; P(σv) = σP(v) for changes σ of their signs. */
  symmetries?: readonly ('permutation' | 'sign')[];
  /** tK, for the law P_tK(tv) = t P_K(v). */
  scaled?: (set: Constraint, t: number) => Constraint;
}

/** Sets of one kind, drawn at random. */
export interface Family extends Knowledge {
  /** A set in d dimensions. */
  make: (d: number, random: Random) => Constraint;
  /** The dimensions that they can have; by default 1 … 33 and 1000. */
  dimensions?: readonly number[];
}

export interface Case {
  known: Knowledge;
  set: Constraint;
  v: Float64Array;
  d: number;
  random: Random;
  projected: Float64Array;
}

export interface Law {
  title: string;
  applies?: (set: Constraint, known: Knowledge) => boolean;
  /** How the case breaks the law. */
  broken: (given: Case) => string | undefined;
  precision?: Precision;
}

const ROUNDOFF = { f64: 2 ** -53, f32: 2 ** -24 };

const entryError = ({ known, set }: Case, v: Float64Array, p: Float64Array) =>
  known.error?.(v, p, set) ?? 4 * (p.length + 4) * ROUNDOFF.f64 * manhattan(p);

const vectorError = (given: Case, v = given.v, p = given.projected) =>
  Math.sqrt(p.length) * entryError(given, v, p);

const isAmbiguous = ({ known, set }: Case, v: Float64Array) => known.ambiguous?.(v, set) ?? false;

const exceeds = (what: string, value: number, bound: number): string | undefined =>
  value <= bound ? undefined : `${what} is ${value}, above ${bound}`;

const isConvex = (set: Constraint) => set.convex;

// Of a copy: a projection that changes its input would otherwise be compared with itself.
const projectionOf = (set: Constraint, v: Float64Array) => set.project(v.slice());

// Does the projection of v, found another way, differ from what is expected of it? Where K is not convex there may be
// several nearest points, which rounding chooses among: then they must be equally near.
function differs(
  given: Case,
  v: Float64Array,
  found: Float64Array,
  expected: Float64Array,
): string | undefined {
  const error = entryError(given, v, expected);
  const difference = exceeds('the difference', distance(found, expected), error);
  if (difference === undefined || given.set.convex) return difference;
  const [gap, other] = [euclidean(minus(v, found)), euclidean(minus(v, expected))];
  const slack = Math.sqrt(v.length) * error + 4 * (v.length + 4) * ROUNDOFF.f64 * other;
  return Math.abs(gap - other) <= slack ? undefined : difference;
}

const feasiblePoints = ({ known, d, random, set }: Case) =>
  [1, 2, 3].map(
    () =>
      known.feasible?.(d, random, set) ??
      projectionOf(
        set,
        random.vector(d, () => random.normal() * 10 ** random.integer(4)),
      ),
  );

export const laws: readonly Law[] = [
  {
    title: 'a projection is a point of the set',
    broken({ known, set, v, projected, d }) {
      if (projected.length !== d) return `it has ${projected.length} entries`;
      if (!projected.every(Number.isFinite)) return 'an entry is not finite';
      const tolerance = known.tolerance?.(v, projected, set) ?? 4 * (d + 4) * ROUNDOFF.f64;
      return set.contains(projected, tolerance) ? undefined : 'it is outside';
    },
  },
  {
    title: 'a point that is far from its projection is not contained',
    broken({ known, set, v, projected }) {
      const nearest = known.slow?.(v, set) ?? projected;
      const far = distance(v, nearest) > 1e-6 * Math.max(largest(v), largest(nearest));
      return far && set.contains(v) ? 'contains() says that it is inside' : undefined;
    },
  },
  {
    title: 'a feasible point is left unchanged',
    broken(given) {
      for (const z of feasiblePoints(given)) {
        if (!given.set.contains(z)) return 'contains() refuses a feasible point';
        const moved = exceeds(
          'its move',
          distance(projectionOf(given.set, z), z),
          entryError(given, z, z),
        );
        if (moved) return moved;
      }
      return undefined;
    },
  },
  {
    title: 'projecting twice is projecting once',
    broken: (given) => {
      const { set, projected } = given;
      const move = distance(projectionOf(set, projected), projected);
      return exceeds('the move', move, entryError(given, given.v, projected));
    },
  },
  {
    title: 'the projection is that of a slow search',
    applies: (_, { slow }) => slow !== undefined,
    broken(given) {
      const { known, set, v, projected } = given;
      const slow = known.slow?.(v, set) ?? projected;
      if (!isAmbiguous(given, v)) {
        return exceeds('the difference', distance(projected, slow), entryError(given, v, slow));
      }
      const [ours, its] = [euclidean(minus(v, projected)), euclidean(minus(v, slow))];
      return exceeds('the distance', ours, its + vectorError(given, v, slow));
    },
  },
  {
    title: 'the variational inequality ⟨v − Pv, z − Pv⟩ ≤ 0 holds',
    applies: isConvex,
    broken(given) {
      const { known, set, v, d, projected } = given;
      const residual = minus(v, projected);
      const points = feasiblePoints(given);
      if (known.extreme) points.push(known.extreme(residual, set), known.extreme(v, set));
      const E = vectorError(given);
      for (const z of points) {
        const toward = minus(z, projected);
        const allowed = E / euclidean(toward) + E / euclidean(residual) + 4 * d * ROUNDOFF.f64;
        const failure = exceeds('the cosine', cosine(residual, toward), allowed || 0);
        if (failure && euclidean(toward) > E && euclidean(residual) > E) return failure;
      }
      return undefined;
    },
  },
  {
    title: 'it is firmly nonexpansive: ‖Pv − Pw‖² ≤ ⟨Pv − Pw, v − w⟩',
    applies: isConvex,
    broken(given) {
      const { set, v, d, random, projected } = given;
      const w = v.map((value) => value * random.uniform(0.5, 1.5) + 0.1 * random.normal());
      const other = projectionOf(set, w);
      const [near, far] = [minus(projected, other), minus(v, w)];
      const E = vectorError(given) + vectorError(given, w, other);
      const [size, room] = [euclidean(near), euclidean(far)];
      if (size <= E) return undefined;
      const slack = 2 * E + (E / size) * room + 4 * d * ROUNDOFF.f64 * room;
      return exceeds('‖Pv − Pw‖', size, cosine(near, far) * room + slack);
    },
  },
  {
    title: 'Moreau: v − Pv lies in the polar cone and is orthogonal to Pv',
    applies: (set) => set.convex && set.cone,
    broken(given) {
      const { v, d, projected } = given;
      const polar = minus(v, projected);
      const E = vectorError(given);
      const [size, rest] = [euclidean(projected), euclidean(polar)];
      if (size <= E || rest <= E) return undefined;
      const slack = E / size + E / rest + 4 * d * ROUNDOFF.f64;
      const failure = exceeds('|cosine|', Math.abs(cosine(projected, polar)), slack);
      if (failure) return failure;
      for (const z of feasiblePoints(given)) {
        const outside = exceeds('the cosine with a point', cosine(polar, z), slack);
        if (outside) return outside;
      }
      return undefined;
    },
  },
  {
    title: 'a cone is positively homogeneous: P(tv) = t P(v)',
    applies: (set) => set.cone,
    broken(given) {
      const { set, v, projected } = given;
      if (isAmbiguous(given, v)) return undefined;
      for (const t of [0.25, 3, 8]) {
        const point = times(t, v);
        const failure = differs(given, point, projectionOf(set, point), times(t, projected));
        if (failure) return `at t = ${t}, ${failure}`;
      }
      return undefined;
    },
  },
  {
    title: 'scaling the set and the point scales the projection',
    applies: (_, { scaled }) => scaled !== undefined,
    broken(given) {
      const { known, set, v, projected } = given;
      if (isAmbiguous(given, v)) return undefined;
      for (const t of [0.25, 3]) {
        const point = times(t, v);
        const larger = known.scaled?.(set, t) ?? set;
        const failure = differs(given, point, projectionOf(larger, point), times(t, projected));
        if (failure) return `at t = ${t}, ${failure}`;
      }
      return undefined;
    },
  },
  {
    title: 'permuting the entries permutes the projection',
    applies: (_, { symmetries }) => symmetries?.includes('permutation') ?? false,
    broken(given) {
      const { set, v, random, projected } = given;
      if (isAmbiguous(given, v)) return undefined;
      const order = random.permutation(v.length);
      const permuted = (a: Float64Array) => a.map((_, j) => a[order[j]]);
      return differs(given, permuted(v), projectionOf(set, permuted(v)), permuted(projected));
    },
  },
  {
    title: 'changing signs of entries changes them in the projection',
    applies: (_, { symmetries }) => symmetries?.includes('sign') ?? false,
    broken(given) {
      const { set, v, d, random, projected } = given;
      if (isAmbiguous(given, v)) return undefined;
      const signs = random.vector(d, () => random.sign());
      const changed = (a: Float64Array) => a.map((x, j) => signs[j] * x);
      return differs(given, changed(v), projectionOf(set, changed(v)), changed(projected));
    },
  },
  {
    title: 'the regularizer is at most the level in the set, and nowhere else',
    applies: ({ regularizer, level }) => regularizer !== undefined && level !== undefined,
    broken(given) {
      const { set, v, d } = given;
      const level = set.level as number;
      const R = (w: Float64Array) => (set.regularizer as (w: Float64Array) => number)(w);
      for (const z of feasiblePoints(given)) {
        const rounding = 8 * (d + 4) * ROUNDOFF.f64 * (level + manhattan(z));
        const failure = exceeds('R of a feasible point', R(z), level + rounding);
        if (failure) return failure;
      }
      if (R(v) > level * (1 + 1e-6) && set.contains(v, 0)) return `contains() takes R = ${R(v)}`;
      return R(v) <= level * (1 - 1e-6) && !set.contains(v)
        ? `contains() refuses R = ${R(v)}`
        : undefined;
    },
  },
  {
    title: 'the rescaled set holds the rescaled points, and no others',
    applies: ({ rescaled }) => rescaled !== undefined,
    broken(given) {
      const { set, v, d, random } = given;
      // Powers of two: scaling by them is exact.
      const scales = random.vector(d, () => 2 ** (random.integer(5) - 2));
      const rescaled = set.rescaled?.(scales);
      if (rescaled === undefined) return undefined;
      const there = (w: Float64Array) => w.map((x, j) => scales[j] * x);
      const back = (w: Float64Array) => w.map((x, j) => x / scales[j]);
      for (const z of feasiblePoints(given)) {
        if (!rescaled.contains(there(z), 1e-8)) return 'a rescaled point is outside';
      }
      return set.contains(back(projectionOf(rescaled, there(v))), 1e-8)
        ? undefined
        : 'a point of it is none of the set';
    },
  },
  {
    title: 'no sampled feasible point is nearer',
    broken(given) {
      const { set, v, d, projected } = given;
      const here = euclidean(minus(v, projected));
      for (const point of feasiblePoints(given)) {
        // In a cone the point is brought to the size of v, where it may be near.
        const z = set.cone ? times(euclidean(v) / (euclidean(point) || 1), point) : point;
        const there = euclidean(minus(v, z));
        const slack = vectorError(given) + 4 * d * ROUNDOFF.f64 * there;
        const failure = exceeds('the distance', here, there + slack);
        if (failure) return failure;
      }
      return undefined;
    },
  },
  {
    title: 'the input stays as it was, unless it is the output',
    broken({ set, v, projected }) {
      const input = v.slice();
      const same = (a: ArrayLike<number>, b: Float64Array) => b.every((x, j) => Object.is(a[j], x));
      set.project(input);
      if (!same(input, v)) return 'the input changed';
      const out = new Float64Array(v.length).fill(NaN);
      if (set.project(input, out) !== out || !same(out, projected)) return 'out differs';
      if (!same(input, v)) return 'the input changed with out';
      if (!same(set.project(Array.from(v)), projected)) return 'number[] differs';
      return set.project(input, input) === input && same(input, projected)
        ? undefined
        : 'out = v differs';
    },
  },
  ...(['f64', 'f32'] as const).map(kernelLaw),
];

// The kernel stores P(v) rounded to its precision, and reads bounds so rounded.
function kernelLaw(precision: Precision): Law {
  return {
    title: `the ${precision} kernel projects as the oracle does`,
    precision,
    applies: ({ kernel }) => kernel !== undefined,
    broken(given) {
      const { set, v } = given;
      const input = precision === 'f32' ? Float64Array.from(v, Math.fround) : v;
      const oracle = projectionOf(set, input);
      const { projected, intercept } = projectByKernel(input, set, precision);
      if (intercept !== INTERCEPT) return `the intercept became ${intercept}`;
      const stored = 2 * ROUNDOFF[precision];
      const computed = 2 * entryError(given, input, oracle);
      const wrong = oracle.findIndex(
        (x, j) => !(Math.abs(x - projected[j]) <= stored * Math.abs(x) + computed),
      );
      return wrong < 0
        ? undefined
        : `entry ${wrong} is ${projected[wrong]}, the oracle's ${oracle[wrong]}`;
    },
  };
}

/** How the law is broken by the family at the set and the point that the recipe draws. */
export function violation(law: Law, family: Family, recipe: Recipe): string | undefined {
  const { d, kind, scale, seed } = recipe;
  const random = new Random(seed);
  const drawn = family.make(d, random);
  // Half of the sets grow with the point: a ball that all points are far outside of, or all inside, shows little.
  const set = seed % 2 === 1 && family.scaled ? family.scaled(drawn, scale) : drawn;
  if (law.applies && !law.applies(set, family)) return undefined;
  const v = pointOf(recipe, random);
  const projected = projectionOf(set, v);
  const failure = law.broken({ known: family, set, v, d, random, projected });
  if (failure === undefined) return undefined;
  const of = `${set.name}(${JSON.stringify(set.parameters).slice(0, 60)})`;
  return `seed ${seed}, d = ${d}, ${kind} × ${scale}, ${of}: ${failure}`;
}

/** The magnitudes that a law is tried at. */
export const scalesOf = ({ precision }: Law): readonly number[] => SCALES[precision ?? 'f64'];

/** What is tried, beside the sets' own dimensions and each law's magnitudes. */
export interface Trial {
  readonly seed?: number;
  readonly dimensions?: readonly number[];
  readonly scales?: readonly number[];
}

const ENOUGH = 5;

/** The first ways in which the family breaks the law, over every kind of input, magnitude and dimension. */
export function violations(law: Law, family: Family, trial: Trial = {}): string[] {
  const { seed = 1, dimensions = family.dimensions ?? DIMENSIONS, scales = scalesOf(law) } = trial;
  const found: string[] = [];
  for (const recipe of recipes(dimensions, scales, seed)) {
    const failure = violation(law, family, recipe);
    if (failure !== undefined) found.push(failure);
    if (found.length === ENOUGH) break;
  }
  return found;
}

/** The titles of the laws that the family breaks. */
export function violatedLaws(family: Family, trial?: Trial): string[] {
  return laws.filter((law) => violations(law, family, trial).length > 0).map(({ title }) => title);
}
