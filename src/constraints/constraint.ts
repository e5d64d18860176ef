import { RelufitError, show } from '../errors.js';

/**
 * How a set names its kernel: `project<Name>` in assembly/projections is called in place with the set's vectors, then
 * its numbers. A set without one is projected by its own `project`, and the result says so.
 */
export interface ProjectionKernel {
  readonly name: string;
  readonly vectors?: readonly Float64Array[];
  readonly scalars?: readonly number[];
}

/**
 * A closed set K ⊂ ℝᵈ: what is known about the weights.
 *
 * `project` is the plain TypeScript oracle of P_K(v) = argmin_{w ∈ K} ‖w − v‖₂, the global one where K is not convex;
 * among equally near points the one that keeps the lowest indices.
 */
export interface Constraint {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly convex: boolean;
  readonly cone: boolean;
  /** Is w in K, up to `tolerance` relative to the size of w (default 1e-9)? */
  contains(w: ArrayLike<number>, tolerance?: number): boolean;
  /** P_K(v), written to `out` (which may be v) or to a new array. */
  project(v: ArrayLike<number>, out?: Float64Array): Float64Array;
  /** R of K = {w : R(w) ≤ level}, where the set is one. */
  regularizer?(w: ArrayLike<number>): number;
  readonly level?: number;
  /** Throws RelufitError unless the set can stand in ℝᵈ. */
  checkDimension?(d: number): void;
  /** The set {Dw : w ∈ K} for positive diagonal D = diag(scales), where it is one of these sets again. */
  rescaled?(scales: Float64Array): Constraint;
  /** The kernel that projects d entries. */
  kernel?(d: number): ProjectionKernel;
}

export const DEFAULT_TOLERANCE = 1e-9;

/** No NaN, no infinity: what every set asks of its points. */
export function allFinite(w: ArrayLike<number>): boolean {
  return Array.prototype.every.call(w, Number.isFinite);
}

/** max |w_j|. */
export function largestMagnitude(w: ArrayLike<number>): number {
  let largest = 0;
  for (let j = 0; j < w.length; j++) largest = Math.max(largest, Math.abs(w[j]));
  return largest;
}

/** ‖w‖₂, divided by the largest entry first so that no square overflows. */
export function euclideanNorm(w: ArrayLike<number>): number {
  const largest = largestMagnitude(w);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let squares = 0;
  for (let j = 0; j < w.length; j++) squares += (w[j] / largest) ** 2;
  return largest * Math.sqrt(squares);
}

/** A copy of v in `out`, or in a new array. */
export function copied(v: ArrayLike<number>, out?: Float64Array): Float64Array {
  if (out === undefined) return Float64Array.from(v);
  if (out !== v) for (let j = 0; j < v.length; j++) out[j] = v[j];
  return out;
}

/** A set's radius: a positive finite number. */
export function checkRadius(radius: number, set: string): void {
  if (typeof radius !== 'number' || !(radius > 0) || !Number.isFinite(radius)) {
    throw new RelufitError(
      'INVALID_CONSTRAINT',
      `${set} radius`,
      show(radius),
      'a positive finite number',
      'Use wholeSpace() for no bound.',
    );
  }
}
