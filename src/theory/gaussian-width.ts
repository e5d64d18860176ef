import type { Constraint } from '../constraints/constraint.js';
import { checkNames } from '../errors.js';
import {
  DESCENT_CONE_OPTIONS,
  type DescentConeOptions,
  descentCone,
  type Estimate,
  meanOf,
} from './statistical-dimension.js';

/** ω with the bounds that δ gives it. */
export interface GaussianWidth extends Estimate {
  /**
   * √(δ − 1)₊; 0 where δ is only bounded from above. Of an estimated δ it has the same kind of error as the
   * value.
   */
  readonly lower: number;
  /** √δ. */
  readonly upper: number;
}

/**
 * ω = E sup {⟨g, z⟩ : z ∈ C, ‖z‖ ≤ 1} = E‖Π_C(g)‖, the Gaussian width of the cone C of descent of K at w*
 * inside the unit ball: ω² is the theorem's n₀.
 *
 * ω² ≤ δ ≤ ω² + 1 for every closed cone: ‖Π_C(g)‖ is 1-Lipschitz in g, so its variance, δ − ω², is at most 1.
 * Where δ has a formula the value is √δ, an upper bound (right for large d where δ is); otherwise it is the
 * mean over the draws.
 *
 * @param planted and options as statisticalDimension has them, at its cost.
 * @throws RelufitError as statisticalDimension.
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), theorem 3.1; V. Chandrasekaran, B.
 * Recht, P. A. Parrilo, A. S. Willsky, "The convex geometry of linear inverse problems" (2012).
 * @example
 * ```ts
 * gaussianWidth(nonnegative(), [1, 0, 0, 2]); // { value: 1.732…, lower: 1.414…, upper: 1.732…, … } (√3, √2, √3)
 * ```
 */
export function gaussianWidth(
  constraint: Constraint,
  planted?: ArrayLike<number>,
  options: DescentConeOptions = {},
): GaussianWidth {
  const where = 'gaussianWidth';
  checkNames(where, options, DESCENT_CONE_OPTIONS);
  const { closedForm, draws } = descentCone(where, constraint, planted, options);
  if (closedForm !== undefined) {
    const { kind, value } = closedForm;
    const upper = Math.sqrt(value);
    return {
      value: upper,
      standardError: 0,
      method: 'closed-form',
      kind: kind === 'asymptotic' ? kind : 'upper bound',
      formula: `√δ, δ = ${closedForm.formula}`,
      lower: kind === 'upper bound' ? 0 : Math.sqrt(Math.max(0, value - 1)),
      upper,
    };
  }
  const squares = draws();
  const { value: delta } = meanOf(squares, '');
  return {
    ...meanOf(squares.map(Math.sqrt), 'E‖Π_C(g)‖'),
    lower: Math.sqrt(Math.max(0, delta - 1)),
    upper: Math.sqrt(delta),
  };
}
