// How far a point is from being a fixed point of the projected step, and what the step tells of the curvature of L.

import { euclideanNorm } from '../constraints/constraint.js';
import type { Vector } from '../engine/engine.js';
import type { Problem } from './problem.js';

export interface Residuals {
  readonly residual: number;
  readonly relativeResidual: number;
}

/** The residuals of u, as a state has them, from g = ∇L(u) and next = P_K(u − μ g), which is `distance` from u. */
export function residualsOf(
  problem: Problem,
  { u, g, next }: { readonly u: Vector; readonly g: Vector; readonly next: Vector },
  mu: number,
  distance: number,
): Residuals {
  const { epsilon, smallest } = problem;
  const meanSquare = problem.meanSquare / problem.unit;
  if (distance === 0) {
    const slope = euclideanNorm(g.array);
    const noDigits = mu * slope <= Math.max(epsilon * problem.norm(u), smallest);
    // Where the step has no digits beside u, that u stays where it is says nothing; the slope does.
    const relative = slope > 0 && noDigits ? slope / (meanSquare * problem.norm(u)) || Infinity : 0;
    return { residual: relative && slope, relativeResidual: relative };
  }
  // A step beyond the scale of the problem lands far away or on K's far side: divided by μ that would look small.
  const scale = Math.min(1, mu * meanSquare);
  const size = Math.max(problem.norm(u), problem.norm(next));
  return { residual: distance / mu, relativeResidual: distance / (scale * size) };
}

/** ⟨g⁺ − g, u⁺ − u⟩: as four inner products it would cancel; as one of differences it does not. */
export function curvatureAlong(g: Vector, gNext: Vector, u: Vector, uNext: Vector): number {
  const [a, b, c, d] = [g.array, gNext.array, u.array, uNext.array];
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (b[j] - a[j]) * (d[j] - c[j]);
  return sum;
}

// An objective this many times the one at w = 0 is on its way to infinity.
const DIVERGED = 1e12;

/** The objective above which a run counts as diverged, given the one it started from. */
export const ceilingOf = (problem: Problem, objective: number): number =>
  DIVERGED * Math.max(objective, problem.scaleOfObjective);

/** The state of a start whose objective is not finite. */
export const notFinite = (u: Vector, objective: number) => ({
  iterate: u,
  objective,
  stepSize: 0,
  residual: NaN,
  relativeResidual: NaN,
  stalled: false,
  diverged: true,
});

/** The state of an iterate from which no projection was found: how far it is from a fixed point is not known. */
export const withoutNext = (u: Vector, objective: number, mu: number, failure: string) => ({
  iterate: u,
  objective,
  stepSize: mu,
  residual: NaN,
  relativeResidual: NaN,
  stalled: true,
  diverged: false,
  failure,
});
