import { expect, test } from 'vitest';
import { show } from '../src/errors.js';
import { fitSync, RelufitError, sparse, wholeSpace } from '../src/index.js';
import { MESSAGE } from './support/errors.js';

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
