import { notConverged } from '../errors.js';
import { GrowingBasis } from '../numerics/growing-basis.js';
import { roundingOf } from '../numerics/qr.js';
import { dot } from '../numerics/vectors.js';
import { builtIn } from '../problem/built-in.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { projectOntoFlat } from './flat.js';
import { flatOf, type LinearSystem, linearSystem } from './linear-system.js';
import { checkKeys, checkLength, type DenseMatrix, invalid } from './parameters.js';

/** Aw ≤ b, or Aw = b. */
export interface LinearConstraints {
  A: DenseMatrix;
  b: ArrayLike<number>;
}

/**
 * K = {w : Aw ≤ b}: the solutions of linear inequalities, and of the equations Cw = e where they are given.
 *
 * P_K(v) = v − Aᵀλ with λ ≥ 0, and λ_i = 0 where ⟨A_i, P_K(v)⟩ < b_i. Convex. A cone where b = 0.
 *
 * Algorithm: dual active set (Goldfarb, Idnani 1983), from no inequality at each projection. The most
 * violated one joins the active ones, those whose multiplier would turn negative leave; P_K(v) is the
 * projection onto the flat of the active ones, to rounding.
 *
 * Cost O(md) a step, with k active rows O(kd) more where one joins and O(k²d) where one leaves.
 *
 * @param given A: m × d, an array of rows or { data, rows, columns } row-major; b: m numbers; equalities: { A, b
 * } of equations, if there are any.
 * @throws RelufitError INVALID_CONSTRAINT when shapes do not agree, a number is not finite, or no point
 * satisfies the inequalities: it names rows that add up to a contradiction; NOT_CONVERGED where rounding hides
 * whether rows meet, or leads in circles, with what is missing.
 * @see D. Goldfarb, A. Idnani, "A numerically stable dual method for solving strictly convex quadratic
 * programs" (1983).
 * @example
 * ```ts
 * polyhedron({ A: [[1, 1], [-1, 0]], b: [1, 0] }).project([-1, 3]); // [0, 1]
 * ```
 */
export function polyhedron(given: {
  A: DenseMatrix;
  b: ArrayLike<number>;
  equalities?: LinearConstraints;
}): Constraint {
  const {
    A: matrix,
    b: values,
    equalities: equations,
  } = checkKeys(given, 'polyhedron', 'A', 'b', 'equalities');
  const system = linearSystem({ A: matrix, b: values }, 'polyhedron');
  const { A, b, units, bounds } = system;
  const d = A[0].length;
  const equalities = equations && linearSystem(equations, 'polyhedron equalities');
  if (equalities) checkColumns(equalities.A[0].length, d);
  const { q, c } = equalities ? flatOf(equalities, 'polyhedron equalities') : NO_FLAT;
  const nearest = activeSetSearch(system, { q, c });
  const contradiction = nearest(new Float64Array(d));
  if (contradiction) throw infeasible(contradiction, system, q.length > 0);
  const checkDimension = (columns: number) => checkLength(d, columns, 'polyhedron', 'rows of A');
  return builtIn({
    name: 'polyhedron',
    parameters: { ...plain(system), ...(equalities && { equalities: plain(equalities) }) },
    convex: true,
    cone: [...b, ...(equalities?.b ?? [])].every((bound) => bound === 0),
    checkDimension,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      if (!allFinite(w)) return false;
      const size = euclideanNorm(w);
      const slack = (bound: number) => tolerance * (size + Math.abs(bound));
      const off = (normal: Float64Array, k: number) => Math.abs(dot(normal, w) - c[k]);
      return (
        units.every((row, i) => dot(row, w) - bounds[i] <= slack(bounds[i])) &&
        q.every((normal, k) => off(normal, k) <= slack(c[k]))
      );
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      const far = nearest(w);
      // So far outside that rounding makes a contradiction of rows that have none.
      if (far) throw undecided(`rows ${far.rows.join(', ')} that miss by ${far.gap}`);
      return w;
    },
    rescaled(scales) {
      const divided = ({ A, b }: LinearSystem) => ({
        A: A.map((row) => row.map((a, j) => a / scales[j])),
        b,
      });
      return polyhedron({
        ...divided(system),
        ...(equalities && { equalities: divided(equalities) }),
      });
    },
  });
}

type Flat = ReturnType<typeof flatOf>;

const NO_FLAT: Flat = { q: [], c: new Float64Array(0) };

/** Rows times weights ≥ 0 (of equations: any) add up to 0 ≤ −gap. */
interface Contradiction {
  readonly rows: readonly number[];
  readonly weights: readonly number[];
  readonly gap: number;
}

const plain = ({ A, b }: LinearSystem) => ({
  A: A.map((row) => Array.from(row)),
  b: Array.from(b),
});

