import { notConverged } from '../errors.js';

// About 15 as a rule: no proof bounds it, but no matrix of up to 300 was seen to take more than 30.
const SWEEPS = 60;
// Where the largest entry is about 1, less than this off the diagonal is 0: its square would underflow.
const NEGLIGIBLE = 2 ** -450;

/**
 * The eigenvalues of a symmetric n × n matrix, descending, and its orthonormal eigenvectors, row-major, eigenvector k
 * in column k; by cyclic Jacobi. Only what stands on and above the diagonal is read. Of a positive definite matrix
 * small eigenvalues are as accurate as its scaling allows, not only beside the largest (Demmel, Veselić 1992).
 */
export function symmetricEigen(
  matrix: Float64Array,
  n: number,
): { values: Float64Array; vectors: Float64Array } {
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale =
    largest === 0 ? 1 : 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
  const a = new Float64Array(n * n);
  const turns = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    turns[i * n + i] = 1;
    for (let j = i; j < n; j++) a[i * n + j] = a[j * n + i] = scale * matrix[i * n + j];
  }
  for (let sweep = 0, turned = true; turned; sweep++) {
    if (sweep === SWEEPS) throw unsettled(n);
    turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) if (annihilate(a, turns, n, p, q)) turned = true;
    }
  }
  const order = Array.from({ length: n }, (_, k) => k).sort(
    (j, k) => a[k * n + k] - a[j * n + j] || j - k,
  );
  return {
    values: Float64Array.from(order, (k) => a[k * n + k] / scale),
    // Row k of the turns is an eigenvector.
    vectors: turns.map((_, at) => turns[order[at % n] * n + Math.floor(at / n)]),
  };
}

const unsettled = (n: number) =>
  notConverged(
    'symmetricEigen',
    `${n} rows that are not diagonal after ${SWEEPS} sweeps`,
    'a diagonal to rounding',
    'Report this matrix: it should not happen.',
  );

// Turns rows and columns p and q, so that a_pq becomes 0; false where it is already.
function annihilate(a: Float64Array, turns: Float64Array, n: number, p: number, q: number) {
  const [app, aqq, apq] = [a[p * n + p], a[q * n + q], a[p * n + q]];
  const size = Math.abs(apq);
  if (!(size > NEGLIGIBLE && size > 2 ** -53 * Math.sqrt(Math.abs(app) * Math.abs(aqq)))) {
    return false;
  }
  // The smaller turn of the two that do it.
  const half = (app - aqq) / 2;
  const tangent = apq / (half + (half < 0 ? -1 : 1) * Math.sqrt(half * half + apq * apq));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  // As what is added, which a small turn rounds less than products with its cosine (Rutishauser 1966).
  const tau = sine / (1 + cosine);
  for (let k = 0; k < n; k++) {
    const [x, y] = [a[p * n + k], a[q * n + k]];
    a[p * n + k] = a[k * n + p] = x + sine * (y - tau * x);
    a[q * n + k] = a[k * n + q] = y - sine * (x + tau * y);
    const [u, v] = [turns[p * n + k], turns[q * n + k]];
    turns[p * n + k] = u + sine * (v - tau * u);
    turns[q * n + k] = v - sine * (u + tau * v);
  }
  a[p * n + p] = app + tangent * apq;
  a[q * n + q] = aqq - tangent * apq;
  a[p * n + q] = a[q * n + p] = 0;
  return true;
}
