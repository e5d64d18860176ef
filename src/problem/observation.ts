import { RelufitError, show } from '../errors.js';

/**
 * φ in y = φ(⟨w,x⟩ + b): 'relu' max(0, z) · 'linear' z · { leaky: α } z for z > 0 and αz otherwise, 0 ≤ α ≤ 1 ·
 * { lower, upper } z cut off at both ends, of which one may be left out.
 */
export type Observation =
  | 'relu'
  | 'linear'
  | { readonly leaky: number }
  | { readonly lower?: number; readonly upper?: number };

/** φ(z) = lower + α(z − lower) below `lower`, z from there to `upper`, and `upper` beyond. */
export interface Response {
  readonly alpha: number;
  readonly lower: number;
  readonly upper: number;
}

export const RELU: Response = { alpha: 0, lower: 0, upper: Infinity };
export const LINEAR: Response = { alpha: 1, lower: -Infinity, upper: Infinity };

/** The response of an observation; throws INVALID_ARGUMENT for what is none. */
export function responseOf(observation: Observation): Response {
  if (observation === 'relu') return RELU;
  if (observation === 'linear') return LINEAR;
  if (observation !== null && typeof observation === 'object') {
    const keys = Object.keys(observation);
    if ('leaky' in observation && keys.length === 1) {
      const { leaky } = observation;
      if (leaky === 1) return LINEAR;
      if (typeof leaky === 'number' && leaky >= 0 && leaky < 1) return { ...RELU, alpha: leaky };
    } else if (keys.length > 0 && keys.every((key) => key === 'lower' || key === 'upper')) {
      return censored(observation as Censoring);
    }
  }
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'observation',
    shown(observation),
    "'relu', 'linear', { leaky: α } with α from 0 to 1, or { lower, upper }",
    'α is the slope below zero.',
  );
}

/** Where y is cut off: at `lower` from below, at `upper` from above; either may be left out. */
export interface Censoring {
  readonly lower?: number;
  readonly upper?: number;
}

function censored({ lower = -Infinity, upper = Infinity }: Censoring): Response {
  if (typeof lower === 'number' && typeof upper === 'number' && lower < upper) {
    return lower === -Infinity && upper === Infinity ? LINEAR : { alpha: 0, lower, upper };
  }
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'censoring',
    `lower ${show(lower)} and upper ${show(upper)}`,
    'two numbers, lower < upper',
    'Leave one out where y is not cut off.',
  );
}

function shown(observation: unknown): string {
  const leaky = (observation as { leaky?: unknown } | null)?.leaky;
  return leaky === undefined ? show(observation) : `{ leaky: ${show(leaky)} }`;
}

/** φ(z). */
export function observe(z: number, { alpha, lower, upper }: Response): number {
  if (z > lower) return z < upper ? z : upper;
  // Adding 0 makes no −0.
  return alpha === 0 ? lower + 0 : alpha * (z - lower) + lower + 0;
}

/** The sum of the one-sided derivatives of φ at z: 2φ'(z) but at a kink. */
export function twiceSlope(z: number, { alpha, lower, upper }: Response): number {
  if (z > lower) return z < upper ? 2 : z > upper ? 0 : 1;
  return z < lower ? 2 * alpha : 1 + alpha;
}

/** Does φ cut nothing off at z: is an observation there an equation for ⟨w,x⟩ + b? */
export const isInside = (z: number, { lower, upper }: Response): boolean => z > lower && z < upper;
