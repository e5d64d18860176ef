import { builtIn } from './built-in.js';
import type { Loss } from './loss.js';
import { observe, type Response } from './observation.js';

/**
 * GLM-tron's loss, which matches φ: L(w) = (1/n) Σ ∫₀^zᵢ 2(φ(u) − yᵢ) du, convex for every observation; it may be below 0.
 *
 * ψ(z, y) = 2(φ(z) − y). A row pulls also where φ is flat, so there is no dead zone, and for rows whose law is symmetric
 * and isotropic E∇L is linear in w − w* for the ReLU. Steps 1/(1+α), both. Linear observations: least squares. A gradient is
 * two trips over X. Fits with it refuse nothing.
 *
 * @see S. M. Kakade, A. T. Kalai, V. Kanade, O. Shamir, "Efficient learning of generalized linear and single index models
 * with isotonic regression" (2011), arXiv:1104.2018.
 * @example
 * ```ts
 * const given = { constraint: wholeSpace(), initial: [-1], maxIterations: 0 };
 * fitSync([[1], [-1]], [3, 0], { ...given, loss: matching() }).objective; // 3.5 ((6 + 1²)/2)
 * ```
 */
export function matching(): Loss {
  return builtIn({
    name: 'matching',
    parameters: {},
    value: (z, y, response) => 2 * (area(z, response) - area(0, response) - y * z),
    rowWeight: (z, y, response) => 2 * (observe(z, response) - y),
    steps: ({ alpha }) => ({ first: 1 / (1 + alpha), later: 1 / (1 + alpha) }),
  });
}

// An antiderivative of φ: u²/2 where φ cuts nothing off.
function area(z: number, { alpha, lower, upper }: Response): number {
  const inside = Math.min(upper, Math.max(lower, z));
  const beyond = z - inside;
  const slope = beyond < 0 ? alpha : 0;
  return (inside ** 2 + slope * beyond ** 2) / 2 + (beyond === 0 ? 0 : inside * beyond);
}
