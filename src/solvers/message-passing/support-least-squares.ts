import type { Vector } from '../../engine/engine.js';
import { type Waiting, wait } from '../../engine/wait.js';
import { observe } from '../../problem/observation.js';
import { localQuadratic } from '../local-quadratic.js';
import type { Problem } from '../problem.js';
import type { SubspaceSolver } from '../subspace-step.js';
import { supportOf } from '../support.js';

// Rows that are active are found again after each solve, so often at the most.
const ROUNDS = 12;
// The slope that is left, where the support is so large that it is solved on by conjugate gradients.
const ACCURACY = 1e-12;

/**
 * u ← least squares on the support of u, the active rows found again until L no longer falls. Answers L(u).
 *
 * Begins with the rows where y > 0, if those are known to be active, otherwise with those that are at u. Each round is half
 * a pass and as much of X as the support takes.
 */
export function* supportLeastSquares(
  problem: Problem,
  solver: SubspaceSolver,
  u: Vector,
  known: boolean,
): Waiting<number> {
  const { y, rows, response } = problem;
  const nonnegative = problem.constraint.name === 'sparseNonnegative';
  const space = { support: supportOf(u.array, problem.columns), nonnegative };
  const best = u.array.slice();
  const own = yield* wait(problem.latent(u));
  let least = misfit(own);
  // Where z says nothing, y says which rows are active.
  let z = known ? new Float64Array(rows) : own.slice();
  for (let round = 0; round < ROUNDS; round++) {
    const from = { u, z, inSpace: !known || round > 0 };
    yield* solver.solve(space, localQuadratic(problem, z), from, u, ACCURACY, u);
    z = Float64Array.from(yield* wait(problem.latent(u)));
    const objective = misfit(z);
    const falls = least - objective > problem.roundoff(least);
    if (objective < least) {
      least = objective;
      best.set(u.array);
    }
    if (!falls && round > 0) break;
  }
  u.array.set(best);
  return least;

  function misfit(z: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += (observe(z[i], response) - y[i]) ** 2;
    return sum / rows;
  }
}
