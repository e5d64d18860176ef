// Sets that are made for the weights they are to hold: a family is planted with weights of a size s, and gives K for them.

import type { Constraint } from '../../constraints/constraint.js';
import { l1Ball } from '../../constraints/l1-ball.js';
import { nonnegative } from '../../constraints/nonnegative.js';
import { nonnegativeL1Ball } from '../../constraints/nonnegative-l1-ball.js';
import { sparse } from '../../constraints/sparse.js';
import { sparseNonnegative } from '../../constraints/sparse-nonnegative.js';
import { wholeSpace } from '../../constraints/whole-space.js';

/** How the weights w* of a family look, given s-sparse ones of norm 1, and the set that is known to hold them. */
interface Family {
  /** Default: as they are. */
  readonly plant?: (sparseWeights: Float64Array) => Float64Array;
  readonly set: (planted: Float64Array, sparsity: number) => Constraint;
}

const magnitudes = (w: Float64Array) => w.map(Math.abs);

const FAMILIES: Readonly<Record<string, Family>> = {
  sparse: { set: (_, s) => sparse(s) },
  sparseNonnegative: { plant: magnitudes, set: (_, s) => sparseNonnegative(s) },
  l1Ball: { set: (w) => l1Ball.through(w) },
  nonnegativeL1Ball: { plant: magnitudes, set: (w) => nonnegativeL1Ball.through(w) },
  nonnegative: { plant: magnitudes, set: () => nonnegative() },
  wholeSpace: { set: () => wholeSpace() },
};

/**
 * The names that `constraint` of an experiment knows: sets that are made for each w*.
 *
 * @see phaseTransition
 * @example
 * ```ts
 * familyNames.includes('l1Ball') // true
 * ```
 */
export const familyNames: readonly string[] = Object.keys(FAMILIES);

export const isFamily = (name: string): boolean => Object.hasOwn(FAMILIES, name);

export const familyOf = (name: string): Family => FAMILIES[name];
