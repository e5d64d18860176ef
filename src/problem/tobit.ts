import {
  type Side,
  sideOf,
  surprise,
  surpriseCurvature,
  surpriseSlope,
  targetOf,
} from './censored-normal.js';
import type { Numbers } from './dataset.js';
import type { Loss } from './loss.js';
import type { Response } from './observation.js';

/**
 * Tobit's likelihood, for noise before the cut: y = φ(z + σg), g standard normal. What `tobit()` is made of, which adds
 * how it is fitted on the whole space.
 */
export function tobitLikelihood(): Loss {
  return {
    name: 'tobit',
    parameters: {},
    likelihood: true,
    refuses: ({ alpha }) =>
      alpha === 0 || alpha === 1
        ? undefined
        : {
            got: `observation { leaky: ${alpha} }`,
            expected: "observation 'relu', { lower, upper } or 'linear'",
          },
    shared: bestSigma,
    value(z, y, response, sigma) {
      const side = sideOf(y, response);
      const part = side === 0 ? HALF_LOG_TWO_PI + Math.log(sigma) : 0;
      return part + surprise((targetOf(y, response) - z) / sigma, side);
    },
    rowWeight(z, y, response, sigma) {
      return -surpriseSlope((targetOf(y, response) - z) / sigma, sideOf(y, response)) / sigma;
    },
    curvature(z, y, response, sigma) {
      const u = (targetOf(y, response) - z) / sigma;
      return surpriseCurvature(u, sideOf(y, response)) / sigma ** 2;
    },
    steps: () => ({ first: 1, later: 1 }),
    unit: (sigma) => sigma ** 2,
    caveats: warningsOf,
  };
}

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

// The best σ for the z at hand. With γ = 1/σ and residuals r = t − z, −ℓ = −W log γ + Σ ω f(γr), W the weight of the
// rows not cut off; its derivative, −W/γ + γ Σ ω r² + Σ ω r f′(γr), increases.
function bestSigma(
  z: Float64Array,
  y: Numbers,
  response: Response,
  weights?: Float64Array,
): number {
  const least = smallestSigma(y);
  const residuals = new Float64Array(z.length);
  const sides = new Int8Array(z.length);
  const omega = new Float64Array(z.length);
  let cut = 0;
  let weight = 0;
  let squares = 0;
  let away = 0;
  for (let i = 0; i < z.length; i++) {
    const part = weights === undefined ? 1 : weights[i];
    if (part === 0) continue;
    const side = sideOf(y[i], response);
    const residual = targetOf(y[i], response) - z[i];
    if (side === 0) {
      weight += part;
      squares += part * residual ** 2;
      continue;
    }
    residuals[cut] = residual;
    sides[cut] = side;
    omega[cut] = part;
    cut++;
    if (side * residual > 0) away += part * residual ** 2;
  }
  if (weight === 0) return rootMeanSquare(y) || 1;
  const slopeAt = (gamma: number) => {
    let slope = gamma * squares - weight / gamma;
    let bend = squares + weight / gamma ** 2;
    for (let i = 0; i < cut; i++) {
      const u = gamma * residuals[i];
      const side = sides[i] as Side;
      const pull = surpriseSlope(u, side);
      slope += omega[i] * residuals[i] * pull;
      bend += omega[i] * residuals[i] ** 2 * surpriseCurvature(u, side, pull);
    }
    return { slope, bend };
  };
  // f′(u) is beyond u where u is on the wrong side, so γ is about this, or less.
  const start = Math.sqrt(weight / (squares + away));
  return 1 / increasingZero(slopeAt, start, 1 / least);
}

// The zero of an increasing function in (0, most], or `most` where it is below 0 there; NaN where a value is. Newton's
// method between bounds that enclose it, and halves where it leaves them.
function increasingZero(
  f: (x: number) => { slope: number; bend: number },
  start: number,
  most: number,
): number {
  let low = 0;
  let high = 2 * most;
  let x = Math.min(start, most);
  for (;;) {
    const { slope, bend } = f(x);
    if (Number.isNaN(slope)) return NaN;
    if (slope === 0 || (slope < 0 && x === most)) return x;
    if (slope > 0) high = x;
    else low = x;
    let next = Math.min(x - slope / bend, most);
    // Digits double: after a step this short none is left to find.
    if (Math.abs(next - x) <= 2 ** -28 * x) return next;
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (!(next > low && next < high)) return x;
    x = next;
  }
}

// What z is rounded to, beside which no σ can be told from 0.
function smallestSigma(y: Numbers): number {
  const epsilon = y.BYTES_PER_ELEMENT === 4 ? 2 ** -23 : 2 ** -52;
  return 16 * epsilon * rootMeanSquare(y) || 2 ** -300;
}

function rootMeanSquare(values: Numbers): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  let sum = 0;
  for (const value of values) sum += (value / largest) ** 2;
  return largest * Math.sqrt(sum / values.length);
}

function warningsOf(
  y: Numbers,
  response: Response,
  sigma: number,
  weights?: Float64Array,
): string[] {
  const seen = Float64Array.from(y).filter((_, i) => weights?.[i] !== 0);
  const free = seen.filter((value) => sideOf(value, response) === 0);
  if (free.length === 0) {
    const caveat =
      `y is cut off on all ${seen.length} rows, which does not determine σ: it was held at ${sigma}, and the weights are in ` +
      'its units';
    return [caveat];
  }
  const mean = free.reduce((sum, value) => sum + value / free.length, 0);
  const epsilon = y.BYTES_PER_ELEMENT === 4 ? 2 ** -23 : 2 ** -52;
  const size = rootMeanSquare(free);
  const about = rootMeanSquare(free.map((value) => value - mean));
  // Of a y that does not vary the mean is rounded.
  const spread = about > 8 * epsilon * size ? about : size;
  if (spread > 0 && sigma > Math.sqrt(epsilon) * spread) return [];
  const caveat =
    `the rows that are not cut off are fitted up to σ = ${sigma}: where weights fit them exactly the likelihood has no ` +
    'maximum, and σ means nothing. Use more rows, a smaller set, or leastSquares()';
  return [caveat];
}
