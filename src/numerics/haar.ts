import type { Orthonormal } from './orthonormal.js';

/**
 * The orthonormal Haar wavelet transform of length d, a power of two. Cost O(d).
 *
 * c_0 is the mean times √d; the others are differences, coarse to fine: c_1 of the two halves, c_2 and c_3 of the
 * quarters of each, and so on: the children of c_k, on the halves of its support, are c_2k and c_2k+1.
 *
 * @see S. Mallat, "A Wavelet Tour of Signal Processing" (2009), section 7.2.
 */
export function haar(d: number): Orthonormal {
  return {
    forward(x) {
      const c = Float64Array.from(x);
      const sums = c.slice();
      for (let half = d / 2; half >= 1; half /= 2) {
        for (let k = 0; k < half; k++) {
          const [left, right] = [sums[2 * k], sums[2 * k + 1]];
          c[half + k] = (left - right) * Math.SQRT1_2;
          sums[k] = (left + right) * Math.SQRT1_2;
        }
      }
      c[0] = sums[0];
      return c;
    },
    inverse(c) {
      const x = Float64Array.from(c);
      for (let half = 1; half < d; half *= 2) {
        for (let k = half - 1; k >= 0; k--) {
          const [sum, difference] = [x[k], c[half + k]];
          x[2 * k] = (sum + difference) * Math.SQRT1_2;
          x[2 * k + 1] = (sum - difference) * Math.SQRT1_2;
        }
      }
      return x;
    },
  };
}
