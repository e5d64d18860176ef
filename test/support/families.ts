import { box, type Constraint, l2Ball, nonnegative, sparse } from '../../src/index.js';
import type { Family } from '../../src/testing/laws.js';
import type { Random } from '../../src/testing/random.js';
import { euclidean, times } from '../../src/testing/vectors.js';
import { l1BallFamily } from './l1-ball-family.js';
import { bisect, nearestBetween } from './slow.js';

/** A family with what its laws need, for sets that are made from others. */
export type FullFamily = Family & Required<Pick<Family, 'slow' | 'feasible'>>;

const l1Balls = l1BallFamily as FullFamily;

const l2Balls: FullFamily = {
  make: (_, random) => l2Ball(10 ** random.uniform(-3, 3)),
  // Bisection on 1/(1 + λ), λ the multiplier of ‖w‖ ≤ r.
  slow(v, { level: radius = 0 }) {
    if (euclidean(v) <= radius) return v.slice();
    return times(
      bisect(0, 1, (t) => euclidean(times(t, v)) < radius),
      v,
    );
  },
  feasible(d, random, { level: radius = 0 }) {
    const z = random.vector(d, () => random.normal());
    return times((radius * Math.sqrt(random.uniform())) / euclidean(z), z);
  },
};

const boxes: FullFamily = {
  make(d, random) {
    const lower = random.vector(d, () => random.normal());
    return box({ lower, upper: lower.map((x) => x + random.uniform(0, 2)) });
  },
  slow: (v, set) =>
    v.map((x, j) => nearestBetween(bound(set, 'lower', j), bound(set, 'upper', j), x)),
  feasible: (d, random, set) =>
    Float64Array.from({ length: d }, (_, j) =>
      random.uniform(bound(set, 'lower', j), bound(set, 'upper', j)),
    ),
};

const cones: FullFamily = {
  make: nonnegative,
  slow: (v) => v.map((x) => nearestBetween(0, Infinity, x)),
  feasible: (d, random) => random.vector(d, () => Math.abs(random.normal())),
};

const supports: FullFamily = {
  make: (d, random) => sparse(1 + random.integer(d)),
  slow(v, { level: sparsity = 0 }) {
    const w = new Float64Array(v.length);
    const left = v.map(Math.abs);
    for (let k = 0; k < sparsity; k++) {
      const place = left.indexOf(Math.max(...left));
      w[place] = v[place];
      left[place] = -1;
    }
    return w;
  },
  feasible(d, random, { level: sparsity = 0 }) {
    const z = new Float64Array(d);
    for (let k = 0; k < sparsity; k++) z[random.integer(d)] = random.normal();
    return z;
  },
};

/** Sets of every sort to make others from: bounded, a cone, with a level, tied to d, not convex. */
export const families: Record<string, FullFamily> = { l1Balls, l2Balls, boxes, cones, supports };

const UNIT = 2 ** -53;

/**
 * May a change of each entry by `change` lead sparse(s) to another support? Then several points are equally near, up to
 * rounding.
 */
export function hasUnsureSupport(v: Float64Array, { name, level = 0 }: Constraint, change: number) {
  if (name !== 'sparse' || level >= v.length) return false;
  const sizes = v.map(Math.abs).sort();
  const kept = sizes[v.length - level];
  return kept - sizes[v.length - level - 1] <= 2 * change + 4 * UNIT * kept;
}

export function bound({ parameters }: Constraint, side: 'lower' | 'upper', j: number): number {
  const given = parameters[side];
  return typeof given === 'number' ? given : (given as number[])[j];
}

/** A family by chance. */
export const anyFamily = (random: Random): FullFamily =>
  Object.values(families)[random.integer(Object.keys(families).length)];
