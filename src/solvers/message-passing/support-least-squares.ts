import type { Vector } from '../../engine/engine.js';
import { type Waiting, wait } from '../../engine/wait.js';
import { Cholesky } from '../../numerics/cholesky.js';
import { observe } from '../../problem/observation.js';
import { supportOf } from '../finish.js';
import type { Problem } from '../problem.js';

// Rows that are active are found again after each solve; where they alternate for so long the best is kept.
const ROUNDS = 12;

/**
 * u ← least squares on the support of u: over the active rows, which are found again until they stay. Answers L(u).
 *
 * Begins with the rows where y > 0 says that z is (where `known`), otherwise with those where it is at u. A nonnegative
 * set loses the weights that come out negative. Each round reads s/d of X, and once more for z.
 */
export function* supportLeastSquares(problem: Problem, u: Vector, known: boolean): Waiting<number> {
  const { y, rows, columns, response, length } = problem;
  const nonnegative = problem.constraint.name === 'sparseNonnegative';
  const all = response.alpha === 1;
  let support = supportOf(u.array, columns);
  if (problem.hasIntercept) support = Int32Array.of(...support, columns);
  const active = new Float64Array(rows);
  const target = Float64Array.from(y);
  const best = u.array.slice();
  let z = yield* wait(problem.latent(u));
  let least = meanSquareMisfit();
  mark((i) => all || (known ? y[i] > 0 : z[i] > 0));
  const w = new Float64Array(length);
  for (let round = 0; round < ROUNDS && support.length > 0; round++) {
    const { gram, right } = yield* wait(problem.gram(support, active, target));
    const values = new Cholesky(gram, support.length).solve(right);
    w.fill(0);
    for (let k = 0; k < values.length; k++) w[support[k]] = values[k];
    const negative = nonnegative && support.some((j, k) => j < columns && values[k] < 0);
    if (negative) {
      support = support.filter((j, k) => j === columns || values[k] > 0);
      continue;
    }
    problem.fromUserCoordinates(w, u);
    z = yield* wait(problem.latent(u));
    const objective = meanSquareMisfit();
    if (objective < least) {
      least = objective;
      best.set(u.array);
    }
    if (!mark((i) => all || z[i] > 0)) break;
  }
  u.array.set(best);
  return least;

  // Answers whether any row changed sides.
  function mark(isActive: (i: number) => boolean): boolean {
    let changed = false;
    for (let i = 0; i < rows; i++) {
      const weight = isActive(i) ? 1 : 0;
      if (weight !== active[i]) changed = true;
      active[i] = weight;
    }
    return changed;
  }

  function meanSquareMisfit(): number {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += (observe(z[i], response) - y[i]) ** 2;
    return sum / rows;
  }
}
