import type { Numbers } from './dataset.js';
import type { Response } from './observation.js';

/**
 * A loss: a scalar function of a row's z = ⟨w,x⟩ + b and y, and what its gradient needs.
 *
 * Some losses have a number that all rows share and that is the best one for the z at hand: σ of Tobit's, the residual
 * from which on a robust loss takes a row for an outlier. L is then the least over it, and ∇L needs no derivative of it.
 */
export interface Loss {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Is L the mean of −log of a density, and the number that all rows share its σ? */
  readonly likelihood?: boolean;
  /** Why it cannot stand with this observation and so many rows, in words: what it got, and what it expects. */
  refuses?(
    response: Response,
    rows: number,
  ): { readonly got: string; readonly expected: string } | undefined;
  /** The number that all rows share, given theirs; `weights` are the sample weights, of mean 1. */
  shared?(z: Float64Array, y: Numbers, response: Response, weights?: Float64Array): number;
  /** The row's part of n L(w). */
  value(z: number, y: number, response: Response, shared: number): number;
  /** ψ(z, y): the weight of the row in ∇L(w) = (1/n) Σ ψ(zᵢ, yᵢ) xᵢ. */
  rowWeight(z: number, y: number, response: Response, shared: number): number;
  /** ∂ψ/∂z, or the part of it that is never negative: what solvers need that solve for the weights on a subspace. */
  curvature?(z: number, y: number, response: Response, shared: number): number;
  /** The paper-like steps μ₀ and μ, for rows whose entries have mean square 1. */
  steps(response: Response): { first: number; later: number };
  /** What the steps are to be multiplied by, where L is curved by 1/unit as much: σ² for Tobit. Default 1. */
  unit?(shared: number): number;
  /** What is to be known of an answer with this shared number, for the certificate. */
  caveats?(
    y: Numbers,
    response: Response,
    shared: number,
    weights?: Float64Array,
  ): readonly string[];
}

/** How many of n rows have a part in L. */
export function rowsOfWeight(sampleWeight: ArrayLike<number> | undefined, n: number): number {
  if (sampleWeight === undefined) return n;
  let count = 0;
  for (let i = 0; i < n; i++) count += Number(sampleWeight[i] > 0);
  return count;
}
