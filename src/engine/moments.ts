/** First and second moments of the columns, in f64. */
export interface Moments {
  readonly mean: Float64Array;
  /** About the mean; exactly 0 for a constant column. */
  readonly variance: Float64Array;
  readonly meanSquare: Float64Array;
}

/** The moments, given Σ(x − shift) and Σ(x − shift)² over n rows; infinite where a square leaves f64. */
export function momentsOf(
  shift: Float64Array,
  sums: Float64Array,
  squares: Float64Array,
  n: number,
): Moments {
  const d = shift.length;
  const mean = new Float64Array(d);
  const variance = new Float64Array(d);
  const meanSquare = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    const meanShift = sums[j] / n;
    mean[j] = shift[j] + meanShift;
    variance[j] = Math.max(0, squares[j] / n - meanShift ** 2);
    meanSquare[j] = variance[j] + mean[j] ** 2;
  }
  return { mean, variance, meanSquare };
}
