import { describe, expect, test } from 'vitest';
import { constraintOf } from '../../src/constraints/recipe.js';
import {
  box,
  type Constraint,
  constraintFromJSON,
  constraintToJSON,
  custom,
  fitSync,
  intersection,
  l1Ball,
  l2Ball,
  nonnegative,
  plantedProblem,
  product,
  scale,
  slab,
  sparse,
  sublevelSet,
  translate,
} from '../../src/index.js';
import { foreignPart } from '../../src/problem/built-in.js';
import { expectError } from '../support/errors.js';
import { EXAMPLE_DIMENSION, examples } from '../support/examples.js';

const { custom: ofFunctions, sublevelSet: ofProx, ...ofNumbers } = examples;
const sets = Object.values(ofNumbers).flat();
const title = ({ name, parameters }: Constraint) =>
  `${name} ${JSON.stringify(parameters).slice(0, 60)}`;

// Points inside and outside of most sets, some of them with equal and with zero weights.
const points = [0.01, 0.3, 1, 4, 1000].flatMap((size) =>
  [1, 2, 3].map((seed) =>
    Float64Array.from({ length: EXAMPLE_DIMENSION }, (_, j) =>
      seed === 3 && j % 3 > 0 ? 0 : size * Math.sin(seed * 7 + j * (seed === 2 ? 4 : 1.7)),
    ),
  ),
);

function expectSame(again: Constraint, set: Constraint) {
  expect(again.name).toBe(set.name);
  expect(again.parameters).toEqual(set.parameters);
  expect([again.convex, again.cone, again.level]).toEqual([set.convex, set.cone, set.level]);
  for (const v of points) {
    expect(again.project(v)).toEqual(set.project(v));
    expect(again.contains(v)).toBe(set.contains(v));
  }
}

describe('a set is made again from its name and parameters', () => {
  test.each(sets.map((set) => [title(set), set] as const))('as they are: %s', (_, set) => {
    expect(foreignPart(set)).toBeUndefined();
    expectSame(constraintOf(structuredClone({ name: set.name, parameters: set.parameters })), set);
  });

  test.each(sets.map((set) => [title(set), set] as const))('as text: %s', (_, set) => {
    expectSame(constraintFromJSON(JSON.parse(JSON.stringify(constraintToJSON(set)))), set);
  });

  test.each(sets.filter((set) => set.rescaled).map((set) => [title(set), set] as const))(
    'rescaled: %s',
    (_, set) => {
      const scales = Float64Array.from({ length: EXAMPLE_DIMENSION }, (_, j) => 1 + (j % 4) / 3);
      const rescaled = set.rescaled?.(scales) as Constraint;
      expect(foreignPart(rescaled)).toBeUndefined();
      expectSame(constraintFromJSON(constraintToJSON(rescaled)), rescaled);
    },
  );

  test('a fit with it gives the same bits', () => {
    const { X, y } = plantedProblem({ n: 60, d: EXAMPLE_DIMENSION, sparsity: 3, seed: 1 });
    for (const set of sets) {
      const again = constraintFromJSON(constraintToJSON(set));
      const [a, b] = [set, again].map((constraint) =>
        fitSync(X, y, { constraint, maxIterations: 5 }),
      );
      expect(b.weights, title(set)).toEqual(a.weights);
    }
  });
});

test('numbers that JSON has none for', () => {
  const set = product([
    { constraint: box({ lower: [-Infinity, -0, 1], upper: Infinity }), size: 3 },
    { constraint: slab({ normal: [1, 2], lower: -Infinity, upper: -0 }), size: 2 },
  ]);
  const text = JSON.stringify(constraintToJSON(set));
  expect(text).not.toContain('null');
  expect(constraintFromJSON(JSON.parse(text)).parameters).toEqual(set.parameters);
});

