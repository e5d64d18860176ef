// The least point of the local quadratic on a subspace: by normal equations where the subspace has coordinates and few of
// them, by conjugate gradients where it has not.

import { byProjection, type TangentSpace } from '../constraints/constraint.js';
import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { Cholesky } from '../numerics/cholesky.js';
import { nonnegativeLeastSquares } from '../numerics/nnls.js';
import type { Numbers } from '../problem/dataset.js';
import type { LocalQuadratic } from './local-quadratic.js';
import type { Problem } from './problem.js';

/** From how many columns on a matrix of their products costs more, in time and memory, than trips over X. */
const MOST_COLUMNS = 2048;

/** A place where subspaces of one problem are solved on. */
export class SubspaceSolver {
  private scratch?: readonly Vector[];
  private readonly weights: Float64Array;

  constructor(private readonly problem: Problem) {
    this.weights = new Float64Array(problem.length);
  }

  /**
   * out = argmin Σ ωᵢ(⟨v, xᵢ⟩ − tᵢ)² over v ∈ T (and the intercept); t = z + moves, z that of u. Normal equations on
   * supports; elsewhere conjugate gradients from `from` ∈ T until the slope is `accuracy` of what it was.
   */
  *solve(
    space: TangentSpace,
    quadratic: LocalQuadratic,
    { u, z, inSpace }: { readonly u: Vector; readonly z: Float64Array; readonly inSpace: boolean },
    from: Vector,
    accuracy: number,
    out: Vector,
  ): Waiting<void> {
    if ('support' in space && space.support.length <= MOST_COLUMNS) {
      yield* this.byNormalEquations(space, quadratic, u, z, inSpace, out);
    } else {
      out.array.set(from.array);
      yield* this.byConjugateGradients(space, quadratic, z, accuracy, out);
    }
  }

  // Where u is in T already its change is solved for, with a right side that is small beside what it is made of: so each
  // round refines the last, and what forming the products lost comes back.
  private *byNormalEquations(
    space: Extract<TangentSpace, { support: Int32Array }>,
    { weights, moves }: LocalQuadratic,
    u: Vector,
    z: Float64Array,
    inSpace: boolean,
    out: Vector,
  ): Waiting<void> {
    const { problem, weights: w } = this;
    const { columns, hasIntercept } = problem;
    const { support, nonnegative } = space;
    const k = support.length + (hasIntercept ? 1 : 0);
    const unknowns = new Int32Array(k);
    unknowns.set(support);
    if (hasIntercept) unknowns[k - 1] = columns;
    const refines = inSpace && !nonnegative;
    const target = refines ? moves : moves.map((move, i) => z[i] + move);
    const { gram, right } = yield* wait(problem.gram(unknowns, weights, target));
    const solution = nonnegative
      ? nonnegativeLeastSquares(gram, right, (a) => a >= support.length)
      : new Cholesky(gram, k).solve(right);
    w.fill(0);
    if (refines) w.set(problem.inUserCoordinates(u).array);
    for (let a = 0; a < k; a++) w[unknowns[a]] += solution[a];
    problem.fromUserCoordinates(w, out);
  }

  // @see A. Björck, "Numerical methods for least squares problems" (1996), section 7.4: CGLS, its rows weighted.
  private *byConjugateGradients(
    space: TangentSpace,
    { weights, moves }: LocalQuadratic,
    z: Float64Array,
    accuracy: number,
    v: Vector,
  ): Waiting<void> {
    const { problem } = this;
    this.scratch ??= problem.allocate(2);
    const [slope, direction] = this.scratch;
    const { project, dimension } = byProjection(space);
    const { columns } = problem;
    const n = z.length;
    const free = new Float64Array(columns);
    const own = yield* wait(problem.latent(v));
    const rest = Float64Array.from(moves, (move, i) => z[i] + move - own[i]);
    const weighted = new Float64Array(n);
    direction.array.fill(0);
    let squared = 0;
    let start = 0;
    for (let round = 0; round <= dimension; round++) {
      for (let i = 0; i < n; i++) weighted[i] = weights[i] * rest[i];
      yield* wait(problem.adjoint(weighted, slope));
      free.set(slope.array.subarray(0, columns));
      project(free);
      slope.array.set(free);
      const before = squared;
      squared = problem.inner(slope, slope);
      if (round === 0) start = squared;
      if (!(squared > accuracy ** 2 * start)) return;
      const part = round === 0 ? 0 : squared / before;
      combine(direction.array, part, slope.array, 1);
      const along = yield* wait(problem.latent(direction));
      let curvature = 0;
      for (let i = 0; i < n; i++) curvature += weights[i] * along[i] ** 2;
      if (!(curvature > 0)) return;
      const step = (squared / curvature) * n;
      for (let i = 0; i < n; i++) rest[i] -= step * along[i];
      combine(v.array, 1, direction.array, step);
    }
  }
}

/** x ← a x + b y. */
function combine(x: Numbers, a: number, y: Numbers, b: number): void {
  for (let j = 0; j < x.length; j++) x[j] = a * x[j] + b * y[j];
}
