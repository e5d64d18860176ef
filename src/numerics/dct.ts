import { fourier } from './fourier.js';
import type { Orthonormal } from './orthonormal.js';

/**
 * The orthonormal discrete cosine transform (DCT-II) of length d:
 * c_k = a_k Σ_j x_j cos(πk(2j + 1)/2d), a_0 = √(1/d), a_k = √(2/d).
 *
 * By one Fourier transform of length d: O(d log d) for every d.
 *
 * @see J. Makhoul, "A fast cosine transform in one and two dimensions" (1980).
 */
export function dct(d: number): Orthonormal {
  const transform = fourier(d);
  const sizes = Float64Array.from({ length: d }, (_, k) => Math.sqrt((k === 0 ? 1 : 2) / d));
  const cosines = sizes.map((_, k) => Math.cos((Math.PI * k) / (2 * d)));
  const sines = sizes.map((_, k) => Math.sin((Math.PI * k) / (2 * d)));
  const [re, im] = [new Float64Array(d), new Float64Array(d)];
  // x_0, x_2, … forwards, and … x_3, x_1 backwards after them.
  const place = (j: number) => (j % 2 === 0 ? j / 2 : d - (j + 1) / 2);
  return {
    forward(x) {
      for (let j = 0; j < d; j++) re[place(j)] = x[j];
      im.fill(0);
      transform(re, im);
      return sizes.map((size, k) => size * (re[k] * cosines[k] + im[k] * sines[k]));
    },
    inverse(c) {
      for (let k = 0; k < d; k++) {
        const even = c[k] / (sizes[k] * d);
        const odd = k === 0 ? 0 : c[d - k] / (sizes[k] * d);
        re[k] = even * cosines[k] + odd * sines[k];
        im[k] = even * sines[k] - odd * cosines[k];
      }
      transform(im, re);
      return sizes.map((_, j) => re[place(j)]);
    },
  };
}
