// Where the noise is and how large: what y shows of it, and what the messages do.

import { normalHazard } from '../../numerics/normal-distribution.js';
import type { Numbers } from '../../problem/dataset.js';
import type { Channel } from './channel.js';

/** The noise that a ReLU's y show: below 0 only noise after it can bring them; exact zeros only a ReLU that comes last. */
export function channelOf(y: Numbers): Channel {
  for (let i = 0; i < y.length; i++) if (y[i] < 0) return 'after';
  return 'before';
}

/** A variance of the noise to begin with: after a ReLU half of the noise on idle rows is negative; elsewhere 0. */
export function firstNoise(channel: Channel, y: Numbers): number {
  if (channel !== 'after') return 0;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < y.length; i++) {
    if (y[i] >= 0) continue;
    sum += y[i] * y[i];
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/**
 * The variance V of z + e about its predictions p that makes y likeliest, y = z + e where `linear`, max(0, z + e) otherwise:
 * one step of expectation–maximisation from `variance`, by which rows with y = 0 count as what they hide. O(n).
 *
 * @see A. P. Dempster, N. M. Laird, D. B. Rubin, "Maximum likelihood from incomplete data via the EM algorithm" (1977).
 */
export function innovation(y: Numbers, p: Float64Array, variance: number, linear: boolean): number {
  const deviation = Math.sqrt(variance);
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    if (linear || y[i] > 0) {
      sum += (y[i] - p[i]) ** 2;
    } else {
      // E(g² | g > a) = 1 + a λ(a).
      const a = p[i] / deviation;
      sum += variance * (1 + a * normalHazard(a));
    }
  }
  return sum / y.length;
}
