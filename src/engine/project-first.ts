import type { Constraint } from '../constraints/constraint.js';
import type { Numbers } from '../problem/dataset.js';

/** The first d entries of v ← P_K of them, by the set's own TypeScript. */
export function projectFirst(v: Numbers, d: number, constraint: Constraint): void {
  v.set(constraint.project(new Float64Array(v.subarray(0, d))));
}