/** Moves w to its nearest point, or answers why there is none. Its arrays are made once. */
function activeSetSearch(
  { units, bounds }: LinearSystem,
  flat: Flat,
): (w: Float64Array) => Contradiction | undefined {
  const d = units[0].length;
  const rounding = 4 * roundingOf(d);
  const basis = new GrowingBasis(d);
  for (const normal of flat.q) {
    basis.split(normal);
    basis.keep();
  }
  const fixed = basis.size;
  const room = Math.min(d, fixed + units.length) + 1;
  const c = new Float64Array(room);
  c.set(flat.c);
  const multipliers = new Float64Array(room);
  const r = new Float64Array(room);
  const active: number[] = [];
  const start = new Float64Array(d);

  // The row that was split last, with its multiplier.
  function keep(row: number, multiplier: number): void {
    const { size, lower } = basis;
    c[size] = (bounds[row] - dot(lower[size].subarray(0, size), c)) / lower[size][size];
    multipliers[size] = multiplier;
    active.push(row);
    basis.keep();
  }

  // Those after it are split anew.
  function drop(place: number): void {
    const later = active.splice(place - fixed).slice(1);
    const theirs = multipliers.slice(place + 1, place + 1 + later.length);
    basis.size = place;
    later.forEach((row, k) => {
      basis.split(units[row]);
      keep(row, theirs[k]);
    });
  }

  function mostViolated(w: Float64Array): number {
    const size = euclideanNorm(w);
    let worst = -1;
    let excess = 0;
    for (let i = 0; i < units.length; i++) {
      const gap = dot(units[i], w) - bounds[i];
      const violated = gap > excess && gap > rounding * (size + Math.abs(bounds[i]));
      if (violated && !active.includes(i)) [worst, excess] = [i, gap];
    }
    return worst;
  }

  return (w) => {
    start.set(w);
    active.length = 0;
    basis.size = fixed;
    if (fixed > 0) projectOntoFlat(w, basis.q, c, fixed);
    // Each step brings v − Aᵀλ nearer to K; only rounding could make them endless.
    const most = 10 * (d + units.length);
    for (let steps = 0; steps < most; steps++) {
      const row = mostViolated(w);
      if (row < 0) return undefined;
      let gap = dot(units[row], w) - bounds[row];
      let multiplier = 0;
      for (;;) {
        const rest = basis.split(units[row]);
        basis.combination(r);
        // The multiplier grows by t until the row holds with equality, or that of an active one is 0.
        const full = rest > 16 * rounding ? gap / rest ** 2 : Infinity;
        let [partial, place] = [Infinity, -1];
        for (let k = fixed; k < basis.size; k++) {
          const t = Math.max(multipliers[k], 0) / r[k];
          if (r[k] > rounding && t < partial) [partial, place] = [t, k];
        }
        const t = Math.min(full, partial);
        if (t === Infinity) {
          if (gap <= DEFAULT_TOLERANCE * (euclideanNorm(w) + Math.abs(bounds[row])))
            return undefined;
          const weights = active.map((_, k) => -r[fixed + k]);
          return { rows: [row, ...active], weights: [1, ...weights], gap };
        }
        for (let k = fixed; k < basis.size; k++) multipliers[k] -= t * r[k];
        multiplier += t;
        if (!(partial < full)) break;
        gap -= partial * rest ** 2;
        drop(place);
      }
      keep(row, multiplier);
      w.set(start);
      projectOntoFlat(w, basis.q, c, basis.size);
    }
    const row = mostViolated(w);
    if (row < 0) return undefined;
    throw undecided(`row ${row} missed by ${dot(units[row], w) - bounds[row]} after ${most} steps`);
  };
}

const undecided = (got: string) =>
  notConverged(
    'polyhedron project(v)',
    got,
    'a point that satisfies all',
    'Some rows are nearly parallel: drop one, or raise its b.',
  );

function checkColumns(columns: number, d: number): void {
  if (columns === d) return;
  throw invalid(
    'polyhedron equalities',
    `rows of ${columns}`,
    `rows of ${d}, as in A`,
    'Give each weight a number in each row.',
  );
}

// With the weight 1 for the first row, as it was given.
function infeasible({ rows, weights, gap }: Contradiction, { A }: LinearSystem, fixed: boolean) {
  const lengths = rows.map((row) => euclideanNorm(A[row]) || 1);
  const used = rows.flatMap((row, k) => {
    const weight = (weights[k] * lengths[0]) / lengths[k];
    return weights[k] > 1e-12 ? [`${brief(weight)} · row ${row}`] : [];
  });
  const sum = used.slice(0, 6).concat(used.length > 6 ? '…' : []);
  if (fixed) sum.push('equations');
  return invalid(
    'polyhedron({ A, b })',
    `no point at all: ${sum.join(' + ')} says 0 ≤ ${brief(-gap * lengths[0])}`,
    'inequalities that some point satisfies',
    'Raise b in one of these rows, or drop it.',
  );
}

const brief = (x: number) => Number(x.toPrecision(6));
