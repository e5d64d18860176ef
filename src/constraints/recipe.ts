import { RelufitError, show } from '../errors.js';
import { foreignPart, type Recipe } from '../problem/built-in.js';
import type { Constraint } from './constraint.js';
import * as zoo from './index.js';
import { checkConstraint, described } from './parameters.js';

// Sets of functions, which no parameters tell.
const OF_FUNCTIONS = ['custom', 'sublevelSet'];

// Sets that take their only parameter as it is and not in an object.
const BARE = [
  'l1Ball',
  'l2Ball',
  'linfBall',
  'nonnegativeL1Ball',
  'psdCone',
  'simplex',
  'sparse',
  'sparseNonnegative',
  'sphere',
  'subspace',
  'treeSparse',
];

type Factory = (given?: unknown) => Constraint;

/** The set that has this name and these parameters. Throws as the set's own factory does where they are none. */
export function constraintOf(recipe: Recipe, where = 'constraint'): Constraint {
  const constraint = make(recipe, where);
  const { parameters } = described(constraint);
  for (const key of Object.keys(recipe.parameters)) {
    if (Object.hasOwn(parameters, key)) continue;
    const names = Object.keys(parameters).join(', ') || 'no parameters';
    throw refused(`${where} ${recipe.name}`, `the parameter ${show(key)}`, names);
  }
  return constraint;
}

function make(recipe: Recipe, where: string): Constraint {
  const { name, parameters } = recipe ?? {};
  if (typeof name !== 'string' || !Object.hasOwn(zoo, name) || OF_FUNCTIONS.includes(name)) {
    throw refused(where, `the name ${show(name)}`, 'the name of a set, such as sparse');
  }
  if (parameters === null || typeof parameters !== 'object') {
    throw refused(`${where} ${name}`, `parameters: ${show(parameters)}`, 'an object');
  }
  const factory = (zoo as unknown as Record<string, Factory>)[name];
  const keys = Object.keys(parameters);
  if (keys.length === 0) return factory();
  if (BARE.includes(name) || (name === 'totalVariationBall' && keys.length === 1)) {
    return factory(parameters[keys[0]]);
  }
  const { members, parts, constraint } = parameters;
  if (name === 'intersection') {
    return factory(
      listed(members, where).map((member) => constraintOf(member, `${where} ${name}`)),
    );
  }
  if (name === 'product') {
    return factory(
      listed(parts, where).map((part) => {
        const { name: set, parameters, ...place } = part ?? {};
        return {
          constraint: constraintOf({ name: set, parameters }, `${where} ${name}`),
          ...place,
        };
      }),
    );
  }
  if (constraint === undefined) return factory(parameters);
  return factory({
    ...parameters,
    constraint: constraintOf(constraint as Recipe, `${where} ${name}`),
  });
}

/**
 * A set as plain data, for JSON.stringify: what `constraintFromJSON` makes it again from.
 *
 * `{ name, parameters }`, those of the sets it is made from inside. What JSON has no number for, ±∞ and −0, is a text.
 *
 * @throws RelufitError INVALID_ARGUMENT for a set of functions (`custom`, `sublevelSet`, an object of one's own) or one
 * made from such, INVALID_CONSTRAINT for what is no set.
 * @example
 * ```ts
 * JSON.stringify(constraintToJSON(box({ lower: 0, upper: Infinity })));
 * // '{"name":"box","parameters":{"lower":0,"upper":"Infinity"}}'
 * ```
 */
export function constraintToJSON(constraint: Constraint): Recipe {
  checkConstraint(constraint, 'constraintToJSON');
  const foreign = foreignPart(constraint) as Constraint | undefined;
  if (foreign === undefined) {
    return toPlain(described(constraint)) as Recipe;
  }
  throw new RelufitError(
    'INVALID_ARGUMENT',
    'constraintToJSON',
    `${show(foreign.name)}, a set of functions`,
    'a set that is made of numbers alone',
    'Save what its factory was given, and make it again from that.',
  );
}

/**
 * The set that `constraintToJSON` wrote: the same name, parameters and projections, to the bit.
 *
 * @throws RelufitError INVALID_CONSTRAINT when there is no set of that name, or its factory refuses the parameters;
 * INVALID_ARGUMENT for data more than 256 lists and objects deep.
 * @example
 * ```ts
 * constraintFromJSON({ name: 'sparse', parameters: { sparsity: 1 } }).project([3, -5, 1]); // [0, -5, 0]
 * ```
 */
export function constraintFromJSON(json: Recipe): Constraint {
  return constraintOf(fromPlain(json) as Recipe, 'constraintFromJSON');
}

/** Data as JSON can hold it: the numbers ±∞ and −0 as texts. */
export const toPlain = (data: unknown): unknown =>
  mapped(data, (value) =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? show(value)
      : value,
  );

/** The way back. */
export const fromPlain = (data: unknown): unknown =>
  mapped(data, (value) =>
    typeof value === 'string' && Object.hasOwn(NUMBERS, value) ? NUMBERS[value] : value,
  );

const NUMBERS: Record<string, number> = { Infinity, '-Infinity': -Infinity, '-0': -0 };

// Lists and objects in one another: far more than sets of sets have, far fewer than fill the stack.
const DEEPEST = 256;

// Plain data with every value that is no list or object replaced.
function mapped(data: unknown, replace: (value: unknown) => unknown, depth = 0): unknown {
  if (data === null || typeof data !== 'object') return replace(data);
  if (depth === DEEPEST) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'plain data',
      `lists and objects in one another more than ${DEEPEST} deep`,
      'at most that',
      'It may contain itself.',
    );
  }
  const inner = (value: unknown) => mapped(value, replace, depth + 1);
  if (Array.isArray(data)) return data.map(inner);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, inner(value)]));
}

function listed(value: unknown, where: string): Recipe[] {
  if (Array.isArray(value)) return value;
  throw refused(where, show(value), 'a list of sets');
}

const refused = (where: string, got: string, expected: string) =>
  new RelufitError('INVALID_CONSTRAINT', where, got, expected, 'Give what constraintToJSON wrote.');
