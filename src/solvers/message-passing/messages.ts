import type { Vector } from '../../engine/engine.js';
import { type Waiting, wait } from '../../engine/wait.js';
import type { Problem } from '../problem.js';
import { type Channel, posterior } from './channel.js';
import { firstNoise, innovation } from './noise.js';
import { denoise, type Prior } from './prior.js';

// An excess of the innovations over what the weights explain is noise from so many standard deviations on.
const SIGNIFICANT = 4;
// A mean square of the weights this many times that of the beginning is on its way to infinity.
const DIVERGED = 1e4;
// Rows that seem to know nothing would make a step without end.
const LEAST_PRECISION = 1e-3;

/**
 * Generalized approximate message passing: the beliefs about weights (means, one variance) and rows (s, one precision),
 * and what expectation–maximisation has learnt of prior and noise.
 *
 * Works on columns of mean 0 and equal mean square: with an intercept they are so, and without one, where their means are
 * not those of independent draws about 0, ⟨w, x̄⟩ is a weight of its own that nothing is known of.
 *
 * @see S. Rangan, "Generalized approximate message passing for estimation with random linear mixing" (2011); J. P. Vila,
 * P. Schniter, "Expectation-maximization Gaussian-mixture approximate message passing" (2013); J. P. Vila, P. Schniter,
 * S. Rangan, F. Krzakala, L. Zdeborová, "Adaptive damping and mean removal for the generalized approximate message passing
 * algorithm" (2015).
 */
export class Messages {
  /** The variance of the noise. */
  noise = 0;
  /** Whether there is anything to be learnt: y ≤ 0 says nothing of how large weights are. */
  readonly idle: boolean;
  private damping = 1;
  private readonly prior: Prior;
  private readonly level: number;
  private readonly signal: number;
  private readonly u: Vector;
  private readonly g: Vector;
  // Column j is (x_j − center_j)/deviation_j in the solver's coordinates.
  private readonly center: Float64Array;
  private readonly deviation: Float64Array;
  private readonly mean: Float64Array;
  private readonly s: Float64Array;
  private readonly p: Float64Array;
  // The weight of the column of ones, where there is one.
  private hasOnes: boolean;
  private ones = 0;
  // The variance of z about its prediction, and what a row knows of it.
  private spread = 0;
  private precision = 0;

  constructor(
    private readonly problem: Problem,
    private readonly channel: Channel,
  ) {
    const { rows, columns, y, meanSquare } = problem;
    [this.u, this.g] = problem.allocate(2);
    this.center = new Float64Array(columns);
    this.deviation = new Float64Array(columns).fill(1);
    this.mean = new Float64Array(columns);
    this.s = new Float64Array(rows);
    this.p = new Float64Array(rows);
    this.hasOnes = problem.hasIntercept;
    this.level = problem.constraint.level ?? columns;
    let squares = 0;
    for (let i = 0; i < rows; i++) if (channel === 'linear' || y[i] > 0) squares += y[i] * y[i];
    // Of a ReLU half of z² is seen.
    this.signal = ((channel === 'linear' ? 1 : 2) * squares) / rows / meanSquare;
    this.idle = !(this.signal > 0 && Number.isFinite(this.signal));
    this.prior = {
      nonnegative: problem.constraint.name === 'sparseNonnegative',
      weight: 0,
      scale: 0,
    };
  }

  /** Finds the means of the columns: half a pass. */
  *findMeans(): Waiting<void> {
    const { problem, center, deviation } = this;
    const { rows, columns, meanSquare } = problem;
    if (problem.hasIntercept) return;
    yield* wait(problem.adjoint(new Float64Array(rows).fill(1), this.g));
    const means = this.g.array;
    let squares = 0;
    for (let j = 0; j < columns; j++) squares += means[j] * means[j];
    // Of independent draws about 0: d m/n, give or take √(2d) m/n.
    if (squares * rows <= meanSquare * (columns + 5 * Math.sqrt(2 * columns))) return;
    this.hasOnes = true;
    for (let j = 0; j < columns; j++) {
      const variance = meanSquare - means[j] * means[j];
      // A column that is constant is left as it is: it has nothing left once it is centred.
      if (!(variance > 1e-6 * meanSquare)) continue;
      center[j] = means[j];
      deviation[j] = Math.sqrt(variance / meanSquare);
    }
  }

