import { type Constraint, l1Ball } from '../../src/index.js';
import type { Family } from '../../src/testing/laws.js';
import type { Random } from '../../src/testing/random.js';
import { largest, manhattan, times } from '../../src/testing/vectors.js';
import { bisect } from './slow.js';

/** The ℓ1 balls of radius 10⁻³ … 10³. */
export const l1BallFamily: Family = {
  make: (_, random) => l1Ball(10 ** random.uniform(-3, 3)),
  slow,
  feasible,
  extreme,
};

// Bisection on σ = max|v_j| − τ, which stays sharp where τ is much larger than the radius.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const radius = set.level as number;
  if (manhattan(v) <= radius) return v.slice();
  const most = largest(v);
  const left = (sigma: number) => v.map((x) => Math.max(sigma - (most - Math.abs(x)), 0));
  const sigma = bisect(0, Math.min(most, radius), (s) => manhattan(left(s)) < radius);
  return left(sigma).map((x, j) => x * Math.sign(v[j]));
}

function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const z = random.vector(d, () => random.normal() ** 3);
  return times(((set.level as number) * Math.sqrt(random.uniform())) / manhattan(z), z);
}

// A vertex: the whole radius on one coordinate.
function extreme(direction: Float64Array, set: Constraint): Float64Array {
  const place = direction.map(Math.abs).indexOf(largest(direction));
  const sign = direction[place] < 0 ? -1 : 1;
  return direction.map((_, j) => (j === place ? sign * (set.level as number) : 0));
}
