import { addMultiple, dot } from './vectors.js';

/** A = L q: row order[k] of A is Σ_{j ≤ k} lower[k][j] q[j]. */
export interface RowFactors {
  /** Orthonormal vectors that span the rows of A: as many as its rank. */
  readonly q: readonly Float64Array[];
  /** The rows of A that were chosen for them; row order[k] lies in the span of q[0] … q[k]. */
  readonly order: readonly number[];
  /** lower[k] holds the k + 1 coordinates of row order[k] in q. */
  readonly lower: readonly Float64Array[];
}

/**
 * What is lost to rounding in d terms, relative to their size: above it is something, below it is nothing.
 */
export const roundingOf = (d: number): number => (d + 4) * 2 ** -52;

/**
 * An orthonormal basis of the rows of A, by Householder's QR of Aᵀ with column pivoting (Businger, Golub
 * 1965).
 *
 * At each step the row that sticks out furthest from the span of the chosen ones is chosen, among equals the
 * first; it ends when what sticks out is rounding. Rows should be of about unit size: what is small beside
 * the largest is taken for rounding, and squares must not overflow.
 */
export function orthonormalised(rows: readonly Float64Array[]): RowFactors {
  const d = rows[0].length;
  const a = rows.map((row) => row.slice());
  const order: number[] = [];
  const reflectors: Float64Array[] = [];
  let first = 0;
  for (let k = 0; k < Math.min(d, a.length); k++) {
    let chosen = -1;
    let most = 0;
    for (let i = 0; i < a.length; i++) {
      const rest = order.includes(i) ? 0 : dot(a[i], a[i], k);
      if (rest > most) [chosen, most] = [i, rest];
    }
    const size = Math.sqrt(most);
    if (k === 0) first = size;
    if (size <= 4 * roundingOf(d) * first) break;
    // H = I − 2hhᵀ, h ∥ x ± ‖x‖e_k with the sign that does not cancel, turns the row x into ∓‖x‖e_k.
    const h = a[chosen].slice();
    h.fill(0, 0, k);
    h[k] += h[k] < 0 ? -size : size;
    const length = Math.sqrt(dot(h, h));
    for (let j = k; j < d; j++) h[j] /= length;
    for (let i = 0; i < a.length; i++) if (!order.includes(i)) reflect(a[i], h, k);
    order.push(chosen);
    reflectors.push(h);
  }
  const q = order.map((_, k) => {
    const e = new Float64Array(d);
    e[k] = 1;
    for (let j = k; j >= 0; j--) reflect(e, reflectors[j], j);
    return e;
  });
  return { q, order, lower: order.map((i, k) => a[i].slice(0, k + 1)) };
}

function reflect(x: Float64Array, h: Float64Array, start: number): void {
  addMultiple(x, -2 * dot(x, h, start), h, start);
}

/**
 * The coordinates c in q of the points w with ⟨row order[k], w⟩ = b[order[k]] for every k: forward
 * substitution.
 */
export function coordinatesOf({ order, lower }: RowFactors, b: ArrayLike<number>): Float64Array {
  const c = new Float64Array(order.length);
  for (let k = 0; k < order.length; k++) {
    c[k] = (b[order[k]] - dot(lower[k].subarray(0, k), c)) / lower[k][k];
  }
  return c;
}
