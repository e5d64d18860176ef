// What every projection obeys, as plain functions: a law answers how a case breaks it, or nothing.
//
// Tolerances follow from rounding. With u the unit roundoff, a sum of d numbers is known to d·u of its terms, so an
// entry of P(v) is known to ε = 4(d + 4)·u·‖P(v)‖₁, and P(v) as a vector to E = √d·ε.

import type { Constraint, Precision } from '../../src/index.js';
import { DIMENSIONS, kinds, SCALES } from './inputs.js';
import { INTERCEPT, projectByKernel } from './kernel.js';
import { Random } from './random.js';
import { cosine, distance, euclidean, largest, manhattan, minus, times } from './vectors.js';

export interface Family {
  make: (d: number, random: Random) => Constraint;
  /** P(v) by a search that shares nothing with the set's own. */
  slow: (v: Float64Array, set: Constraint) => Float64Array;
  /** A random point of the set. */
  feasible: (d: number, random: Random, set: Constraint) => Float64Array;
  /** An extreme point of a bounded convex set: one that maximises ⟨direction, z⟩. */
  extreme?: (direction: Float64Array, set: Constraint) => Float64Array;
}

interface Case {
  family: Family;
  set: Constraint;
  v: Float64Array;
  d: number;
  random: Random;
  projected: Float64Array;
}

export interface Law {
  title: string;
  applies?: (set: Constraint) => boolean;
  /** How the case breaks the law. */
  broken: (given: Case) => string | undefined;
}

const ROUNDOFF = { f64: 2 ** -53, f32: 2 ** -24 };

const entryError = (p: Float64Array) => 4 * (p.length + 4) * ROUNDOFF.f64 * manhattan(p);

const vectorError = (p: Float64Array) => Math.sqrt(p.length) * entryError(p);

const exceeds = (what: string, value: number, bound: number): string | undefined =>
  value <= bound ? undefined : `${what} is ${value}, above ${bound}`;

const isConvex = (set: Constraint) => set.convex;

const feasiblePoints = ({ family, d, random, set }: Case) =>
  [1, 2, 3].map(() => family.feasible(d, random, set));

export const laws: readonly Law[] = [
  {
    title: 'a projection is a point of the set',
    broken({ set, projected, d }) {
      if (!projected.every(Number.isFinite)) return 'an entry is not finite';
      return set.contains(projected, 4 * (d + 4) * ROUNDOFF.f64) ? undefined : 'it is outside';
    },
  },
  {
    title: 'a point that is far from its projection is not contained',
    broken({ family, set, v }) {
      const far = distance(v, family.slow(v, set)) > 1e-6 * largest(v);
      return far && set.contains(v) ? 'contains() says that it is inside' : undefined;
    },
  },
  {
    title: 'a feasible point is left unchanged',
    broken(given) {
      for (const z of feasiblePoints(given)) {
        if (!given.set.contains(z)) return 'contains() refuses a feasible point';
        const moved = exceeds('its move', distance(given.set.project(z), z), entryError(z));
        if (moved) return moved;
      }
      return undefined;
    },
  },
  {
    title: 'projecting twice is projecting once',
    broken: ({ set, projected }) =>
      exceeds('the move', distance(set.project(projected), projected), entryError(projected)),
  },
  {
    title: 'the projection is that of a slow search',
    broken({ family, set, v, projected }) {
      const slow = family.slow(v, set);
      return exceeds('the difference', distance(projected, slow), entryError(slow));
    },
  },
  {
    title: 'the variational inequality ⟨v − Pv, z − Pv⟩ ≤ 0 holds',
    applies: isConvex,
    broken(given) {
      const { family, set, v, d, projected } = given;
      const residual = minus(v, projected);
      const points = feasiblePoints(given);
      if (family.extreme) points.push(family.extreme(residual, set), family.extreme(v, set));
      const E = vectorError(projected);
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
    broken({ set, v, d, random, projected }) {
      const w = v.map((value) => value * random.uniform(0.5, 1.5) + 0.1 * random.normal());
      const other = set.project(w);
      const [near, far] = [minus(projected, other), minus(v, w)];
      const E = vectorError(projected) + vectorError(other);
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
      const E = vectorError(projected);
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
    broken({ set, v, projected }) {
      for (const t of [0.25, 3, 8]) {
        const expected = times(t, projected);
        const gap = distance(set.project(times(t, v)), expected);
        const failure = exceeds(`the difference at t = ${t}`, gap, entryError(expected));
        if (failure) return failure;
      }
      return undefined;
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
        const slack = vectorError(projected) + 4 * d * ROUNDOFF.f64 * there;
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
    broken({ set, v }) {
      const input = precision === 'f32' ? Float64Array.from(v, Math.fround) : v;
      const oracle = set.project(input);
      const { projected, intercept } = projectByKernel(input, set, precision);
      if (intercept !== INTERCEPT) return `the intercept became ${intercept}`;
      const stored = 2 * ROUNDOFF[precision];
      const computed = 2 * entryError(oracle);
      const wrong = oracle.findIndex(
        (x, j) => !(Math.abs(x - projected[j]) <= stored * Math.abs(x) + computed),
      );
      return wrong < 0
        ? undefined
        : `entry ${wrong} is ${projected[wrong]}, the oracle's ${oracle[wrong]}`;
    },
  };
}

const ENOUGH = 5;

/** The first ways in which the family breaks the law, over every kind of input, magnitude and dimension. */
export function violations(
  law: Law,
  family: Family,
  { seed = 1, dimensions = DIMENSIONS }: { seed?: number; dimensions?: number[] } = {},
): string[] {
  const random = new Random(seed);
  const scales = law.title.includes('f32') ? SCALES.f32 : SCALES.f64;
  const found: string[] = [];
  for (const d of dimensions) {
    for (const scale of scales) {
      for (const [kind, draw] of Object.entries(kinds)) {
        const set = family.make(d, random);
        if (law.applies && !law.applies(set)) continue;
        const v = times(scale, draw(d, random));
        const failure = law.broken({ family, set, v, d, random, projected: set.project(v) });
        if (failure) {
          const { name, parameters } = set;
          const of = `${name}(${JSON.stringify(parameters).slice(0, 60)})`;
          found.push(`seed ${seed}, d = ${d}, ${kind} × ${scale}, ${of}: ${failure}`);
          if (found.length === ENOUGH) return found;
        }
      }
    }
  }
  return found;
}

/** The titles of the laws that the family breaks. */
export function violatedLaws(
  family: Family,
  options?: { seed?: number; dimensions?: number[] },
): string[] {
  return laws
    .filter((law) => violations(law, family, options).length > 0)
    .map(({ title }) => title);
}
