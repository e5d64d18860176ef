import { checkNames, RelufitError, show } from '../errors.js';
import type { Loss } from './loss.js';

/** A function of a row's z and y. */
export type Scalar = (z: number, y: number) => number;

/** What a loss of one's own is made of. */
export interface CustomLossOptions {
  name: string;
  /** The row's part of n L(w), z = ⟨w,x⟩ + b; φ is not applied to it. */
  value: Scalar;
  /** ∂value/∂z; at a kink any number between the one-sided derivatives. */
  derivative: Scalar;
  /** ∂²value/∂z² ≥ 0, for solvers that solve for the weights on a support; where it is 0 the derivative must be. */
  curvature?: Scalar;
  /** The steps to try first and later, for rows whose entries have mean square 1; default 1, 1. */
  steps?: { readonly first: number; readonly later: number };
}

/**
 * A loss of your own: L(w) = (1/n) Σ value(zᵢ, yᵢ), zᵢ = ⟨w,xᵢ⟩ + b. z and the gradient's Xᵀψ are computed by the engine,
 * your functions are called once a row and gradient. The observation says only what predictions and certificate mean.
 *
 * The derivative is compared with differences of the values at a few points: one that fits at hardly any is refused. Made
 * of functions, it stays on this thread where a fit runs in the background. Beside the two trips over X a gradient costs
 * one call of the derivative a row.
 *
 * @throws RelufitError INVALID_ARGUMENT for what is missing or wrong.
 * @example
 * ```ts
 * const logcosh = customLoss({
 *   name: 'logcosh',
 *   value: (z, y) => Math.log(Math.cosh(z - y)),
 *   derivative: (z, y) => Math.tanh(z - y),
 * });
 * const given = { constraint: wholeSpace(), loss: logcosh, initial: [1] };
 * fitSync([[1], [2], [3]], [1, 2, 3], given).objective; // 0
 * ```
 */
export function customLoss(options: CustomLossOptions): Loss {
  checkNames('customLoss', options, ['name', 'value', 'derivative', 'curvature', 'steps']);
  const { name, value, derivative, curvature, steps = { first: 1, later: 1 } } = options;
  if (typeof name !== 'string' || name === '') {
    throw invalid('name', show(name), 'a name', 'Results and messages use it.');
  }
  for (const [part, given] of Object.entries({ value, derivative, curvature })) {
    if (typeof given === 'function' || (part === 'curvature' && given === undefined)) continue;
    throw invalid(part, show(given), 'a function of (z, y)', 'z is ⟨w,x⟩ + b.');
  }
  checkNames('customLoss steps', steps, ['first', 'later']);
  const { first, later } = steps;
  if (![first, later].every((step) => typeof step === 'number' && step > 0 && step < Infinity)) {
    const got = `first ${show(first)} and later ${show(later)}`;
    throw invalid('steps', got, 'two positive finite numbers', 'Leave them out for 1 and 1.');
  }
  // What is told from others by its name must not be taken for one of them.
  if (BUILT_IN.includes(name)) {
    throw invalid('name', show(name), 'a name of its own', `${name}() is the library’s.`);
  }
  checkDerivative(name, value, derivative);
  return Object.freeze({
    name,
    parameters: {},
    value: (z: number, y: number) => value(z, y),
    rowWeight: (z: number, y: number) => derivative(z, y),
    ...(curvature && { curvature: (z: number, y: number) => curvature(z, y) }),
    steps: () => ({ first, later }),
  });
}

const BUILT_IN = ['leastSquares', 'matching', 'oneSided', 'robust', 'tobit'];

// Points where a formula is unlikely to have a kink, on both sides of 0 and of y.
const POINTS = [
  [0.731, 0.286],
  [0.317, 1.303],
  [-0.577, 0],
  [-1.193, 0.866],
  [1.618, 0],
  [2.236, 3.303],
] as const;
const STEP = 2 ** -16;

// A derivative counts as right between the two one-sided differences, and as far beyond as they are apart: so kinks pass.
function checkDerivative(name: string, value: Scalar, derivative: Scalar): void {
  let asked = 0;
  const faults: string[] = [];
  for (const [z, y] of POINTS) {
    const here = value(z, y);
    const left = (here - value(z - STEP, y)) / STEP;
    const right = (value(z + STEP, y) - here) / STEP;
    const given = derivative(z, y);
    // Outside of where the loss is defined nothing can be said.
    if (![left, right, given].every(Number.isFinite)) continue;
    asked++;
    const size = Math.abs(left) + Math.abs(right) + Math.abs(given);
    const slack = Math.abs(right - left) + 1e-3 * size + (2 ** -50 * Math.abs(here)) / STEP;
    if (given >= Math.min(left, right) - slack && given <= Math.max(left, right) + slack) continue;
    faults.push(`${given} at z = ${z}, y = ${y}, where differences of its values say ${right}`);
  }
  if (2 * faults.length <= asked) return;
  const remedy = 'Without the derivative of its own values a step cannot be judged.';
  throw invalid(`derivative of ${show(name)}`, faults[0], 'that of value in z', remedy);
}

const invalid = (part: string, got: string, expected: string, remedy: string) =>
  new RelufitError('INVALID_ARGUMENT', `customLoss ${part}`, got, expected, remedy);
