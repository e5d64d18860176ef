// Searches that share no step with the library's formulas.

/**
 * The t in [low, high] where the monotone `tooSmall` changes from true to false, to the last bit: the smallest number
 * that is not too small.
 */
export function bisect(low: number, high: number, tooSmall: (t: number) => boolean): number {
  if (!tooSmall(low)) return low;
  for (;;) {
    const middle = low / 2 + high / 2;
    if (!(middle > low && middle < high)) return high;
    if (tooSmall(middle)) low = middle;
    else high = middle;
  }
}

/** argmin (w − v)² over [lower, upper], by the sign of its derivative. */
export function nearestBetween(lower: number, upper: number, v: number): number {
  const low = Math.max(lower, -Number.MAX_VALUE);
  const high = Math.min(upper, Number.MAX_VALUE);
  return bisect(low, high, (w) => w < v);
}
