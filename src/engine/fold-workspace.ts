// Fits side by side, each leaving other rows out, whose gradients share trips over X.

import type { Computing, Vector } from './engine.js';
import { ForwardingWorkspace } from './forwarding-workspace.js';
import type { LossWorkspace } from './loss-workspace.js';
import type { RowRange } from './row-blocks.js';
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
export class FoldWorkspace extends ForwardingWorkspace implements Computing {
  /** `byRows` has the sample weights of the rows seen. */
  constructor(
    private readonly trips: FoldTrips,
    private readonly left: number,
    private readonly byRows: LossWorkspace,
  ) {
    super(byRows);
  }

  /** Of a range of rows by itself: that is no trip to share. */
  gradient(w: Vector, g: Vector, range?: RowRange): number | Promise<number> {
    return range ? this.byRows.gradient(w, g, range) : this.trips.gradient(this.left, w, g);
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
}
