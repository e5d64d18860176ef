import { expect, test } from 'vitest';
import { toeplitz } from '../../src/index.js';
import { testsOfLines } from '../support/constant-on-lines.js';

testsOfLines('toeplitz', toeplitz, (i, j) => j - i, [
  [2, 2, [1, 2, 4, 5], [3, 2, 4, 3]],
  [2, 3, [1, 2, 3, 4, 5, 6], [3, 4, 3, 4, 3, 4]],
  [1, 3, [1, 2, 3], [1, 2, 3]],
  [3, 1, [1, 2, 3], [1, 2, 3]],
]);

test('membership allows the tolerance and no more', () => {
  const set = toeplitz({ rows: 2, columns: 2 });
  expect(set.contains([2, 1, 3, 2], 0)).toBe(true);
  expect(set.contains([2, 1, 3, 2 + 1e-9])).toBe(true);
  expect(set.contains([2, 1, 3, 2 + 1e-9], 0)).toBe(false);
  expect(set.contains([2, 1, 3, 2.1])).toBe(false);
  expect(set.contains([1, NaN, 1, 1])).toBe(false);
});
