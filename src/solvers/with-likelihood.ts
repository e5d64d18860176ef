import type { Waiting } from '../engine/wait.js';
import type { Loss } from '../problem/loss.js';
import type { Problem } from './problem.js';
import type { Solver } from './solver.js';
import type { StandardErrors } from './standard-errors.js';

/** What a likelihood has on the whole space. It comes with the loss, so that only who uses the loss has its code. */
export interface WithLikelihood extends Loss {
  readonly onWholeSpace?: {
    /** The default for more rows than weights and at most so many of these, and why. */
    readonly solver: () => Solver;
    readonly reason: string;
    readonly mostWeights: number;
    /** Those of the weights, and of the σ and z given there; a text where they do not exist, or undefined for too many. */
    standardErrors(
      problem: Problem,
      z: Float64Array,
      sigma: number,
    ): Waiting<StandardErrors | string | undefined>;
  };
}
