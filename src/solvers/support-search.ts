import type { Constraint, TangentSpace } from '../constraints/constraint.js';
import type { Vector } from '../engine/engine.js';
import { type Waiting, wait } from '../engine/wait.js';
import { localQuadratic } from './local-quadratic.js';
import type { Problem } from './problem.js';
import type { SubspaceSolver } from './subspace-step.js';

// Parts of the support, one after the other: what is surest first. ¼, ½, 1 found as much at more cost.
const PARTS = [0.5, 1];
const ROUNDS = 20;
// Lets who drives a solver do something else meanwhile.
const TURN = Promise.resolve();

/**
 * u ← where a pursuit from 0 ends that believes y: a row that is not cut off counts as an equation whatever the sign of z, in
 * the gradient that ranks and in least squares; first with half of the support, then with all of it. Without noise it finds
 * supports that the pursuit of L misses, whose gradient does not see rows with y > 0 and z < 0. With noise its weights are
 * poor, a start and no more.
 */
export function* searchSupport(
  problem: Problem,
  solver: SubspaceSolver,
  [u, g, projected, next]: readonly Vector[],
): Waiting<void> {
  const tangentSpace = problem.constraint.tangentSpace as NonNullable<Constraint['tangentSpace']>;
  u.array.fill(0);
  for (const part of PARTS) {
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      yield TURN;
      const z = yield* wait(problem.latent(u));
      const quadratic = localQuadratic(problem, z, 'in z and y');
      const { weights, moves } = quadratic;
      yield* wait(
        problem.adjoint(
          weights.map((weight, i) => -weight * moves[i]),
          g,
        ),
      );
      const mu = problem.paperSteps.later / problem.meanSquare;
      if (problem.projectedStep(u, g, mu, projected) !== undefined) return;
      const point = Float64Array.from(projected.array.subarray(0, problem.columns));
      const space = largestOf(tangentSpace(point), point, part);
      const from = { u, z, inSpace: false };
      yield* solver.solve(space, quadratic, from, projected, 0, next);
      if (!next.array.every(Number.isFinite)) return;
      u.array.set(next.array);
      const support = 'support' in space ? space.support.join() : '';
      if (seen.has(support)) break;
      seen.add(support);
    }
  }
  problem.project(u);
}

// The part of the support with the largest entries.
function largestOf(space: TangentSpace, point: Float64Array, part: number): TangentSpace {
  if ('project' in space || part === 1) return space;
  const { support } = space;
  const order = Array.from(support).sort((a, b) => Math.abs(point[b]) - Math.abs(point[a]));
  const kept = order.slice(0, Math.ceil(part * support.length)).sort((a, b) => a - b);
  return { ...space, support: Int32Array.from(kept) };
}
