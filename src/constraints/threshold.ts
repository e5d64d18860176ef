/**
 * σ of the entries that a threshold leaves: their gaps to the largest entry are below σ, and `shareOf` them is σ.
 *
 * `shareOf(near)` answers σ as if all of the entries `near` were left. Of a superset of them it is not too small, so
 * that dropping those whose gap is not below it, until none is dropped, ends at the right ones (Michelot 1986). By σ,
 * what is left of the largest entry, and not by the threshold itself, a projection is sharp however far v is outside.
 */
export function settledShare(
  gaps: ArrayLike<number>,
  shareOf: (near: readonly number[]) => number,
): number {
  let near = Array.from({ length: gaps.length }, (_, j) => j);
  for (;;) {
    const sigma = shareOf(near);
    const nearer = near.filter((j) => gaps[j] < sigma);
    // The largest entry is always near, unless one is not a number.
    if (nearer.length === near.length || nearer.length === 0) return sigma;
    near = nearer;
  }
}

/**
 * The σ ≥ 0 of Σ max(σ − gap_j, 0) = r, for gaps ≥ 0 of which one is 0: the mean of r and the gaps below it. The gaps are
 * added up before r, beside which each of many may vanish.
 */
export const simplexShare = (gaps: ArrayLike<number>, radius: number): number =>
  settledShare(gaps, (near) => (radius + near.reduce((sum, j) => sum + gaps[j], 0)) / near.length);
