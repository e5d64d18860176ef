import { expect, test } from 'vitest';
import { addMultiple, dot } from '../../src/numerics/vectors.js';

test('dot adds products, from an entry on', () => {
  expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
  expect(dot([1, 2, 3], [4, 5, 6], 1)).toBe(28);
  expect(dot([1, 2, 3], [4, 5, 6], 3)).toBe(0);
});

test('addMultiple adds a multiple of another vector, from an entry on', () => {
  const y = Float64Array.of(1, 2, 3);
  addMultiple(y, 2, [10, 20, 30]);
  expect(y).toEqual(Float64Array.of(21, 42, 63));
  addMultiple(y, -1, [10, 20, 30], 2);
  expect(y).toEqual(Float64Array.of(21, 42, 33));
});
