/** The q-quantile by linear interpolation between order statistics, or null of nothing. */
export function quantile(values: readonly number[], q: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The factor by which an error shrinks a step: exp of the least-squares slope of log error over t, between the first
 * step and the floor of rounding; null where fewer than three points are left or it does not shrink to 1e-3.
 */
export function fittedRate(error: ArrayLike<number>, floor = 1e-12): number | null {
  let end = 0;
  while (end < error.length && error[end] > floor) end++;
  if (end < 4 || error[end - 1] > 1e-3) return null;
  // From t = 1: the first step is longer than the others and not of the rate.
  const count = end - 1;
  let meanT = 0;
  let meanLog = 0;
  for (let t = 1; t < end; t++) {
    meanT += t / count;
    meanLog += Math.log(error[t]) / count;
  }
  let covariance = 0;
  let variance = 0;
  for (let t = 1; t < end; t++) {
    covariance += (t - meanT) * (Math.log(error[t]) - meanLog);
    variance += (t - meanT) ** 2;
  }
  return Math.exp(covariance / variance);
}
