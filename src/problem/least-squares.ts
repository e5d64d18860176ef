import { builtIn } from './built-in.js';
import type { Loss } from './loss.js';
import { observe, twiceSlope } from './observation.js';

/**
 * The paper's loss: L(w) = (1/n) Σ (φ(zᵢ) − yᵢ)², with no ½ in front.
 *
 * ψ(z, y) = (φ(z) − y)(1 + α + (1 − α) sgn z), sgn(0) = 0: the mean of the two one-sided derivatives at the kink, so
 * that w₀ = 0 is not a dead point. Steps μ₀ = 2/(1+α)², μ = 1/(1+α²): 2 and 1 for the ReLU, ½ for linear. A gradient is one
 * trip over X, objective included. Fits with it refuse nothing.
 *
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017).
 * @example
 * ```ts
 * const given = { constraint: wholeSpace(), initial: [-1], maxIterations: 0 };
 * fitSync([[1], [-1]], [3, 0], { ...given, loss: leastSquares() }).objective; // 5 (((0 − 3)² + (1 − 0)²)/2)
 * ```
 */
export function leastSquares(): Loss {
  return LEAST_SQUARES;
}

// One object, so that an engine can tell whether the loss is the one its kernels compute.
const LEAST_SQUARES: Loss = builtIn({
  name: 'leastSquares',
  parameters: {},
  value: (z, y, response) => (observe(z, response) - y) ** 2,
  rowWeight(z, y, response) {
    const slope = twiceSlope(z, response);
    // 0 · ∞ would make a NaN of a row that has no weight.
    return slope === 0 ? 0 : (observe(z, response) - y) * slope;
  },
  // Gauss–Newton's: the kinks of φ bend nothing.
  curvature: (z, _y, response) => twiceSlope(z, response) ** 2 / 2,
  steps: ({ alpha }) => ({ first: 2 / (1 + alpha) ** 2, later: 1 / (1 + alpha ** 2) }),
});