describe('a set of functions is told from those made of numbers', () => {
  const borrowed = { ...sparse(3), project: (v: ArrayLike<number>) => Float64Array.from(v) };
  const functions = [...ofFunctions, ...ofProx, borrowed, { ...l2Ball(1) }];
  const within = functions.flatMap((set) => [
    intersection([nonnegative(), set]),
    scale({ constraint: intersection([set, nonnegative()]), factor: 2 }),
    translate({ constraint: set, offset: new Array(EXAMPLE_DIMENSION).fill(1) }),
    product([
      { constraint: l1Ball(1), size: 4 },
      { constraint: set, size: 12 },
    ]),
  ]);

  test.each([...functions, ...within].map((set) => [title(set), set] as const))('%s', (_, set) => {
    expect(functions).toContain(foreignPart(set));
    expectError(() => constraintToJSON(set), 'INVALID_ARGUMENT', 'a set of functions');
  });

  test('a set cannot be changed behind its name', () => {
    const set = sparse(3) as { project: unknown };
    expect(() => {
      set.project = (v: Float64Array) => v;
    }).toThrow(TypeError);
  });
});

describe('what is no set of numbers is refused', () => {
  const line = { name: 'line', project: (v: Float64Array) => v, contains: () => true };
  test.each([
    [undefined],
    [null],
    [7],
    ['sparse'],
    [[]],
    [{ name: 'sparse' }],
    [{ name: 'sprase', parameters: { sparsity: 1 } }],
    [{ name: 'toString', parameters: {} }],
    [{ name: 'custom', parameters: { ...line, convex: true } }],
    [{ name: 'sublevelSet', parameters: { regularizer: 'l1', level: 1 } }],
    [{ name: 'sparse', parameters: { sparsity: 0 } }],
    [{ name: 'sparse', parameters: { sparsity: '3' } }],
    [{ name: 'l1Ball', parameters: {} }],
    [{ name: 'intersection', parameters: { members: { name: 'sparse' } } }],
    [{ name: 'intersection', parameters: { members: [null] } }],
    [{ name: 'scale', parameters: { factor: 2, constraint: null } }],
    [{ name: 'product', parameters: { parts: [{ name: 'sparse', size: 3 }] } }],
  ])('%j', (json) => {
    expectError(() => constraintFromJSON(json as never), 'INVALID_CONSTRAINT');
  });

  test('data that are nested without end, or as deep as nobody nests sets', () => {
    const scaled = (constraint: unknown) => ({
      name: 'scale',
      parameters: { factor: 2, constraint },
    });
    const nested = (depth: number) =>
      Array.from({ length: depth }).reduce<unknown>(scaled, {
        name: 'nonnegative',
        parameters: {},
      });
    const itself = scaled(undefined);
    itself.parameters.constraint = itself;
    for (const json of [nested(1e5), itself, { name: 'sparse', parameters: itself }]) {
      expectError(() => constraintFromJSON(json as never), 'INVALID_ARGUMENT', '256 deep');
    }
    const deep = constraintFromJSON(nested(100) as never);
    expect(constraintToJSON(deep)).toEqual(nested(100));
    const deeper = Array.from({ length: 100 }).reduce<Constraint>(
      (constraint) => scale({ constraint, factor: 2 }),
      deep,
    );
    expectError(() => constraintToJSON(deeper), 'INVALID_ARGUMENT', '256 deep');
  });

  test.each([[undefined], [null], [7], [{}], [custom]])('to JSON: %s', (value) => {
    expectError(() => constraintToJSON(value as never), 'INVALID_CONSTRAINT');
  });

  test('sublevelSet made again is not mistaken for one of numbers', () => {
    const regularizer = { name: 'l1', value: () => 0, prox: (v: Float64Array) => v };
    expectError(() => constraintToJSON(sublevelSet({ regularizer, level: 1 })), 'INVALID_ARGUMENT');
  });
});

test.each([
  ['sparse', { foo: 3 }],
  ['sparse', { junk: 2, sparsity: 1 }],
  ['nonnegative', { lower: 5 }],
  ['monotoneCone', { decreasing: true }],
])('%s with %j is refused, not guessed', (name, parameters) => {
  expectError(() => constraintFromJSON({ name, parameters }), 'INVALID_CONSTRAINT', 'parameter');
});
