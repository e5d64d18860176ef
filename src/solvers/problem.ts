import type { Constraint } from '../constraints/constraint.js';
import type { Computing, Vector } from '../engine/engine.js';
import type { Gram } from '../engine/gram.js';
import type { LossWorkspace } from '../engine/loss-workspace.js';
import { type RowRange, rowsPerBlock } from '../engine/row-blocks.js';
import { andThen } from '../engine/wait.js';
import { isZero, type Weighing } from '../engine/weighing.js';
import { messageIfNotConverged } from '../errors.js';
import type { Numbers, Precision } from '../problem/dataset.js';
import type { Coordinates } from './coordinates.js';

/** What a solver has to say of its run beside its states. */
export interface Notes {
  /** For the certificate, in the order in which they were found. */
  readonly warnings: string[];
  /** The solver that ran, where another chose it, and why that one. */
  solver?: { readonly name: string; readonly reason: string };
}

/** The parts of a problem. */
export interface ProblemParts extends Weighing {
  readonly workspace: Computing;
  /** What computes a loss row by row, where `workspace` does not. */
  lossWorkspace(): typeof LossWorkspace | Promise<typeof LossWorkspace>;
  readonly coordinates: Coordinates;
  /** K in the user's coordinates, and in the solver's. */
  readonly userConstraint: Constraint;
  readonly constraint: Constraint;
  readonly intercept: boolean;
  readonly precision: Precision;
  readonly y: Numbers;
  /** L at w = 0, or the mean of y²: the size an objective is measured against. */
  readonly scaleOfObjective: number;
}

/**
 * min L(u) subject to u ∈ K, as a solver sees it: in the solver's coordinates, on an engine's vectors, with the
 * clock running. A solver needs nothing else.
 */
export class Problem implements Weighing {
  readonly timing = { gradient: 0, projection: 0 };
  readonly notes: Notes = { warnings: [] };
  /** Trips over all of X, forwards and backwards, or an equal number of reads: what solvers are compared by. */
  passes = 0;
  /** The spacing of the vectors' numbers at 1. */
  readonly epsilon: number;
  /** What is shorter than this has lost its digits, or its square has. */
  readonly smallest: number;
  private readonly user: Vector;
  private byRows?: Computing;

  /** @internal */
  constructor(private readonly parts: ProblemParts) {
    const { workspace, precision } = parts;
    this.user = workspace.allocate(1)[0];
    this.smallest = precision === 'f32' ? 2 ** -126 : 2 ** -500;
    this.epsilon = precision === 'f32' ? 2 ** -23 : 2 ** -52;
  }

  get loss() {
    return this.parts.loss;
  }

  get response() {
    return this.parts.response;
  }

  get sampleWeight() {
    return this.parts.sampleWeight;
  }

  get precision() {
    return this.parts.precision;
  }

  get y() {
    return this.parts.y;
  }

  /** n, and the number of columns of X. */
  get rows(): number {
    return this.y.length;
  }

  get columns(): number {
    return this.length - (this.hasIntercept ? 1 : 0);
  }

  /** The numbers of a vector: the last is the intercept's, where there is one. */
  get length(): number {
    return this.parts.workspace.length;
  }

  get hasIntercept(): boolean {
    return this.parts.intercept;
  }

  /** K in the solver's coordinates. */
  get constraint(): Constraint {
    return this.parts.constraint;
  }

  /** The mean square of the entries of X in the solver's coordinates. */
  get meanSquare(): number {
    return this.parts.coordinates.meanSquare;
  }

  get scaleOfObjective(): number {
    return this.parts.scaleOfObjective;
  }

  /** What all rows share at the iterate computed last, see Loss; NaN where the kernels compute. */
  get shared(): number {
    return this.parts.workspace.shared ?? NaN;
  }

  /** What steps are to be multiplied by at the iterate computed last: 1, but for losses that say otherwise. */
  get unit(): number {
    return this.loss.unit?.(this.shared) ?? 1;
  }

  /** The paper's steps for this loss, for rows whose entries have mean square 1. */
  get paperSteps(): { first: number; later: number } {
    const { unit } = this;
    const { first, later } = this.loss.steps(this.response);
    return { first: unit * first, later: unit * later };
  }

  /** A bound on what rounding does to an objective of this size, where rows share this number. */
  roundoff(objective: number, shared = this.shared): number {
    // The logarithms that a likelihood is made of may cancel.
    const terms = this.loss.likelihood ? 1 + Math.abs(Math.log(shared)) : 0;
    return (
      64 * this.epsilon * (Math.abs(objective) + terms) +
      (16 * this.epsilon) ** 2 * this.scaleOfObjective
    );
  }

  /** Vectors of zeros, the fit's own until it ends. */
  allocate(count: number): Vector[] {
    return this.parts.workspace.allocate(count);
  }

  /**
   * g = ∇L(u); answers L(u). One pass. With a range of whole blocks of rows both are averages over those rows, and it is
   * as much of a pass as they are of all rows.
   */
  gradient(u: Vector, g: Vector, range?: RowRange): number | Promise<number> {
    const start = performance.now();
    this.passes += range ? (range.end - range.begin) / this.rows : 1;
    const { workspace } = this.parts;
    return andThen(workspace.gradient(this.inUserCoordinates(u), g, range), (objective) => {
      this.pullBack(g.array);
      this.timing.gradient += performance.now() - start;
      return objective;
    });
  }