  /** Begins at u, all else unlearnt; `damping` is the part of the way that a belief goes to the new one. */
  begin(u: Vector, damping: number): void {
    const { problem, prior, mean, center, deviation, level, signal } = this;
    const { columns } = problem;
    this.damping = damping;
    this.noise = firstNoise(this.channel, problem.y);
    this.s.fill(0);
    this.precision = 0;
    this.spread = problem.meanSquare * signal;
    prior.weight = level / columns;
    prior.scale = signal / level;
    this.ones = problem.hasIntercept ? u.array[columns] : 0;
    for (let j = 0; j < columns; j++) {
      mean[j] = u.array[j] * deviation[j];
      this.ones += u.array[j] * center[j];
    }
  }

  /** v ← the mean of the weights, in the solver's coordinates. */
  writeTo(v: Vector): void {
    const { mean, deviation, problem } = this;
    for (let j = 0; j < mean.length; j++) v.array[j] = mean[j] / deviation[j];
    if (problem.hasIntercept) v.array[mean.length] = this.ones;
  }

  /** From weights to rows and back, one pass; answers the part by which the mean changes, Infinity where it diverges. */
  *exchange(): Waiting<number> {
    const { problem, u } = this;
    this.writeTo(u);
    const z = yield* wait(problem.latent(u));
    const sum = this.rowBeliefs(z);
    yield* wait(problem.adjoint(this.s, this.g));
    return this.weightBeliefs(sum / problem.rows);
  }

  // s of all rows; answers their sum.
  private rowBeliefs(z: Float64Array): number {
    const { problem, s, p, mean, center, deviation, channel, spread, damping } = this;
    const { y, rows } = problem;
    let offset = 0;
    if (this.hasOnes && !problem.hasIntercept) {
      offset = this.ones;
      for (let j = 0; j < mean.length; j++) offset -= (center[j] * mean[j]) / deviation[j];
    }
    for (let i = 0; i < rows; i++) p[i] = z[i] + offset - spread * s[i];
    if (channel === 'before' || channel === 'linear') {
      const total = innovation(y, p, spread + this.noise, channel === 'linear');
      const excess = total - spread;
      this.noise = excess > SIGNIFICANT * Math.sqrt(2 / rows) * spread ? excess : 0;
    }
    const row = { mean: 0, variance: 0, misfit: 0 };
    let sum = 0;
    let variance = 0;
    let misfit = 0;
    for (let i = 0; i < rows; i++) {
      posterior(channel, y[i], p[i], spread, this.noise, row);
      s[i] += damping * ((row.mean - p[i]) / spread - s[i]);
      sum += s[i];
      variance += row.variance / rows;
      misfit += row.misfit / rows;
    }
    if (channel === 'after') this.noise = misfit;
    const precision = Math.max(1 - variance / spread, LEAST_PRECISION) / spread;
    // The first is all there is.
    this.precision += (this.precision === 0 ? 1 : damping) * (precision - this.precision);
    return sum;
  }

  // The weights, given Σ s_i x_i/n and the mean of s.
  private weightBeliefs(meanOfRows: number): number {
    const { problem, g, mean, center, deviation, prior, level, damping } = this;
    const { rows, columns, meanSquare } = problem;
    const step = 1 / (meanSquare * this.precision);
    const v = step / rows;
    const weight = { mean: 0, variance: 0, probability: 0, square: 0 };
    let spread = 0;
    let change = 0;
    let size = 0;
    let nonzeros = 0;
    let squares = 0;
    for (let j = 0; j < columns; j++) {
      const slope = (g.array[j] - center[j] * meanOfRows) / deviation[j];
      denoise(prior, mean[j] + step * slope, v, weight);
      const difference = weight.mean - mean[j];
      mean[j] += damping * difference;
      change += difference * difference;
      size += mean[j] * mean[j];
      spread += weight.variance;
      nonzeros += weight.probability;
      squares += weight.probability * weight.square;
    }
    if (this.hasOnes) {
      this.ones += damping * step * (problem.hasIntercept ? g.array[columns] : meanOfRows);
      spread += v;
    }
    if (nonzeros > 0 && squares > 0) {
      prior.scale = squares / nonzeros;
      prior.weight = Math.min(level, nonzeros) / columns;
    }
    this.spread += damping * (meanSquare * spread - this.spread);
    const finite = this.spread > 0 && size > 0 && size < DIVERGED * this.signal;
    return finite ? Math.sqrt(change / size) : Infinity;
  }
}
