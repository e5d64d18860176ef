import { RelufitError, show } from '../errors.js';
import { normalTail } from '../numerics/normal-distribution.js';
import { findRoot } from '../numerics/root.js';

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

/**
 * Wilson's interval for a probability of which `successes` of `trials` were seen: all p with |p̂ − p| ≤ z √(p(1 − p)/trials), z
 * the two-sided normal quantile of `level`. [0, 1] without trials. O(1).
 *
 * @throws RelufitError INVALID_ARGUMENT unless 0 ≤ successes ≤ trials are integers and 0 < level < 1.
 * @see E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
 * @example
 * ```ts
 * wilsonInterval(10, 10) // { low: 0.722…, high: 1 }
 * ```
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  level = 0.95,
): { low: number; high: number } {
  const counts = Number.isInteger(successes) && Number.isInteger(trials);
  if (!counts || successes < 0 || successes > trials) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'wilsonInterval',
      `${show(successes)} of ${show(trials)}`,
      'integers, 0 ≤ successes ≤ trials',
      'Count both.',
    );
  }
  if (!(typeof level === 'number' && level > 0 && level < 1)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'wilsonInterval level',
      show(level),
      'a number between 0 and 1',
      'Leave it out for 0.95.',
    );
  }
  if (trials === 0) return { low: 0, high: 1 };
  const z = quantileOf(level);
  const share = successes / trials;
  const squared = (z * z) / trials;
  const middle = share + squared / 2;
  const half = z * Math.sqrt((share * (1 - share) + squared / 4) / trials);
  return {
    // At the ends the two terms are one, but for their rounding.
    low: successes === 0 ? 0 : (middle - half) / (1 + squared),
    high: successes === trials ? 1 : (middle + half) / (1 + squared),
  };
}

// Beyond it either tail of the normal law has 1/40.
const Z95 = 1.9599639845400543;
let other = { level: 0, z: 0 };

// Intervals are made by the million, nearly all of one level.
function quantileOf(level: number): number {
  if (level === 0.95) return Z95;
  if (level !== other.level) {
    other = { level, z: findRoot((x) => normalTail(x) - (1 - level) / 2, 0, 40) };
  }
  return other.z;
}
