import type { EngineInfo } from './engine/engine.js';
import type { Numbers } from './problem/dataset.js';
import type { Observation } from './problem/observation.js';
import type { StandardErrors } from './solvers/standard-errors.js';
import type { Status } from './solvers/stopping.js';
import type { Trace } from './solvers/trace.js';

/** What a fit found. Objective, residual and trace's last entries are all about `weights`. */
export interface FitResult {
  /** w, in the units of X and y; Float32Array where the data was f32. */
  readonly weights: Numbers;
  /** b, 0 unless an intercept was asked for. */
  readonly intercept: number;
  /** L(w), for least squares (1/n) Σ (φ(⟨w,xᵢ⟩ + b) − yᵢ)². */
  readonly objective: number;
  /**
   * ‖w − w⁺‖ / (min(1, μ m) max(‖w‖, ‖w⁺‖)), w⁺ = P_K(w − μ∇L(w)), m the mean square of X, in the solver's coordinates: free of
   * units, 0 at a fixed point, and what `tolerance` is compared with.
   */
  readonly residual: number;
  /** Steps taken: w_0 … w_iterations. */
  readonly iterations: number;
  /** Trips over X, forwards and backwards, or an equal number of reads: what solvers are compared by. */
  readonly passes: number;
  readonly status: Status;
  readonly observation: Observation;
  /** The one that ran, which `auto` may have chosen, and why. */
  readonly solver: { readonly name: string; readonly reason: string };
  /** σ of the noise before the observation, where the loss is a likelihood. */
  readonly sigma?: number;
  /** Σ log of the density of yᵢ, where the loss is a likelihood. */
  readonly logLikelihood?: number;
  /** Of the maximum likelihood estimates: for tobit() on wholeSpace() with at most 1000 weights, see StandardErrors. */
  readonly standardErrors?: StandardErrors;
  readonly trace: Trace;
  readonly certificate: Certificate;
  readonly engine: EngineInfo;
  /** Milliseconds. */
  readonly timing: {
    readonly load: number;
    readonly gradient: number;
    readonly projection: number;
    readonly total: number;
  };
}

/** What can be said of the answer without trusting the solver. */
export interface Certificate {
  readonly feasible: boolean;
  /** ‖w − P_K(w)‖; NaN where P_K(w) could not be found, as a warning then says. */
  readonly infeasibility: number;
  readonly residual: number;
  /** The fraction of rows on which ⟨w,x⟩ + b > 0 and y > 0 disagree (ReLU and leaky). */
  readonly signDisagreement?: number;
  /** What to know before believing the rest, the constraint's caveats first. */
  readonly warnings: readonly string[];
}
