import { describe, expect, test } from 'vitest';
import { dct } from '../../src/numerics/dct.js';
import { normals } from '../../src/testing/random.js';
import { distance, euclidean, times } from '../../src/testing/vectors.js';
import { backward, cosineRows, forward } from '../support/bases.js';

describe.each([1, 2, 3, 4, 5, 7, 8, 12, 16, 33, 64, 100, 257, 512])('of length %i', (d) => {
  const rows = cosineRows(d);
  const x = normals(d, 7);
  const bound = 1e-15 * (5 + Math.log2(d)) * euclidean(x);

  test('it is the product with the matrix, and its inverse that with the transpose', () => {
    expect(distance(dct(d).forward(x), forward(rows, x))).toBeLessThan(bound);
    expect(distance(dct(d).inverse(x), backward(rows, x))).toBeLessThan(bound);
  });

  test('there and back is where it was, with the length kept', () => {
    const c = dct(d).forward(x);
    expect(distance(dct(d).inverse(c), x)).toBeLessThan(bound);
    expect(Math.abs(euclidean(c) - euclidean(x))).toBeLessThan(bound);
  });

  test('the same for very large and very small numbers', () => {
    for (const scale of [2 ** -500, 2 ** 500]) {
      expect(dct(d).forward(times(scale, x))).toEqual(times(scale, dct(d).forward(x)));
    }
  });

  test('what it is given stays as it was', () => {
    const given = x.slice();
    dct(d).forward(given);
    dct(d).inverse(given);
    expect(given).toEqual(x);
  });
});

test('a constant has its mean first and nothing else, the first cosine its second', () => {
  const constant = dct(5).forward([2, 2, 2, 2, 2]);
  expect(distance(constant, [2 * Math.sqrt(5), 0, 0, 0, 0])).toBeLessThan(1e-15);
  expect(distance(dct(2).forward([1, -1]), [0, Math.SQRT2])).toBeLessThan(1e-15);
});
