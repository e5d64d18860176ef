/** x ← its transform, X_k = Σ_j x_j e^{−2πijk/n}, as real and imaginary parts in place. */
export type Transform = (re: Float64Array, im: Float64Array) => void;

/**
 * The discrete Fourier transform of length n, by tables made once. With re and im exchanged it is n times the inverse.
 *
 * Cooley and Tukey's for powers of two, Bluestein's by three of those for any other n: O(n log n), and an error of
 * O(log n) roundings relative to ‖x‖₂, for every n.
 */
export function fourier(n: number): Transform {
  return Number.isInteger(Math.log2(n)) ? powerOfTwo(n) : bluestein(n);
}

function powerOfTwo(n: number): Transform {
  const cosines = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sines = Float64Array.from({ length: n / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / n));
  const reversed = new Int32Array(n);
  for (let k = 1; k < n; k++) reversed[k] = (reversed[k >> 1] >> 1) | (k & 1 ? n >> 1 : 0);
  return (re, im) => {
    for (let k = 0; k < n; k++) {
      const other = reversed[k];
      if (other <= k) continue;
      [re[k], re[other]] = [re[other], re[k]];
      [im[k], im[other]] = [im[other], im[k]];
    }
    for (let half = 1; half < n; half *= 2) {
      const stride = n / (2 * half);
      for (let start = 0; start < n; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [a, b] = [start + k, start + k + half];
          const [c, s] = [cosines[k * stride], sines[k * stride]];
          const x = re[b] * c + im[b] * s;
          const y = im[b] * c - re[b] * s;
          re[b] = re[a] - x;
          im[b] = im[a] - y;
          re[a] += x;
          im[a] += y;
        }
      }
    }
  };
}

// jk = (j² + k² − (j − k)²)/2 makes the transform a convolution with e^{iπj²/n}, of any length m ≥ 2n − 1.
function bluestein(n: number): Transform {
  const m = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const transform = powerOfTwo(m);
  // j² modulo 2n, the period, so that the angle keeps its digits.
  const angles = Float64Array.from({ length: n }, (_, j) => (Math.PI * ((j * j) % (2 * n))) / n);
  const cosines = angles.map(Math.cos);
  const sines = angles.map(Math.sin);
  const chirp = { re: new Float64Array(m), im: new Float64Array(m) };
  for (let j = 0; j < n; j++) {
    chirp.re[j] = chirp.re[(m - j) % m] = cosines[j] / m;
    chirp.im[j] = chirp.im[(m - j) % m] = sines[j] / m;
  }
  transform(chirp.re, chirp.im);
  const a = { re: new Float64Array(m), im: new Float64Array(m) };
  return (re, im) => {
    a.re.fill(0, n);
    a.im.fill(0, n);
    for (let j = 0; j < n; j++) {
      a.re[j] = re[j] * cosines[j] + im[j] * sines[j];
      a.im[j] = im[j] * cosines[j] - re[j] * sines[j];
    }
    transform(a.re, a.im);
    for (let k = 0; k < m; k++) {
      const x = a.re[k] * chirp.re[k] - a.im[k] * chirp.im[k];
      a.im[k] = a.re[k] * chirp.im[k] + a.im[k] * chirp.re[k];
      a.re[k] = x;
    }
    transform(a.im, a.re);
    for (let k = 0; k < n; k++) {
      re[k] = a.re[k] * cosines[k] + a.im[k] * sines[k];
      im[k] = a.im[k] * cosines[k] - a.re[k] * sines[k];
    }
  };
}
