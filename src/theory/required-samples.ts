import { type Constraint, euclideanNorm } from '../constraints/constraint.js';
import { checkNames } from '../errors.js';
import { type Observation, RELU, type Response, responseOf } from '../problem/observation.js';
import { shareOfEquations } from './equations.js';
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
 * ⌈δ/P⌉, P the share of rows that are equations: ⌈2δ⌉ for the ReLU, ⌈δ⌉ where all are (linear, leaky), and for y cut off P =
 * P(lower < ‖w*‖g < upper), g ~ N(0, 1). The rows at which recovery of w* ∈ K from Gaussian rows without noise is expected to
 * turn from unlikely to likely, for convex K.
 *
 * A row that is cut off, as one with y = 0 of the ReLU, says ⟨w*,x⟩ ≤ 0, nearly always strictly, so near w* it excludes nothing;
 * the others are linear equations, which determine w* in K convex once there are δ of them (Amelunxen et al. 2014). For
 * nonconvex K δ is a scale and no transition. The theorem asks for n > c·n₀ with a constant c that is not
 * known.
 *
 * @param planted and options as statisticalDimension has them, at its cost; without weights ‖w*‖ = 1. `observation`, default
 * 'relu'. Infinite where δ > 0 and no row is expected to be an equation.
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
  const response = responseOf(observation);
  const delta = statisticalDimension(constraint, planted, rest);
  const share = shareOfEquations(response, planted === undefined ? 1 : euclideanNorm(planted));
  // Of a δ of 0 no rows, even where none are equations.
  const rows = (dimensions: number) => (dimensions === 0 ? 0 : dimensions / share);
  return {
    ...delta,
    value: Math.ceil(rows(delta.value)),
    standardError: rows(delta.standardError),
    formula: `${ratioText(response, share)}, δ = ${delta.formula}`,
    n0: delta.value,
    note: `${constraint.convex ? CONVEX : NONCONVEX} ${CONSTANT}`,
  };
}

function ratioText(response: Response, share: number): string {
  if (share === 1) return 'δ';
  return response === RELU ? '2δ' : `δ/P, P = ${share.toPrecision(3)} of the rows not cut off`;
}

const CONVEX =
  'From about this many Gaussian rows without noise the weights are expected to be the only ones of the set that fit.';
const NONCONVEX =
  'The set is not convex: this is a scale, and the transition may come earlier or later. Measured for sparse(20) in ' +
  '1000 dimensions, δ ≤ 163: support pursuit recovers 65 % at n = 150 and 100 % at 200; the paper’s gradient descent ' +
  '0 % at 300, 80 % at 400 and 100 % at 625.';
const CONSTANT =
  'The theorem asks for n > c·n₀ and leaves c open; the factor here is derived and measured, not proven.';
