// Fits side by side, each leaving other rows out, whose gradients share trips over X.

import type { Constraint } from '../constraints/constraint.js';
import type { Computing, Vector } from './engine.js';
import type { Gram } from './gram.js';
import type { LossWorkspace } from './loss-workspace.js';
import type { Folds } from './trees.js';

interface Request {
  readonly left: number;
  readonly w: Vector;
  readonly g: Vector;
  readonly resolve: (objective: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Collects gradients that are asked for, and answers all of them by one trip over X. */
export class FoldTrips {
  private asked: Request[] = [];

  constructor(
    private readonly engine: Computing,
    private readonly folds: Uint8Array,
  ) {}

  gradient(left: number, w: Vector, g: Vector): Promise<number> {
    return new Promise((resolve, reject) => {
      this.asked.push({ left, w, g, resolve, reject });
    });
  }

  /** Answers what was asked until now. Rejects nothing itself: whoever asked is told. */
  async answer(): Promise<void> {
    const { asked } = this;
    this.asked = [];
    if (asked.length === 0) return;
    const left = asked.map((request) => request.left);
    try {
      const objectives = await this.engine.gradients(
        asked.map(({ w }) => w),
        asked.map(({ g }) => g),
        { folds: this.folds, left },
      );
      asked.forEach(({ resolve }, k) => {
        resolve(objectives[k]);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

/**
 * A workspace that does not see the rows of fold `left` (−1: sees all), for the kernels' loss: gradients join a trip, and
 * objectives are computed by themselves, with sample weights of 0 on the rows left out. z, and sums that a solver weighs
 * itself, are of all rows.
 */
export class FoldWorkspace implements Computing {
  readonly length: number;

  /** `byRows` has the sample weights of the rows seen. */
  constructor(
    private readonly trips: FoldTrips,
    private readonly left: number,
    private readonly byRows: LossWorkspace,
  ) {
    this.length = byRows.length;
  }

  gradient(w: Vector, g: Vector): Promise<number> {
    return this.trips.gradient(this.left, w, g);
  }

  gradients(
    iterates: readonly Vector[],
    gradients: readonly Vector[],
    folds?: Folds,
  ): Float64Array | Promise<Float64Array> {
    return this.byRows.gradients(iterates, gradients, folds);
  }

  objective(w: Vector): number | Promise<number> {
    return this.byRows.objective(w);
  }

  allocate(count: number): Vector[] {
    return this.byRows.allocate(count);
  }

  latent(w: Vector): Float64Array | Promise<Float64Array> {
    return this.byRows.latent(w);
  }

  adjoint(weights: Float64Array, g: Vector): void | Promise<void> {
    return this.byRows.adjoint(weights, g);
  }

  gram(columns: Int32Array, weights: Float64Array, target: Float64Array): Gram | Promise<Gram> {
    return this.byRows.gram(columns, weights, target);
  }

  step(w: Vector, g: Vector, mu: number, out: Vector): void {
    this.byRows.step(w, g, mu, out);
  }

  project(v: Vector, constraint: Constraint): void {
    this.byRows.project(v, constraint);
  }

  inner(a: Vector, b: Vector): number {
    return this.byRows.inner(a, b);
  }

  squaredDistance(a: Vector, b: Vector): number {
    return this.byRows.squaredDistance(a, b);
  }

  release(): void {
    this.byRows.release();
  }
}
