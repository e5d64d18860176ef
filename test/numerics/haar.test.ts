import { describe, expect, test } from 'vitest';
import { haar } from '../../src/numerics/haar.js';
import { normals } from '../../src/testing/random.js';
import { distance, euclidean, times } from '../../src/testing/vectors.js';
import { backward, forward, haarRows } from '../support/bases.js';

describe.each([1, 2, 4, 8, 16, 64, 256])('of length %i', (d) => {
  const rows = haarRows(d);
  const x = normals(d, 7);
  const bound = 1e-15 * (5 + Math.log2(d)) * euclidean(x);

  test('it is the product with the matrix, and its inverse that with the transpose', () => {
    expect(distance(haar(d).forward(x), forward(rows, x))).toBeLessThan(bound);
    expect(distance(haar(d).inverse(x), backward(rows, x))).toBeLessThan(bound);
  });

  test('there and back is where it was, with the length kept', () => {
    const c = haar(d).forward(x);
    expect(distance(haar(d).inverse(c), x)).toBeLessThan(bound);
    expect(Math.abs(euclidean(c) - euclidean(x))).toBeLessThan(bound);
  });

  test('the same for very large and very small numbers', () => {
    for (const scale of [2 ** -500, 2 ** 500]) {
      expect(haar(d).forward(times(scale, x))).toEqual(times(scale, haar(d).forward(x)));
    }
  });

  test('what it is given stays as it was', () => {
    const given = x.slice();
    haar(d).forward(given);
    haar(d).inverse(given);
    expect(given).toEqual(x);
  });
});

test('the mean first, then differences from coarse to fine', () => {
  const c = haar(4).forward([4, 2, 3, 3]);
  expect(distance(c, [6, 0, Math.SQRT2, 0])).toBeLessThan(1e-15);
});

test('the children of node k lie on the halves of its support', () => {
  const d = 16;
  const support = (index: number) => {
    const wavelet = haar(d).inverse(new Float64Array(d).fill(1, index, index + 1));
    return Array.from(wavelet.keys()).filter((j) => wavelet[j] !== 0);
  };
  for (let k = 1; k < d / 2; k++) {
    expect([...support(2 * k), ...support(2 * k + 1)]).toEqual(support(k));
  }
});
