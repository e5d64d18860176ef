import type { Constraint } from '../constraints/constraint.js';
import type { Computing, Vector } from '../engine/engine.js';
import { messageIfNotConverged } from '../errors.js';
import type { Loss } from '../problem/loss.js';
import type { Coordinates } from './coordinates.js';

/**
 * min L(u) subject to u ∈ K, as a solver sees it: in the solver's coordinates, on an engine's vectors, with the
 * clock running. A solver needs nothing else.
 */
export class Problem {
  readonly timing = { gradient: 0, projection: 0 };
  /** The paper's steps for this loss, for rows whose entries have mean square 1. */
  readonly paperSteps: { first: number; later: number };
  readonly meanSquare: number;
  /** The spacing of the vectors' numbers at 1. */
  readonly epsilon: number;
  /** What is shorter than this has lost its digits, or its square has. */
  readonly smallest: number;
  /** A bound on what rounding does to an objective of this size. */
  readonly roundoff: (objective: number) => number;
  private readonly user: Vector;

  constructor(
    private readonly workspace: Computing,
    private readonly coordinates: Coordinates,
    /** K in the user's coordinates, and in the solver's. */
    private readonly userConstraint: Constraint,
    private readonly constraint: Constraint,
    loss: Loss,
    alpha: number,
    precision: 'f32' | 'f64',
    /** L at w = 0, the mean of y²: the size an objective is measured against. */
    readonly scaleOfObjective: number,
  ) {
    this.user = workspace.allocate(1)[0];
    this.paperSteps = loss.steps(alpha);
    this.meanSquare = coordinates.meanSquare;
    this.smallest = precision === 'f32' ? 2 ** -126 : 2 ** -500;
    this.epsilon = precision === 'f32' ? 2 ** -23 : 2 ** -52;
    this.roundoff = (objective) =>
      64 * this.epsilon * objective + (16 * this.epsilon) ** 2 * this.scaleOfObjective;
  }

  allocate(count: number): Vector[] {
    return this.workspace.allocate(count);
  }

  /** g = ∇L(u); answers L(u). */
  gradient(u: Vector, g: Vector): number | Promise<number> {
    const start = performance.now();
    const objective = this.workspace.gradient(this.inUserCoordinates(u), g);
    const inSolverCoordinates = (objective: number) => {
      if (!this.coordinates.identity) this.coordinates.pullBack(g.array);
      this.timing.gradient += performance.now() - start;
      return objective;
    };
    return typeof objective === 'number'
      ? inSolverCoordinates(objective)
      : objective.then(inSolverCoordinates);
  }

  /** out = P_K(u − μ g); answers why it could not be found, if so. */
  projectedStep(u: Vector, g: Vector, mu: number, out: Vector): string | undefined {
    const start = performance.now();
    this.workspace.step(u, g, mu, out);
    try {
      this.workspace.project(out, this.constraint);
    } catch (error) {
      return messageIfNotConverged(error);
    } finally {
      this.timing.projection += performance.now() - start;
    }
    return undefined;
  }

  inner(a: Vector, b: Vector): number {
    return this.workspace.inner(a, b);
  }

  squaredDistance(a: Vector, b: Vector): number {
    return this.workspace.squaredDistance(a, b);
  }

  norm(a: Vector): number {
    return Math.sqrt(this.workspace.inner(a, a));
  }

  /** u in the user's coordinates: valid until the next call that computes. */
  inUserCoordinates(u: Vector): Vector {
    if (this.coordinates.identity) return u;
    this.coordinates.toUser(u.array, this.user.array);
    return this.user;
  }

  /** The initial point, taken into K in the user's coordinates: an intercept stays as it was given. */
  start(initial: ArrayLike<number>, u: Vector): void {
    this.user.array.set(initial);
    this.workspace.project(this.user, this.userConstraint);
    this.coordinates.toSolver(this.user.array, u.array);
  }
}