  /** `gradient`, and all zᵢ with it: two halves of a pass whatever the loss, one where u = 0. */
  gradientAndLatent(
    u: Vector,
    g: Vector,
  ): { objective: number; z: Float64Array } | Promise<{ objective: number; z: Float64Array }> {
    const w = this.inUserCoordinates(u);
    const byRows = this.rowByRow();
    return this.timed(isZero(w) ? 0.5 : 1, () =>
      andThen(byRows, (byRows) =>
        andThen(byRows.gradient(w, g), (objective) => {
          this.pullBack(g.array);
          return { objective, z: byRows.z as Float64Array };
        }),
      ),
    );
  }

  private rowByRow(): Computing | Promise<Computing> {
    const { workspace, y, precision } = this.parts;
    if (workspace.z !== undefined) return workspace;
    return (
      this.byRows ??
      andThen(this.parts.lossWorkspace(), (Type) => {
        this.byRows = new Type(workspace, y, this.parts, precision);
        return this.byRows;
      })
    );
  }

  /** The blocks of rows that ranges are made of: the last may be short. */
  get blockRows(): number {
    return rowsPerBlock(this.rows);
  }

  /** L(u). Half a pass. */
  objective(u: Vector): number | Promise<number> {
    return this.timed(0.5, () => this.parts.workspace.objective(this.inUserCoordinates(u)));
  }

  /** All zᵢ = ⟨w,xᵢ⟩ + b. Half a pass. */
  latent(u: Vector): Float64Array | Promise<Float64Array> {
    return this.timed(0.5, () => this.parts.workspace.latent(this.inUserCoordinates(u)));
  }

  /** g = (1/n) Σ ωᵢ xᵢ in the solver's coordinates. Half a pass. */
  adjoint(weights: Float64Array, g: Vector): void | Promise<void> {
    return this.timed(0.5, () =>
      andThen(this.parts.workspace.adjoint(weights, g), () => this.pullBack(g.array)),
    );
  }

  /**
   * Σ ωᵢ x_ij x_il and Σ ωᵢ tᵢ x_ij among columns of X in the user's units; column d is that of ones. Reads as much of X
   * as those columns take.
   */
  gram(columns: Int32Array, weights: Float64Array, target: Float64Array): Gram | Promise<Gram> {
    const share = columns.length / this.length;
    return this.timed(share, () => this.parts.workspace.gram(columns, weights, target));
  }

  /** out = P_K(u − μ g); answers why it could not be found, if so. */
  projectedStep(u: Vector, g: Vector, mu: number, out: Vector): string | undefined {
    this.parts.workspace.step(u, g, mu, out);
    return this.project(out);
  }

  /** v ← P_K(v); answers why it could not be found, if so. */
  project(v: Vector): string | undefined {
    const start = performance.now();
    try {
      this.parts.workspace.project(v, this.constraint);
    } catch (error) {
      return messageIfNotConverged(error);
    } finally {
      this.timing.projection += performance.now() - start;
    }
    return undefined;
  }

  /** ⟨a, b⟩. */
  inner(a: Vector, b: Vector): number {
    return this.parts.workspace.inner(a, b);
  }

  /** ‖a − b‖². */
  squaredDistance(a: Vector, b: Vector): number {
    return this.parts.workspace.squaredDistance(a, b);
  }

  /** ‖a‖. */
  norm(a: Vector): number {
    return Math.sqrt(this.inner(a, a));
  }

  /** u in the user's coordinates: valid until the next call that computes. */
  inUserCoordinates(u: Vector): Vector {
    const { coordinates } = this.parts;
    if (coordinates.identity) return u;
    coordinates.toUser(u.array, this.user.array);
    return this.user;
  }

  /** u ← w, in the solver's coordinates. */
  fromUserCoordinates(w: ArrayLike<number>, u: Vector): void {
    this.parts.coordinates.toSolver(w, u.array);
  }

  /** The initial point, taken into K in the user's coordinates: an intercept stays as it was given. */
  start(initial: ArrayLike<number>, u: Vector): void {
    const { workspace, userConstraint } = this.parts;
    this.user.array.set(initial);
    // A cone of the library holds 0, which stays where it is; among equal entries a projection may take its longest.
    const { cone, kernel } = userConstraint;
    const stays = cone && kernel !== undefined && isZero(this.user);
    if (!stays) workspace.project(this.user, userConstraint);
    this.fromUserCoordinates(this.user.array, u);
  }

  /** g ← the gradient in the solver's coordinates, given that in the user's. */
  pullBack(g: Numbers): void {
    const { coordinates } = this.parts;
    if (!coordinates.identity) coordinates.pullBack(g);
  }

  private timed<T>(passes: number, compute: () => T | Promise<T>): T | Promise<T> {
    const start = performance.now();
    this.passes += passes;
    return andThen(compute(), (value) => {
      this.timing.gradient += performance.now() - start;
      return value;
    });
  }
}
