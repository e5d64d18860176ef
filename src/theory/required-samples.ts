import type { Constraint } from '../constraints/constraint.js';
import { checkNames } from '../errors.js';
import { type Observation, responseOf } from '../problem/observation.js';
import {
  DESCENT_CONE_OPTIONS,
  type DescentConeOptions,
  type Estimate,
  statisticalDimension,
} from './statistical-dimension.js';

/** How many rows theory expects to be needed, and how it comes to that. */
export interface RequiredSamples extends Estimate {
  /** δ, the constant-free n₀ of the theorem. */
  readonly n0: number;
  /** What the value does and does not say. */
  readonly note: string;
}

/**
 * ⌈2δ⌉ for the ReLU, ⌈δ⌉ where every row gives an equation (linear, leaky): the rows at which recovery of w*
 * ∈ K from Gaussian rows without noise is expected to turn from unlikely to likely, for convex K.
 *
 * A row with y = 0 says ⟨w*,x⟩ ≤ 0, nearly always strictly, so near w* it excludes nothing; the other half
 * are linear equations, which determine w* in K convex once there are δ of them (Amelunxen et al. 2014). For
 * nonconvex K δ is a scale and no transition. The theorem asks for n > c·n₀ with a constant c that is not
 * known.
 *
 * @param planted and options as statisticalDimension has them, at its cost; `observation`, default 'relu'.
 * @throws RelufitError as statisticalDimension, and INVALID_ARGUMENT for another observation.
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), theorem 3.1.
 * @example
 * ```ts
 * requiredSamples(sparse(20), undefined, { d: 1000 }).value; // 327
 * ```
 */
export function requiredSamples(
  constraint: Constraint,
  planted?: ArrayLike<number>,
  options: DescentConeOptions & { observation?: Observation } = {},
): RequiredSamples {
  checkNames('requiredSamples', options, [...DESCENT_CONE_OPTIONS, 'observation']);
  const { observation = 'relu', ...rest } = options;
  const relu = responseOf(observation).alpha === 0;
  const delta = statisticalDimension(constraint, planted, rest);
  const factor = relu ? 2 : 1;
  return {
    ...delta,
    value: Math.ceil(factor * delta.value),
    standardError: factor * delta.standardError,
    formula: `${factor === 2 ? '2δ' : 'δ'}, δ = ${delta.formula}`,
    n0: delta.value,
    note: `${constraint.convex ? CONVEX : NONCONVEX} ${CONSTANT}`,
  };
}

const CONVEX =
  'From about this many Gaussian rows without noise the weights are expected to be the only ones of the set that fit.';
const NONCONVEX =
  'The set is not convex: this is a scale, and the transition may come earlier or later. Measured for sparse(20) in ' +
  '1000 dimensions, δ ≤ 163: support pursuit recovers 65 % at n = 150 and 100 % at 200; the paper’s gradient descent ' +
  '0 % at 300, 80 % at 400 and 100 % at 625.';
const CONSTANT =
  'The theorem asks for n > c·n₀ and leaves c open; the factor here is derived and measured, not proven.';
