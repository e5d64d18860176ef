import { type Constraint, copied, DEFAULT_TOLERANCE, largestMagnitude } from './constraint.js';
import { checkKeys, checkPositive, checkRadius, levelThrough } from './parameters.js';
import { settledShare } from './threshold.js';

/**
 * K = {w : ‖w‖₁ + (μ/2)‖w‖₂² ≤ r}: the constraint of the elastic net.
 *
 * P_K(v)_j = sgn(v_j) max(|v_j| − λ, 0) / (1 + λμ) with the λ ≥ 0 that puts it on the boundary, or v inside. Convex.
 * R(w) = ‖w‖₁ + (μ/2)‖w‖₂².
 *
 * Algorithm: Michelot's (1986) for the entries that are left; λ of them in closed form. Cost O(d) observed.
 *
 * @param given `mu` μ and `radius` r, positive and finite.
 * @throws RelufitError INVALID_CONSTRAINT for others.
 * @see J. Mairal, F. Bach, J. Ponce, G. Sapiro, "Online learning for matrix factorization and sparse coding" (2010).
 * @example
 * ```ts
 * elasticNetBall({ mu: 2, radius: 2 }).project([4, -1]) // [1, 0]
 * ```
 */
export function elasticNetBall(given: { mu: number; radius: number }): Constraint {
  const { mu, radius } = checkKeys(given, 'elasticNetBall', 'mu', 'radius');
  checkPositive(mu, 'elasticNetBall mu', 'Use l1Ball(radius) for mu = 0.');
  checkRadius(radius, 'elasticNetBall');
  const regularizer = (w: ArrayLike<number>) => elasticNet(w, mu);
  return {
    name: 'elasticNetBall',
    parameters: { mu, radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = DEFAULT_TOLERANCE) => regularizer(w) <= radius * (1 + tolerance),
    project(v, out) {
      const w = copied(v, out);
      if (regularizer(w) <= radius) return w;
      // In x_j = 1 + μ|v_j| and t = 1 + μλ the boundary is Σ (x_j²/t² − 1) = 2μr, over the entries x_j > t.
      // x and t are taken over the largest x, and of σ = max |v_j| − λ only sums without cancellation are taken.
      const most = largestMagnitude(w);
      const top = 1 + mu * most;
      const gaps = w.map((value) => most - Math.abs(value));
      let t = 1;
      const sigma = settledShare(gaps, (near) => {
        let [squares, sum] = [0, radius * top];
        for (const j of near) {
          const x = 1 - mu * (gaps[j] / top);
          squares += x ** 2;
          sum += gaps[j] * ((1 + x) / 2);
        }
        const count = near.length + 2 * mu * radius;
        t = Math.sqrt(squares / count);
        return (2 * sum) / count / (1 + t);
      });
      for (let j = 0; j < w.length; j++) {
        // Adding 0 makes no −0.
        w[j] = Math.sign(w[j]) * (Math.max(sigma - gaps[j], 0) / top / t) + 0;
      }
      return w;
    },
    regularizer,
    level: radius,
    kernel: () => ({ name: 'ElasticNetBall', scalars: [mu, radius] }),
  };
}

/** The smallest such set that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
elasticNetBall.through = (planted: ArrayLike<number>, given: { mu: number }): Constraint => {
  const { mu } = checkKeys(given, 'elasticNetBall.through', 'mu');
  const regularizer = (w: ArrayLike<number>) => elasticNet(w, mu);
  return elasticNetBall({ mu, radius: levelThrough(regularizer, planted, 'elasticNetBall') });
};

function elasticNet(w: ArrayLike<number>, mu: number): number {
  let sum = 0;
  for (let j = 0; j < w.length; j++) sum += Math.abs(w[j]) * (1 + (mu / 2) * Math.abs(w[j]));
  return sum;
}
