// Singular values by the eigenvalues of [[0, A], [Aᵀ, 0]], which are ±σ, with Householder's tridiagonal form and
// implicit QL iterations (Martin, Wilkinson 1968): not a step in common with Jacobi's turns of column pairs.

/** Eigenvalues, ascending, and the eigenvectors, row k for eigenvalue k, of a symmetric row-major n × n matrix. */
export function eigenByQl(matrix: Float64Array, n: number) {
  const largest = matrix.reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1;
  const a = Array.from({ length: n }, (_, i) =>
    Array.from(matrix.subarray(i * n, (i + 1) * n), (x) => x / largest),
  );
  // Rows of q: the basis in which a becomes tridiagonal, and then diagonal.
  const q = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  for (let k = 0; k + 2 < n; k++) reflect(a, q, k);
  const diagonal = a.map((row, i) => row[i]);
  const off = a.map((row, i) => (i + 1 < n ? row[i + 1] : 0));
  let steps = 0;
  for (let l = 0; l < n; l++) {
    while (split(diagonal, off, l) > l) {
      if (steps++ > 100 * n) throw new Error('QL does not converge');
      iterate(diagonal, off, q, l);
    }
  }
  const order = diagonal.map((_, k) => k).sort((j, k) => diagonal[j] - diagonal[k]);
  return { values: order.map((k) => diagonal[k] * largest), vectors: order.map((k) => q[k]) };
}

/** σ descending, with their vectors, of a row-major matrix. */
export function singularByQl(matrix: ArrayLike<number>, rows: number, columns: number) {
  const size = rows + columns;
  const both = new Float64Array(size * size);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      both[i * size + rows + j] = both[(rows + j) * size + i] = matrix[i * columns + j];
    }
  }
  const { values, vectors } = eigenByQl(both, size);
  return Array.from({ length: Math.min(rows, columns) }, (_, k) => {
    const vector = vectors[size - 1 - k].map((x) => x * Math.SQRT2);
    return {
      value: Math.max(values[size - 1 - k], 0),
      left: vector.slice(0, rows),
      right: vector.slice(rows),
    };
  });
}

/** Σ f(σ_k) u_k v_kᵀ; f(σ) = 0 for σ of 0. */
export function spectralMap(
  matrix: ArrayLike<number>,
  { rows, columns }: { rows: number; columns: number },
  f: (value: number, k: number, values: number[]) => number,
): Float64Array {
  const triplets = singularByQl(matrix, rows, columns);
  const values = triplets.map(({ value }) => value);
  const out = new Float64Array(rows * columns);
  triplets.forEach(({ value, left, right }, k) => {
    // Of a σ that is rounding beside the largest, QL may mix u and v.
    const factor = value > 1e-14 * values[0] ? f(value, k, values) : 0;
    for (let at = 0; at < out.length; at++) {
      out[at] += factor * left[Math.floor(at / columns)] * right[at % columns];
    }
  });
  return out;
}

// Householder: the entries of row and column k beyond k + 1 become 0.
function reflect(a: number[][], q: number[][], k: number): void {
  const n = a.length;
  const v = a[k].map((x, j) => (j > k ? x : 0));
  const norm = Math.hypot(...v);
  if (norm === 0) return;
  v[k + 1] += v[k + 1] < 0 ? -norm : norm;
  const length = Math.hypot(...v);
  for (let j = k + 1; j < n; j++) v[j] /= length;
  const dot = (row: number[]) => row.reduce((sum, x, j) => sum + x * v[j], 0);
  for (const row of a) {
    const s = 2 * dot(row);
    for (let j = k + 1; j < n; j++) row[j] -= s * v[j];
  }
  for (const matrix of [a, q]) {
    for (let j = 0; j < n; j++) {
      let s = 0;
      for (let i = k + 1; i < n; i++) s += 2 * matrix[i][j] * v[i];
      for (let i = k + 1; i < n; i++) matrix[i][j] -= s * v[i];
    }
  }
}

// The first m ≥ l where the tridiagonal matrix falls apart.
function split(diagonal: number[], off: number[], l: number): number {
  let m = l;
  while (m + 1 < diagonal.length) {
    // The largest entry has been 1.
    if (Math.abs(off[m]) <= 2 ** -54) break;
    m++;
  }
  return m;
}

// One implicit QL step with Wilkinson's shift on the block from l to m.
function iterate(diagonal: number[], off: number[], q: number[][], l: number): void {
  const m = split(diagonal, off, l);
  let g = (diagonal[l + 1] - diagonal[l]) / (2 * off[l]);
  const r = Math.hypot(g, 1);
  g = diagonal[m] - diagonal[l] + off[l] / (g + (g < 0 ? -r : r));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const [f, b] = [s * off[i], c * off[i]];
    const size = Math.hypot(f, g);
    off[i + 1] = size;
    if (size === 0) {
      diagonal[i + 1] -= p;
      off[m] = 0;
      return;
    }
    [s, c] = [f / size, g / size];
    g = diagonal[i + 1] - p;
    const t = (diagonal[i] - g) * s + 2 * c * b;
    p = s * t;
    diagonal[i + 1] = g + p;
    g = c * t - b;
    for (let j = 0; j < q.length; j++) {
      const [x, y] = [q[i][j], q[i + 1][j]];
      q[i + 1][j] = s * x + c * y;
      q[i][j] = c * x - s * y;
    }
  }
  diagonal[l] -= p;
  off[l] = g;
  off[m] = 0;
}
