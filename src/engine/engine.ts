// What a solver may ask of an engine, and what every engine promises.
//
// An engine holds one copy of X and y and the vectors that a fit works on, and computes on them. All engines compute
// the same numbers up to rounding; `reference` is the oracle, plain double-precision TypeScript. Promised:
//  · A row with ψ(z, y) = 0 has no part in the gradient.
//  · The same data and calls give the same bits, on any machine and for any number of threads; sums run over fixed
//    blocks of rows (row-blocks.ts).
//  · The objective is finite only where every z, ψ, ψ² and the gradient are finite in the precision of the data.
//  · Vectors stay valid until released; `array` is asked for anew at each use, because memory may have grown.
//  · Nothing is thrown by the methods a solver calls in its loop, but for what a set's own projection throws.

import type { Constraint } from '../constraints/constraint.js';
import type { Numbers, Precision } from '../problem/dataset.js';
import type { RowSource, Shape } from '../problem/row-source.js';
import type { Gram } from './gram.js';
import type { Moments } from './moments.js';
import type { RowRange } from './row-blocks.js';
import type { Folds } from './trees.js';

/** 'threads' and 'wasm' are WebAssembly with SIMD, 'reference' plain TypeScript. */
export type EngineName = 'threads' | 'wasm' | 'reference';

/** The engine that ran, and why this one. */
export interface EngineInfo {
  readonly name: EngineName;
  readonly simd: 'simd128' | 'relaxed' | 'none';
  readonly threads: number;
  readonly precision: Precision;
  /** Did it run in a worker of its own, so that the caller's thread stayed free? */
  readonly background: boolean;
  readonly reason: string;
}

/** A vector of an engine: d entries, then the intercept where the workspace has one. */
export interface Vector {
  readonly array: Numbers;
}

/** X and y as fits use them, wherever they are. */
export interface FitData {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  /** How many there are, this one among them. */
  readonly threads: number;
  /** Throws NOT_FINITE where X is not; where workers are not ready it waits for them. */
  readonly moments: Moments;
  readonly isReady: boolean;
  /** Fulfilled when a workspace may compute; rejected where a worker could not be started. */
  readonly ready: Promise<unknown>;
  /** For the paper's loss with slope α below 0, see LossWorkspace for others. */
  workspace(options: WorkspaceOptions): Computing;
  /** Gives the memory back, after the last open workspace is released; no new one may be opened. */
  dispose(): void;
}

/** X and y inside an engine. */
export interface LoadedData extends FitData {
  /** Writes rows begin … end − 1 of the source where they stay. */
  fill(source: RowSource, begin: number, end: number): void;
  /** z_i ← z_i + Σ_k x_{i,support[k]} weights[k] for all rows, in f64 and in the order of k: the same bits everywhere. */
  addProducts(support: Int32Array, weights: Float64Array, z: Float64Array): void;
  /** Copies y in. Before, there are no workspaces. */
  setTarget(y: Numbers): void;
  workspace(options: WorkspaceOptions): Workspace;
}

/** α of the observation, and whether vectors end with an intercept b. */
export interface WorkspaceOptions {
  readonly alpha: number;
  readonly intercept: boolean;
}

/** One fit's view of loaded data. */
export interface Workspace extends Computing {
  gradient(w: Vector, g: Vector, range?: RowRange): number;
  gradients(iterates: readonly Vector[], gradients: readonly Vector[], folds?: Folds): Float64Array;
  objective(w: Vector): number;
  latent(w: Vector, range?: RowRange): Float64Array;
  adjoint(weights: Float64Array, g: Vector, range?: RowRange): void;
  gram(columns: Int32Array, weights: Float64Array, target: Float64Array): Gram;
}

/** A workspace whose trips over X may be made elsewhere: then they answer promises. */
export interface Computing {
  readonly length: number;
  /** Of a loss that is computed row by row, at the iterate computed last: what all rows share, see Loss, and all zᵢ. */
  readonly shared?: number;
  readonly z?: Float64Array;
  allocate(count: number): Vector[];
  /**
   * g = ∇L(w) = (1/n) Σ ψ(zᵢ, yᵢ)(xᵢ, 1), zᵢ = ⟨w, xᵢ⟩ + b. Answers L(w), in one trip over X. With a
   * `range` of whole blocks of rows (row-blocks.ts) sums and averages are over those rows, and no other is read.
   */
  gradient(w: Vector, g: Vector, range?: RowRange): number | Promise<number>;
  /**
   * `gradient` at several iterates in one trip over X; answers their objectives. With `folds`, iterate k averages over
   * the n_k rows whose fold is not `left[k]`, and is NaN where there are none. Without, the bits are those of `gradient`
   * at each iterate, where it would find the same ones sparse (together they need few columns).
   */
  gradients(
    iterates: readonly Vector[],
    gradients: readonly Vector[],
    folds?: Folds,
  ): Float64Array | Promise<Float64Array>;
  /** L(w). */
  objective(w: Vector): number | Promise<number>;
  /** All zᵢ, or those of a range. */
  latent(w: Vector, range?: RowRange): Float64Array | Promise<Float64Array>;
  /**
   * g = (1/n) Σ ωᵢ (xᵢ, 1): with ωᵢ = ψ(zᵢ, yᵢ) the gradient of any loss. ω, a number for each row, is rounded to the
   * precision of the data; rows where it is 0 are not read. Where a sum leaves that precision, g is not finite. With a
   * `range` of whole blocks the sum is over those rows, and n their number; ω is that of all rows.
   */
  adjoint(weights: Float64Array, g: Vector, range?: RowRange): void | Promise<void>;
  /**
   * Σ ωᵢ x_ij x_il and Σ ωᵢ tᵢ x_ij for j, l among the k `columns`, in f64 whatever the precision of the data: least
   * squares on a support, over the rows with ωᵢ ≠ 0. A column d is that of ones. O(n₊k²) and 64k² bytes; throws
   * TOO_LARGE where those cannot be had.
   */
  gram(columns: Int32Array, weights: Float64Array, target: Float64Array): Gram | Promise<Gram>;
  /** out = w − μ g. */
  step(w: Vector, g: Vector, mu: number, out: Vector): void;
  /** v ← P_K(v) on the first d entries; the intercept is free. */
  project(v: Vector, constraint: Constraint): void;
  inner(a: Vector, b: Vector): number;
  /** ‖a − b‖². */
  squaredDistance(a: Vector, b: Vector): number;
  /** Gives back the vectors of this workspace. */
  release(): void;
}

export interface Engine {
  readonly name: EngineName;
  readonly simd: EngineInfo['simd'];
  /** Takes room for rows of this shape; throws TOO_LARGE where there is none. */
  open(shape: Shape): LoadedData;
}
