import { RelufitError, show } from '../errors.js';

/** φ in y = φ(⟨w,x⟩): 'relu' max(0, z) · 'linear' z · { leaky: α } z for z > 0 and αz otherwise, 0 ≤ α ≤ 1. */
export type Observation = 'relu' | 'linear' | { readonly leaky: number };

/** α of φ(z) = z for z > 0, αz otherwise: 0 for the ReLU, 1 for the linear observation. */
export function slope(observation: Observation): number {
  if (observation === 'relu') return 0;
  if (observation === 'linear') return 1;
  const leaky = observation?.leaky;
  if (typeof leaky === 'number' && leaky >= 0 && leaky <= 1) return leaky;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'observation',
    leaky === undefined ? show(observation) : `{ leaky: ${show(leaky)} }`,
    "'relu', 'linear' or { leaky: α } with α from 0 to 1",
    'α is the slope below zero.',
  );
}

/** φ(z). */
export function observe(z: number, alpha: number): number {
  // Adding 0 makes no −0.
  return z > 0 ? z : alpha * z + 0;
}
