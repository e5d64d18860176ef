// What a solver needs of a set and a loss, as data, and what is said where they do not have it.

import type { Constraint } from '../constraints/constraint.js';
import { RelufitError } from '../errors.js';
import type { Loss } from '../problem/loss.js';
import type { Response } from '../problem/observation.js';

/** Names of what is needed; none where anything will do. */
export interface Requirements {
  readonly constraint?: readonly (keyof typeof OF_CONSTRAINT)[];
  readonly loss?: readonly (keyof typeof OF_LOSS)[];
}

interface Parts {
  readonly solver: { readonly name: string; readonly requires: Requirements };
  readonly stepSize: { readonly name: string; readonly requires?: Requirements };
  readonly constraint: Constraint;
  readonly loss: Loss;
  readonly response: Response;
  readonly intercept: boolean;
  readonly sampleWeight?: Float64Array;
}

interface Requirement {
  readonly holds: (parts: Parts) => boolean;
  readonly expected: string;
}

// Sets that are unions of coordinate subspaces, but for signs and a bound on the norm: where the support of the iterate
// stays, a short step along it stays inside.
const WITH_SUPPORT: ReadonlySet<string> = new Set([
  'sparse',
  'sparseNonnegative',
  'sparseBall',
  'sparsePerGroup',
  'groupSparse',
  'blockSparse',
  'treeSparse',
  'wholeSpace',
]);

/** Does the set fix which weights may differ from 0, and little else? */
export const hasSupport = ({ name }: Constraint): boolean => WITH_SUPPORT.has(name);

const OF_CONSTRAINT = {
  convex: { holds: ({ constraint }) => constraint.convex, expected: 'a convex set' },
  tangentSpace: {
    holds: ({ constraint }) => constraint.tangentSpace !== undefined,
    expected:
      'a set made of subspaces (sparse, sparseNonnegative, groupSparse, blockSparse, sparsePerGroup, treeSparse, ' +
      'lowRank, subspace, wholeSpace, or inBasis of one of them)',
  },
  wholeSpace: {
    holds: ({ constraint }) => constraint.name === 'wholeSpace',
    expected: 'wholeSpace()',
  },
  support: {
    holds: ({ constraint }) => hasSupport(constraint),
    expected: `a set of weights with few nonzeros or all of them (${[...WITH_SUPPORT].join(', ')})`,
  },
  momentum: {
    holds: ({ constraint, loss }) =>
      constraint.convex || (hasSupport(constraint) && loss.curvature !== undefined),
    expected:
      'a convex set, or a set of weights with few nonzeros ' +
      `(${[...WITH_SUPPORT].join(', ')}) and a loss whose curvature is known`,
  },
  sparse: {
    holds: ({ constraint }) =>
      constraint.name === 'sparse' || constraint.name === 'sparseNonnegative',
    expected: 'sparse(s) or sparseNonnegative(s)',
  },
} satisfies Record<string, Requirement>;

const OF_LOSS = {
  curvature: {
    holds: ({ loss }) => loss.curvature !== undefined,
    expected: 'a loss whose curvature is known (every loss of this library but matching)',
  },
  leastSquares: {
    holds: ({ loss, sampleWeight }) => loss.name === 'leastSquares' && sampleWeight === undefined,
    expected: 'leastSquares() without sample weights',
  },
  tobit: { holds: ({ loss }) => loss.name === 'tobit', expected: 'tobit()' },
  relu: {
    holds: ({ response: { alpha, lower, upper } }) =>
      upper === Infinity && (lower === 0 ? alpha === 0 : alpha === 1),
    expected: "observation 'relu' or 'linear'",
  },
} satisfies Record<string, Requirement>;

/**
 * Checks that a solver has what it needs, and the loss its observation.
 *
 * @throws RelufitError INCOMPATIBLE, with what was given and what is needed.
 */
export function checkRequirements(parts: Parts, rows: number): void {
  const { loss, response } = parts;
  const refused = loss.refuses?.(response, rows);
  if (refused !== undefined) {
    throw incompatible(`options.loss ${loss.name}`, refused.got, refused.expected, 'Change one.');
  }
  const { solver, stepSize, constraint, intercept } = parts;
  const got = `${constraint.name}, ${loss.name}${intercept ? ' and an intercept' : ''}`;
  const missing = unmet(parts);
  if (missing !== undefined) {
    const remedy = 'Use projectedGradient(), which takes any set and loss.';
    throw incompatible(`options.solver ${solver.name}`, got, missing, remedy);
  }
  const ofStep = unmet(parts, stepSize.requires ?? {});
  if (ofStep !== undefined) {
    const remedy = 'Use backtracking(), which takes any set and loss.';
    throw incompatible(`options.stepSize ${stepSize.name}`, got, ofStep, remedy);
  }
}

/** What the solver needs and does not have, or undefined where it has all. */
export function unmet(parts: Parts, requires = parts.solver.requires): string | undefined {
  const { constraint = [], loss = [] } = requires;
  const needs: Requirement[] = [
    ...constraint.map((name) => OF_CONSTRAINT[name]),
    ...loss.map((name) => OF_LOSS[name]),
  ];
  return needs.find(({ holds }) => !holds(parts))?.expected;
}

const incompatible = (where: string, got: string, expected: string, remedy: string) =>
  new RelufitError('INCOMPATIBLE', where, got, expected, remedy);
