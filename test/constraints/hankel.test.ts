import { expect, test } from 'vitest';
import { hankel } from '../../src/index.js';
import { testsOfLines } from '../support/constant-on-lines.js';

testsOfLines('hankel', hankel, (i, j) => i + j, [
  [2, 2, [1, 2, 4, 5], [1, 3, 3, 5]],
  [2, 3, [1, 2, 3, 4, 5, 6], [1, 3, 4, 3, 4, 6]],
  [1, 3, [1, 2, 3], [1, 2, 3]],
  [3, 1, [1, 2, 3], [1, 2, 3]],
]);

test('membership allows the tolerance and no more', () => {
  const set = hankel({ rows: 2, columns: 2 });
  expect(set.contains([1, 2, 2, 3], 0)).toBe(true);
  expect(set.contains([1, 2, 2 + 1e-9, 3])).toBe(true);
  expect(set.contains([1, 2, 2 + 1e-9, 3], 0)).toBe(false);
  expect(set.contains([1, 2, 2.1, 3])).toBe(false);
  expect(set.contains([1, NaN, 1, 1])).toBe(false);
});
