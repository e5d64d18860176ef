/** A loss: a scalar function of a row's z = ⟨w,x⟩ and y, and what its gradient needs. */
export interface Loss {
  readonly name: string;
  /** The row's part of n L(w). */
  value(z: number, y: number, alpha: number): number;
  /** ψ(z, y): the weight of the row in ∇L(w) = (1/n) Σ ψ(zᵢ, yᵢ) xᵢ. */
  rowWeight(z: number, y: number, alpha: number): number;
  /** The steps μ₀ and μ of the paper, for rows whose entries have mean square 1. */
  steps(alpha: number): { first: number; later: number };
}
