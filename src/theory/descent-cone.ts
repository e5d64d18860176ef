// Draws of ‖Π_C(g)‖² for C = closure of cone(K − w*), the descent cone of K at w*, where only P_K is known.
//
// Every z = P_K(w* + tg) − w* with t > 0 lies in C, so that ⟨g, z⟩₊²/‖z‖² ≤ ‖Π_C(g)‖², because for a closed
// cone ‖Π_C(g)‖ = sup {⟨g, z⟩₊ : z ∈ C, ‖z‖ = 1}. And dist(g, C) = inf_{t>0} dist(w* + tg, K)/t, where the t
// that comes near the infimum gives a z that comes near the supremum. So ‖Π_C(g)‖² = sup_t ⟨g, z_t⟩₊²/‖z_t‖².
//
// K convex: z_t/t → Π_C(g) as t → 0 (Zarantonello, "Projections on convex sets in Hilbert space", 1971),
// with equality below some t where K is a polyhedron; the quotient's error is of second order. One small t
// serves.
//
// K not convex: t is searched over octaves, then by golden sections around the best. What is found is a lower
// bound.

import { type Constraint, euclideanNorm } from '../constraints/constraint.js';
import { fillNormal } from '../data/normal.js';

// plantedProblem has streams 0 to 4. Never to be renumbered.
const STREAM = 5;

// t‖g‖ beside ‖w*‖: 2⁻²⁰ leaves z half the digits and lets it see of K what is within a millionth of w*.
const SMALL = -20;
const LARGE = 20;
// A projection's own error: a z no longer than this beside ‖w*‖ has no direction.
const NOISE = 2 ** -36;
const ROUNDS = 6;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * ‖Π_C(g)‖² for draw i = 0, …, samples − 1, g_j = normal(seed, 5, i, j). One projection a draw on a convex
 * set.
 */
export function coneDraws(
  constraint: Constraint,
  planted: Float64Array,
  samples: number,
  seed: number,
): Float64Array {
  const d = planted.length;
  const base = constraint.project(planted);
  const size = euclideanNorm(base);
  const g = new Float64Array(d);
  const z = new Float64Array(d);
  // Of a cone every t sees the same at 0; a set of unknown size is taken to have size R, or 1, there.
  const unit = (size || (constraint.cone ? 1 : constraint.level) || 1) / Math.sqrt(d);

  // ⟨g, z_t⟩₊²/‖z_t‖².
  const quotient = (at: number) => {
    for (let j = 0; j < d; j++) z[j] = base[j] + at * g[j];
    constraint.project(z, z);
    for (let j = 0; j < d; j++) z[j] -= base[j];
    const length = euclideanNorm(z);
    if (!(length > NOISE * size)) return 0;
    let along = 0;
    for (let j = 0; j < d; j++) along += g[j] * (z[j] / length);
    if (!(along > 0)) return 0;
    return along * along;
  };
  const octave = (k: number) => unit * 2 ** k;
  const search = () => {
    let best = 0;
    let at = 0;
    for (let k = SMALL; k <= LARGE; k++) {
      const value = quotient(octave(k));
      if (value > best) [best, at] = [value, k];
    }
    // Golden sections of the two octaves around the best.
    let [low, high] = [at - 1, at + 1];
    for (let round = 0; best > 0 && round < ROUNDS; round++) {
      const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
      const [before, after] = [quotient(octave(left)), quotient(octave(right))];
      best = Math.max(best, before, after);
      if (before > after) high = right;
      else low = left;
    }
    return best;
  };

  const draw = (i: number) => fillNormal(g, { seed, stream: STREAM, row: i, rows: 1, columns: d });
  const local = constraint.cone && size === 0;
  const step = local
    ? octave(0)
    : constraint.convex
      ? octave(settle(Math.min(8, samples), draw, (k) => quotient(octave(k))))
      : 0;
  return Float64Array.from({ length: samples }, (_, i) => {
    draw(i);
    return step > 0 ? quotient(step) : search();
  });
}

// The first octave from SMALL down at which halving t changes no draw by more than 1e-4 of itself (or 1e-4),
// else the one at which it changes them least.
function settle(
  draws: number,
  draw: (i: number) => void,
  value: (octave: number) => number,
): number {
  let least = Infinity;
  let best = SMALL;
  for (let octave = SMALL; octave >= SMALL - 8; octave -= 2) {
    let change = 0;
    for (let i = 0; i < draws; i++) {
      draw(i);
      const half = value(octave - 1);
      change = Math.max(change, Math.abs(value(octave) - half) / Math.max(1, half));
    }
    if (change < least) [least, best] = [change, octave];
    if (least <= 1e-4) break;
  }
  return best;
}
