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
  const mean = shift.map((value, j) => value + sums[j] / n);
  const variance = squares.map((square, j) => Math.max(0, square / n - (sums[j] / n) ** 2));
  const meanSquare = variance.map((value, j) => value + mean[j] ** 2);
  return { mean, variance, meanSquare };
}
