import { builtIn } from '../problem/built-in.js';
import { below, elasticNetCone } from './closed-form.js';
import { type Constraint, copied, DEFAULT_TOLERANCE, largestMagnitude } from './constraint.js';
import { checkKeys, checkPositive, checkRadius, invalid, levelThrough } from './parameters.js';
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
 * @throws RelufitError INVALID_CONSTRAINT for others, and where μr is above 1e300: that is an ℓ2 ball, to the last digit.
 * @see J. Mairal, F. Bach, J. Ponce, G. Sapiro, "Online learning for matrix factorization and sparse coding" (2010).
 * @example
 * ```ts
 * elasticNetBall({ mu: 2, radius: 2 }).project([4, -1]); // [1, 0]
 * ```
 */
export function elasticNetBall(given: { mu: number; radius: number }): Constraint {
  const { mu, radius } = checkKeys(given, 'elasticNetBall', 'mu', 'radius');
  checkPositive(mu, 'elasticNetBall mu', 'Use l1Ball(radius) for mu = 0.');
  checkRadius(radius, 'elasticNetBall');
  if (mu * radius > 1e300) throw likeEuclidean(mu, radius);
  const regularizer = (w: ArrayLike<number>) => elasticNet(w, mu);
  return builtIn({
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
      // Nothing leaves the range of numbers on the way.
      const most = largestMagnitude(w);
      const top = mu * most;
      const half = 0.5 / mu + most / 2;
      const gaps = w.map((value) => most - Math.abs(value));
      let t = 1;
      const sigma = settledShare(gaps, (near) => {
        const count = near.length + 2 * (mu * radius);
        const level =
          top < Infinity ? (radius / count) * (1 + top) : most * ((mu * radius) / count);
        let [squares, sum] = [0, 0];
        for (const j of near) {
          const x = 1 - gaps[j] / 2 / half;
          squares += x ** 2;
          sum += gaps[j] * ((1 + x) / 2 / count);
        }
        t = Math.sqrt(squares / count);
        return (level + sum) * (2 / (1 + t));
      });
      const shrunk = (left: number) =>
        top < Infinity ? left / (1 + top) / t : left / half / (2 * t) / mu;
      for (let j = 0; j < w.length; j++) {
        // Adding 0 makes no −0.
        w[j] = Math.sign(w[j]) * shrunk(Math.max(sigma - gaps[j], 0)) + 0;
      }
      return w;
    },
    regularizer,
    level: radius,
    kernel: () => ({ name: 'ElasticNetBall', scalars: [mu, radius] }),
    statisticalDimension: (d, w) =>
      w && below(d, regularizer(w), radius, () => elasticNetCone(mu, w)),
  });
}

/** The smallest such set that holds the planted weights: K = {w : R(w) ≤ R(planted)}. */
elasticNetBall.through = (planted: ArrayLike<number>, given: { mu: number }): Constraint => {
  const { mu } = checkKeys(given, 'elasticNetBall.through', 'mu');
  const regularizer = (w: ArrayLike<number>) => elasticNet(w, mu);
  return elasticNetBall({ mu, radius: levelThrough(regularizer, planted, 'elasticNetBall') });
};

function likeEuclidean(mu: number, radius: number) {
  return invalid(
    'elasticNetBall',
    `mu ${mu} and radius ${radius}`,
    'a product of at most 1e300',
    `Use l2Ball(${Math.sqrt(2 / mu) * Math.sqrt(radius)}), which is the same set to the last digit.`,
  );
}

function elasticNet(w: ArrayLike<number>, mu: number): number {
  let sum = 0;
  for (let j = 0; j < w.length; j++) sum += Math.abs(w[j]) * (1 + (mu / 2) * Math.abs(w[j]));
  return sum;
}
