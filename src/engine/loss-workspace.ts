// Losses that no kernel computes: z and Σ ωᵢxᵢ by the engine, ψ here. Two trips over X where the kernels' loss has one.

import { allFinite } from '../constraints/constraint.js';
import type { Numbers, Precision } from '../problem/dataset.js';
import type { Computing, Vector } from './engine.js';
import { ForwardingWorkspace } from './forwarding-workspace.js';
import { allRows, type RowRange } from './row-blocks.js';
import { type Folds, rowsSeen } from './trees.js';
import { andThen } from './wait.js';
import { isZero, type Weighing } from './weighing.js';

/** A workspace for any loss, on an engine's that has the vectors and X. */
export class LossWorkspace extends ForwardingWorkspace implements Computing {
  /** What all rows share at the iterate computed last, see Loss. */
  shared = NaN;
  /** All zᵢ there. */
  z: Float64Array = new Float64Array(0);
  private readonly psi: Float64Array;
  private readonly round: (value: number) => number;

  constructor(
    engine: Computing,
    private readonly y: Numbers,
    private readonly weighing: Weighing,
    precision: Precision,
  ) {
    super(engine);
    this.psi = new Float64Array(y.length);
    this.round = precision === 'f32' ? Math.fround : (value) => value;
  }

  gradient(w: Vector, g: Vector, range?: RowRange): number | Promise<number> {
    return this.gradientOver(w, g, this.weighing.sampleWeight, range);
  }

  gradients(
    iterates: readonly Vector[],
    gradients: readonly Vector[],
    folds: Folds = {},
  ): Float64Array | Promise<Float64Array> {
    const objectives = new Float64Array(iterates.length);
    const seen = rowsSeen(iterates.length, this.y.length, folds);
    let before: undefined | Promise<void>;
    iterates.forEach((w, k) => {
      const next = () =>
        andThen(this.gradientOver(w, gradients[k], this.weightsOf(k, seen[k], folds)), (value) => {
          objectives[k] = value;
        });
      before = before === undefined ? (next() as undefined | Promise<void>) : before.then(next);
    });
    return andThen(before, () => objectives);
  }

  objective(w: Vector): number | Promise<number> {
    return andThen(this.engine.latent(w), (z) => this.weigh(z, this.weighing.sampleWeight));
  }

  private gradientOver(
    w: Vector,
    g: Vector,
    weights?: Float64Array,
    range?: RowRange,
  ): number | Promise<number> {
    // At 0 nothing of X needs to be read to know z.
    const latent = isZero(w) ? new Float64Array(this.y.length) : this.engine.latent(w, range);
    return andThen(latent, (z) => {
      const objective = this.weigh(z, weights, range);
      return andThen(this.engine.adjoint(this.psi, g, range), () =>
        allFinite(g.array) ? objective : Infinity,
      );
    });
  }

  // The sample weights of iterate k: 0 where a row is left out, and of mean 1 over the rows seen.
  private weightsOf(k: number, seen: number, { folds, left }: Folds): Float64Array | undefined {
    const { sampleWeight } = this.weighing;
    const own = left?.[k] ?? -1;
    if (folds === undefined || own < 0) return sampleWeight;
    const weights = new Float64Array(this.y.length);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      if (folds[i] === own) continue;
      weights[i] = sampleWeight?.[i] ?? 1;
      sum += weights[i];
    }
    const mean = seen === 0 ? NaN : sum / this.y.length;
    return weights.map((weight) => weight / mean);
  }

  // ψ of the rows; answers the objective, which as the kernels' is finite only where all is.
  private weigh(
    z: Float64Array,
    allWeights: Float64Array | undefined,
    { begin, end }: RowRange = allRows(this.y.length),
  ): number {
    const { round } = this;
    const psi = this.psi.subarray(begin, end);
    const y = this.y.subarray(begin, end);
    const weights = allWeights?.subarray(begin, end);
    const { loss, response } = this.weighing;
    const shared = loss.shared?.(z, y, response, weights) ?? NaN;
    this.shared = shared;
    this.z = z;
    let sum = 0;
    let largest = 0;
    for (let i = 0; i < psi.length; i++) {
      const weight = weights === undefined ? 1 : weights[i];
      if (weight === 0) {
        psi[i] = 0;
        continue;
      }
      psi[i] = weight * loss.rowWeight(z[i], y[i], response, shared);
      sum += weight * loss.value(z[i], y[i], response, shared);
      // A NaN stays: Math.max would not lose it either.
      largest = Math.max(largest, Math.abs(psi[i]));
    }
    return Number.isFinite(round(largest ** 2)) ? sum / psi.length : Infinity;
  }
}
