import { expect, test } from 'vitest';
import { halfspace } from '../../src/index.js';
import { distance } from '../../src/testing/vectors.js';
import { testsOfOneNormal } from '../support/one-normal.js';

testsOfOneNormal(halfspace, {
  lower: () => -Infinity,
  along: (offset, random) => offset - 5 * random.uniform(),
});

test.each([
  [{ normal: [3, 4], offset: 5 }, [6, 8], [0.6, 0.8]],
  [{ normal: [3, 4], offset: 5 }, [-6, 0.1], [-6, 0.1]],
  [{ normal: [1, 1], offset: 0 }, [3, 1], [1, -1]],
  [{ normal: [0, -2], offset: -6 }, [7, 1], [7, 3]],
  [{ normal: [1e200, 1e200], offset: 0 }, [3, 1], [1, -1]],
  [{ normal: [1e-200, 0], offset: 1e-200 }, [3e150, 1], [1, 1]],
])('halfspace(%j) projects %j to %j', (given, v, expected) => {
  expect(distance(halfspace(given).project(v), expected)).toBeLessThan(1e-12);
});
