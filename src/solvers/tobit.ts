import { builtIn } from '../problem/built-in.js';
import type { Loss } from '../problem/loss.js';
import { tobitLikelihood } from '../problem/tobit.js';
import { newton, WHY_NEWTON } from './newton.js';
import { MOST_WEIGHTS } from './olsen.js';
import { standardErrors } from './standard-errors.js';
import type { WithLikelihood } from './with-likelihood.js';

/**
 * Tobit's likelihood, for noise before the cut: y = φ(z + σg), g standard normal. L(w) = min over σ of the mean of
 *
 *     −log of  φ((y − z)/σ)/σ  where lower < y < upper,   Φ((lower − z)/σ)  where y ≤ lower,   Φ((z − upper)/σ)  where y ≥ upper.
 *
 * For given z it is convex in 1/σ, and the best σ is found to the last digits by Newton's method; so w stays in the
 * user's units and any set will do. ψ = −f′(u)/σ, see Olsen. Steps σ² times 1. The answer has `sigma`, `logLikelihood`
 * and, on the whole space, `standardErrors`; there `newton()` is the default solver. Linear observations: ordinary
 * regression, σ² the mean square residual. Beside the trips over X a gradient costs about
 * half a microsecond a cut-off row.
 *
 * Where weights fit all rows exactly the likelihood has no maximum: σ then ends at what rounding leaves; where every row
 * is cut off σ is not determined and is held at the root mean square of y. Either is said in `certificate.warnings`.
 *
 * @throws by the fit: RelufitError INCOMPATIBLE for a leaky observation, which cuts nothing off.
 * @see J. Tobin, "Estimation of relationships for limited dependent variables" (1958); R. J. Olsen, "Note on the
 * uniqueness of the maximum likelihood estimator for the Tobit model" (1978).
 * @example
 * ```ts
 * const given = { constraint: wholeSpace(), loss: tobit() };
 * const { weights, sigma } = fitSync([[1], [2], [3], [4]], [0, 1, 1, 2], given);
 * weights; // [0.4…]
 * sigma; // 0.3…
 * tobit().value(0, 0, { alpha: 0, lower: 0, upper: Infinity }, 1); // 0.693… (−log Φ(0) = log 2)
 * ```
 */
export function tobit(): Loss {
  return builtIn<WithLikelihood>({
    ...tobitLikelihood(),
    onWholeSpace: { solver: newton, reason: WHY_NEWTON, mostWeights: MOST_WEIGHTS, standardErrors },
  });
}
