// What an observation y says of z = ⟨w,x⟩ where z was N(p, v) before it: one function for each place of the noise.

import { logNormalTail } from '../../numerics/normal-distribution.js';
import { positivePart, tailMoments } from '../../numerics/truncated-normal.js';

/** Where the noise is: nowhere, before the ReLU, after it, or in a linear observation. */
export type Channel = 'none' | 'before' | 'after' | 'linear';

/** Mean and variance of z given y, and E((observation without noise − y)² | y) for the noise after the ReLU. */
export interface Posterior {
  mean: number;
  variance: number;
  misfit: number;
}

/**
 * Writes the moments of z given y, z being N(p, v) before and the noise N(0, noise).
 *
 * none: y = max(0, z) · before: y = max(0, z + e) · after: y = max(0, z) + e · linear: y = z + e. Where noise = 0, 'before'
 * and 'after' are 'none' and y ≤ 0 says z ≤ 0. O(1), and all digits however unlikely y is.
 *
 * @see S. Rangan, "Generalized approximate message passing for estimation with random linear mixing" (2011).
 */
export function posterior(
  channel: Channel,
  y: number,
  p: number,
  v: number,
  noise: number,
  out: Posterior,
): void {
  const before = channel === 'before' ? noise : 0;
  if (channel === 'linear') pinned(y, p, v, noise, out);
  else if (channel === 'after' && noise > 0) mixture(y, p, v, noise, out);
  else if (y > 0) pinned(y, p, v, before, out);
  else below(p, v, before, out);
}

// z + e ≤ 0.
function below(p: number, v: number, before: number, out: Posterior): void {
  const total = v + before;
  const deviation = Math.sqrt(total);
  const tail = tailMoments(p / deviation);
  // z + e given z + e ≤ 0, and of it the part that is z.
  const latent = -deviation * tail.mean;
  const share = v / total;
  out.mean = p + share * (latent - p);
  // Without noise p + (latent − p) would lose the digits of latent.
  if (before === 0) out.mean = latent;
  out.variance = share * (before + v * tail.variance);
  out.misfit = 0;
}

function pinned(y: number, p: number, v: number, noise: number, out: Posterior): void {
  const total = v + noise;
  out.mean = (p * noise + y * v) / total;
  out.variance = (v * noise) / total;
  out.misfit = (y - out.mean) ** 2 + out.variance;
}

// z > 0 with y = z + e, or z ≤ 0 with y = e: weights in logarithms, for either may underflow.
function mixture(y: number, p: number, v: number, noise: number, out: Posterior): void {
  const total = v + noise;
  const mean = (p * noise + y * v) / total;
  const variance = (v * noise) / total;
  const deviation = Math.sqrt(v);
  const activeOdds = logDensity(y - p, total) + logNormalTail(-mean / Math.sqrt(variance));
  const idleOdds = logDensity(y, noise) + logNormalTail(p / deviation);
  const share = 1 / (1 + Math.exp(idleOdds - activeOdds));
  const active = positivePart(mean, variance);
  const idle = tailMoments(p / deviation);
  const idleMean = -deviation * idle.mean;
  out.mean = share * active.mean + (1 - share) * idleMean;
  out.variance =
    share * active.variance +
    (1 - share) * v * idle.variance +
    share * (1 - share) * (active.mean - idleMean) ** 2;
  out.misfit = share * ((y - active.mean) ** 2 + active.variance) + (1 - share) * y * y;
}

const logDensity = (x: number, variance: number): number =>
  -0.5 * ((x * x) / variance + Math.log(2 * Math.PI * variance));
