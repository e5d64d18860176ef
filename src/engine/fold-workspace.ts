// Fits side by side, each leaving other rows out, whose gradients share trips over X.

import type { Numbers, Precision } from '../problem/dataset.js';
import type { Computing, Vector } from './engine.js';
import { isOfKernels, LossWorkspace, type Weighing } from './loss-workspace.js';

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
 * A workspace that does not see the rows of fold `left` (−1: sees all). Gradients of the kernels' loss join a trip; what
 * else a solver asks for is computed for itself, with sample weights of 0 on the rows left out.
 */
export class FoldWorkspace extends LossWorkspace {
  private readonly together: boolean;

  /** `weighing` is of all rows, `seen` their weights with those left out 0, of mean 1. */
  constructor(
    private readonly trips: FoldTrips,
    private readonly left: number,
    engine: Computing,
    y: Numbers,
    weighing: Weighing,
    seen: Float64Array | undefined,
    precision: Precision,
  ) {
    super(engine, y, { ...weighing, sampleWeight: seen }, precision);
    this.together = isOfKernels(weighing);
  }

  override gradient(w: Vector, g: Vector): number | Promise<number> {
    return this.together ? this.trips.gradient(this.left, w, g) : super.gradient(w, g);
  }
}
