import { describe, expect, test } from 'vitest';
import { fourier } from '../../src/numerics/fourier.js';
import { normals } from '../../src/testing/random.js';
import { distance, euclidean } from '../../src/testing/vectors.js';

const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 31, 64, 100, 257, 1000];

describe.each(lengths)('of length %i', (n) => {
  test('it is the sum that defines it', () => {
    const [re, im] = [normals(n, 1), normals(n, 2)];
    const [x, y] = [re.slice(), im.slice()];
    fourier(n)(x, y);
    const expected = direct(re, im);
    const bound = 1e-15 * (5 + Math.log2(n)) * Math.sqrt(n) * (euclidean(re) + euclidean(im));
    expect(distance(x, expected.re)).toBeLessThan(bound);
    expect(distance(y, expected.im)).toBeLessThan(bound);
  });

  test('exchanged parts make n times the inverse', () => {
    const [re, im] = [normals(n, 3), normals(n, 4)];
    const [x, y] = [re.slice(), im.slice()];
    const transform = fourier(n);
    transform(x, y);
    transform(y, x);
    expect(
      distance(
        x.map((value) => value / n),
        re,
      ),
    ).toBeLessThan(1e-13);
    expect(
      distance(
        y.map((value) => value / n),
        im,
      ),
    ).toBeLessThan(1e-13);
  });
});

function direct(re: Float64Array, im: Float64Array) {
  const n = re.length;
  const sum = (k: number, part: (j: number, c: number, s: number) => number) => {
    let total = 0;
    for (let j = 0; j < n; j++) {
      const angle = (2 * Math.PI * ((j * k) % n)) / n;
      total += part(j, Math.cos(angle), Math.sin(angle));
    }
    return total;
  };
  return {
    re: re.map((_, k) => sum(k, (j, c, s) => re[j] * c + im[j] * s)),
    im: re.map((_, k) => sum(k, (j, c, s) => im[j] * c - re[j] * s)),
  };
}
