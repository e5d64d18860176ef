import { RelufitError } from '../errors.js';

/**
 * How a set names its kernel: `project<Name>` in assembly/projections is called in place, as
 * `(v, d, scratch, memory?, vectors…, integers…, scalars…)`. The arrays must be the same objects at every call: they
 * are copied into the kernel's memory once. A set without one is projected by its own `project`, and the result says so.
 */
export interface ProjectionKernel {
  readonly name: string;
  readonly vectors?: readonly Float64Array[];
  readonly integers?: readonly Int32Array[];
  readonly scalars?: readonly number[];
  /** Bytes of scratch, where it needs more than 8192 + 24d. */
  readonly scratch?: number;
  /** Bytes that it keeps between the calls of a fit, zeros at the first: for a warm start. */
  readonly memory?: number;
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
  /** d, where the set stands in one dimension only and knows it. */
  readonly dimension?: number;
  /** What `project` cannot promise, in words: a fit passes it on in its certificate's warnings. */
  readonly caveats?: readonly string[];
  /** Throws RelufitError unless the set can stand in ℝᵈ. */
  checkDimension?(d: number): void;
  /** The set {Dw : w ∈ K} for positive diagonal D = diag(scales), where it is one of these sets again. */
  rescaled?(scales: Float64Array): Constraint;
  /** The subspace that K is near w, or touches there, where K is made of subspaces; w is a point of K. */
  tangentSpace?(w: Float64Array): TangentSpace;
  /** The kernel that projects d entries. */
  kernel?(d: number): ProjectionKernel;
  /**
   * The statistical dimension of the descent cone of K ⊂ ℝᵈ at `planted`, by a formula; without `planted` where the set
   * alone fixes it. Undefined where there is no formula.
   */
  statisticalDimension?(d: number, planted?: ArrayLike<number>): ClosedForm | undefined;
}

/** A linear subspace T of ℝᵈ, by the coordinates that are free in it or by its projection. */
export type TangentSpace =
  | {
      /** T = {v : v_j = 0 for j not in the support}; ascending. */
      readonly support: Int32Array;
      /** Only v ≥ 0 is in K. */
      readonly nonnegative?: boolean;
    }
  | {
      /** v ← P_T v. */
      readonly project: (v: Float64Array) => void;
      readonly dimension: number;
    };

/** The same subspace by its projection. */
export function byProjection(space: TangentSpace): Extract<TangentSpace, { dimension: number }> {
  if ('project' in space) return space;
  const { support } = space;
  return {
    dimension: support.length,
    project(v) {
      for (let j = 0, k = 0; j < v.length; j++) {
        if (j === support[k]) k++;
        else v[j] = 0;
      }
    },
  };
}

/** A statistical dimension by a formula, and what the formula is: exact, an upper bound, or right for large d. */
export interface ClosedForm {
  readonly value: number;
  readonly kind: 'exact' | 'upper bound' | 'asymptotic';
  /** The formula's name or source, as a table prints it. */
  readonly formula: string;
  /** An upper bound that may be far too large: an intersection's, by the smallest of its members. */
  readonly loose?: boolean;
}

export const DEFAULT_TOLERANCE = 1e-9;

/** No NaN, no infinity: what every set asks of its points. */
export function allFinite(w: ArrayLike<number>): boolean {
  for (let j = 0; j < w.length; j++) if (!Number.isFinite(w[j])) return false;
  return true;
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

/** A copy of v in `out`, which must be as long, or in a new array. */
export function copied(v: ArrayLike<number>, out?: Float64Array): Float64Array {
  if (out === undefined) return new Float64Array(v);
  if (out.length !== v.length) {
    throw new RelufitError(
      'INVALID_SHAPE',
      'project(v, out)',
      `out of length ${out.length} for v of length ${v.length}`,
      'equal lengths',
      'Leave out away for a new array.',
    );
  }
  if (out !== v) for (let j = 0; j < v.length; j++) out[j] = v[j];
  return out;
}

/** Is a sum of d terms what it should be, up to its rounding? Then a point stays where it is, to the bit. */
export const agrees = (sum: number, expected: number, d: number): boolean =>
  Math.abs(sum - expected) <= (d + 4) * 2 ** -53 * expected;

/** max |a_j − b_j|. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let j = 0; j < a.length; j++) largest = Math.max(largest, Math.abs(a[j] - b[j]));
  return largest;
}
