import { builtIn } from './built-in.js';
import type { Loss } from './loss.js';

/**
 * Squares of what y says of z: z = y where y was not cut off, z ≤ lower where y ≤ lower, z ≥ upper where y ≥ upper. Convex.
 *
 * ψ(z, y) = 2(z − y), 2 max(0, z − lower) and 2 min(0, z − upper). It trusts that a row which was cut off is exactly at the
 * end; noise after the cut that lifts a zero makes an equation of it. Steps 1 and 1. A gradient is two trips over X.
 *
 * @throws by the fit: RelufitError INCOMPATIBLE for leaky and linear observations, which cut nothing off.
 * @example
 * ```ts
 * const given = { constraint: wholeSpace(), initial: [-1], maxIterations: 0 };
 * fitSync([[1], [-1]], [3, 0], { ...given, loss: oneSided() }).objective; // 8.5 (((−1 − 3)² + (1 − 0)²)/2)
 * ```
 */
export function oneSided(): Loss {
  return builtIn({
    name: 'oneSided',
    parameters: {},
    refuses: ({ alpha }) =>
      alpha === 0
        ? undefined
        : {
            got: alpha === 1 ? "observation 'linear'" : `observation { leaky: ${alpha} }`,
            expected: "observation 'relu' or { lower, upper }, which cut y off",
          },
    value: (z, y, { lower, upper }) => violation(z, y, lower, upper) ** 2,
    rowWeight: (z, y, { lower, upper }) => 2 * violation(z, y, lower, upper),
    curvature: (z, y, { lower, upper }) =>
      (y > lower && y < upper) || violation(z, y, lower, upper) !== 0 ? 2 : 0,
    steps: () => ({ first: 1, later: 1 }),
  });
}

// How far z is from what y says of it.
function violation(z: number, y: number, lower: number, upper: number): number {
  if (y <= lower) return Math.max(0, z - lower);
  if (y >= upper) return Math.min(0, z - upper) + 0;
  return z - y;
}
