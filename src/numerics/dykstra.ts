import { type Meeting, norm, type Projection, separation, UNIT } from './common-point.js';

// The longest step, in units of Dykstra's, so that corrections stay finite: sets that only touch take 1e24.
const LONGEST = 1e30;

/**
 * The nearest point to v of an intersection of convex sets that is not empty, by Dykstra's algorithm with longer steps.
 *
 * It ascends in the dual: with corrections p_i of the sets i ≥ 1, a = P_0(v − Σ p_i), x_i = P_i(a + p_i/t) and
 * p_i ← p_i + t(a − x_i). For two sets and t = 1 that is Dykstra's cycle (Tibshirani 2017); t = 1/(m − 1) is safe always.
 * From far outside, and at small angles, the dual is flat and Dykstra's p moves for a million cycles; so t is the inverse
 * of the curvature that the last step met (Barzilai and Borwein 1988), and shorter where that step would not ascend.
 *
 * The change of the p_i decides when to end (Birgin and Raydan 2005: that of a can be 0 for long, far from the answer):
 * at that t it is what is left to go, and must be below 10⁻¹¹ of the size of v and a, twice.
 *
 * A v much farther from the sets than they are large, as `near`, one of their points, tells, is approached: the answers
 * for points on the way to it tend to stay the same, with corrections that grow as the distance does.
 *
 * @see J. P. Boyle, R. L. Dykstra, "A method for finding projections onto the intersection of convex sets in Hilbert
 * spaces" (1986).
 * @see R. J. Tibshirani, "Dykstra's algorithm, ADMM, and coordinate descent" (2017).
 * @see E. G. Birgin, M. Raydan, "Robust stopping criteria for Dykstra's algorithm" (2005).
 */
export function dykstra(
  projections: readonly Projection[],
  v: Float64Array,
  near: Float64Array,
  mostCycles = 10_000,
): Meeting {
  const corrections = projections.slice(1).map(() => new Float64Array(v.length));
  const ratio = separation(v, near) / norm(near);
  // Neither for cones, which are met at every distance alike, nor where rounding hides the sets.
  const stages = ratio > 100 && ratio < 1e15 ? Math.ceil(Math.log10(ratio / 10)) : 0;
  for (let stage = stages; stage > 0; stage--) {
    const part = 10 ** -stage;
    const onTheWay = near.map((x, j) => x + part * (v[j] - x));
    ascend(projections, onTheWay, corrections, 500);
    for (const p of corrections) for (let j = 0; j < p.length; j++) p[j] *= 10;
  }
  return ascend(projections, v, corrections, mostCycles);
}

// From the corrections p of the sets after the first, which it changes.
function ascend(
  [first, ...others]: readonly Projection[],
  v: Float64Array,
  corrections: Float64Array[],
  mostCycles: number,
): Meeting {
  const d = v.length;
  const safe = 1 / others.length;
  let p: readonly Float64Array[] = corrections;
  let next: readonly Float64Array[] = p.map(() => new Float64Array(d));
  const x = new Float64Array(d);
  let [u, uNext, a, aNext]: Float64Array[] = [v.slice(), v.slice(), v.slice(), v.slice()];
  for (const correction of p) for (let j = 0; j < d; j++) u[j] -= correction[j];
  first(u, a);
  let t = safe;
  let ends = 0;
  let gap = 0;
  let cycles = 0;
  while (ends < 2 && cycles < mostCycles) {
    cycles++;
    const size = Math.max(norm(v), norm(a)) || 1;
    uNext.set(v);
    let squares = 0;
    others.forEach((project, i) => {
      const y = next[i];
      for (let j = 0; j < d; j++) y[j] = p[i][j] / t + a[j];
      project(y, x);
      for (let j = 0; j < d; j++) {
        y[j] = p[i][j] + t * (a[j] - x[j]);
        uNext[j] -= y[j];
        squares += ((a[j] - x[j]) / size) ** 2;
      }
    });
    first(uNext, aNext);
    gap = Math.sqrt(squares) * size;
    let curved = 0;
    for (let j = 0; j < d; j++) curved += ((aNext[j] - a[j]) / size) * ((uNext[j] - u[j]) / size);
    // ‖Δp‖² / ⟨Δa, Δu⟩, the inverse of the curvature along Δp.
    const inverse = curved > 0 ? (t * t * squares) / curved : Infinity;
    if (t > safe && t > inverse) {
      t = Math.max(safe, Math.min(t / 4, inverse / 2));
      continue;
    }
    [p, next, u, uNext, a, aNext] = [next, p, uNext, u, aNext, a];
    ends = gap <= 4 * UNIT * size || Math.max(t, 1) * gap <= 1e-11 * size ? ends + 1 : 0;
    t = Math.max(safe, Math.min(inverse, 64 * t, LONGEST));
  }
  corrections.forEach((correction, i) => {
    correction.set(p[i]);
  });
  return { status: ends === 2 ? 'found' : 'undecided', point: a, gap, cycles };
}
