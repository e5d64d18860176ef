import { expect, test } from 'vitest';
import { hyperplane } from '../../src/index.js';
import { distance } from '../../src/testing/vectors.js';
import { testsOfOneNormal } from '../support/one-normal.js';

testsOfOneNormal(hyperplane, {
  lower: (offset) => offset,
  along: (offset) => offset,
});

test.each([
  [{ normal: [1, 1], offset: 2 }, [5, 1], [3, -1]],
  [{ normal: [1, 1], offset: 2 }, [-3, -3], [1, 1]],
  [{ normal: [0, -2], offset: -6 }, [7, 1], [7, 3]],
  [{ normal: [1e200, 1e200], offset: 0 }, [3, 1], [1, -1]],
  [{ normal: [5], offset: 10 }, [1e300], [2]],
])('hyperplane(%j) projects %j to %j', (given, v, expected) => {
  expect(distance(hyperplane(given).project(v), expected)).toBeLessThan(1e-12);
});

test('what cancels ends on the plane, not beside it', () => {
  expect(hyperplane({ normal: [1, 1], offset: 0 }).project([1, 1])).toEqual(new Float64Array(2));
  expect(hyperplane({ normal: [1, 0], offset: 5 }).project([1e20, 3])).toEqual(
    Float64Array.of(5, 3),
  );
  const set = hyperplane({ normal: [0.1, 0.2, 0.7], offset: 0 });
  expect(set.contains(set.project([0.1, 0.2, 0.7]), 1e-15)).toBe(true);
  expect(set.contains(set.project([1e20, 2e20, 7e20]), 1e-15)).toBe(true);
});
