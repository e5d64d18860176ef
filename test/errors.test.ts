import { expect, test } from 'vitest';
import { show } from '../src/errors.js';
import { fitSync, RelufitError, sparse, wholeSpace } from '../src/index.js';
import { expectError, MESSAGE } from './support/errors.js';

test('an error says where, what it got, what it expected and what to do', () => {
  const error = new RelufitError('INVALID_SHAPE', 'y', 'length 3', '4', 'Add one.');
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('RelufitError');
  expect(error.code).toBe('INVALID_SHAPE');
  expect(error.message).toBe('y: got length 3, expected 4. Add one.');
  expect(error.message).toMatch(MESSAGE);
  expect(String(error)).toBe(`RelufitError: ${error.message}`);
});

test('the code is there to be matched on', () => {
  try {
    sparse(0);
    expect.unreachable();
  } catch (error) {
    expect((error as RelufitError).code).toBe('INVALID_CONSTRAINT');
  }
});

test.each([
  ['relu', "'relu'"],
  ['x'.repeat(50), `'${'x'.repeat(37)}…'`],
  [1.5, '1.5'],
  [-0, '-0'],
  [NaN, 'NaN'],
  [10n, '10'],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [Symbol('s'), 'Symbol(s)'],
  [() => 1, 'a function'],
  [[1, 2], 'Array of length 2'],
  [new Float32Array(3), 'Float32Array of length 3'],
  [{}, 'an empty object'],
  [{ a: 1, b: 2 }, 'an object with a, b'],
  [Object.create(null), 'an empty object'],
])('a value is shown shortly: %#', (value, expected) => {
  expect(show(value)).toBe(expected);
});

test('a long value does not make a long message', () => {
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, k) => [`key${k}`, k]));
  for (const value of ['x'.repeat(1e6), new Float64Array(1e6), wide]) {
    expect(show(value).length).toBeLessThan(80);
  }
});

test('an error of the user’s own callback passes through as it is', () => {
  const own = new TypeError('mine');
  const onIteration = () => {
    throw own;
  };
  expect(() => fitSync([[1]], [1], { constraint: wholeSpace(), onIteration })).toThrow(own);
});

test('a misspelt option is refused by every function that takes options', async () => {
  const { backtracking, convergenceExperiment, dataset, plantedProblem, predict } = await import(
    '../src/index.js'
  );
  const calls = [
    () => plantedProblem({ n: 2, d: 3, sparcity: 2 } as never),
    () => plantedProblem({ n: 2, d: 3, noise: { foo: 1 } as never }),
    () => backtracking({ shrnk: 0.3 } as never),
    () => backtracking(null as never),
    () => predict({ weights: [1] }, [[1]], { kid: 'latent' } as never),
    () => dataset([[1]], [1], { engin: 'wasm' } as never),
  ];
  for (const call of calls) expectError(call, 'INVALID_ARGUMENT');
  await expect(convergenceExperiment({ trails: 5 } as never)).rejects.toThrow(
    /unknown option 'trails'/,
  );
});

test('contradictions and impossible sizes are refused, and a prediction that is no number', async () => {
  const { plantedProblem, predict } = await import('../src/index.js');
  expectError(
    () => plantedProblem({ n: 2, d: 3, sparsity: 1, planted: [1, 2, 3] }),
    'INVALID_ARGUMENT',
  );
  expectError(() => plantedProblem({ n: 2, d: 3, constraint: {} as never }), 'INVALID_ARGUMENT');
  expectError(() => plantedProblem({ n: 1e9, d: 1e9 }), 'INVALID_ARGUMENT');
  expectError(() => predict({ weights: [1e308, 1e308] }, [[10, -10]]), 'NOT_FINITE');
});

test('no set contains a point that is not finite', async () => {
  const sets = await import('../src/constraints/index.js');
  const made = [
    sets.wholeSpace(),
    sets.sparse(1),
    sets.nonnegative(),
    sets.box({ lower: -1, upper: Infinity }),
  ];
  for (const set of [...made, sets.l1Ball(1), sets.l2Ball(1), sets.linfBall(1)]) {
    for (const bad of [NaN, Infinity]) expect(set.contains([bad, 0])).toBe(false);
  }
});
