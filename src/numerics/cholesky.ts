// Symmetric positive semidefinite systems: normal equations, whose columns may be of any size and may depend on others.

/**
 * A = LLᵀ of a symmetric positive semidefinite matrix, in units in which its diagonal is 1.
 *
 * Rows are taken in their order; one whose pivot is rounding (below k·2⁻⁵² of its diagonal) depends on those before and
 * is left out: its unknown is 0. O(k³/6).
 */
export class Cholesky {
  /** How many rows were kept. */
  readonly rank: number;
  private readonly lower: Float64Array;
  private readonly scale: Float64Array;

  constructor(
    matrix: Float64Array,
    readonly size: number,
  ) {
    const k = size;
    const lower = new Float64Array(k * k);
    const scale = new Float64Array(k);
    for (let a = 0; a < k; a++) {
      const diagonal = matrix[a * k + a];
      scale[a] = diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
    }
    const smallest = Math.max(k, 4) * 2 ** -52;
    let rank = 0;
    for (let a = 0; a < k; a++) {
      const row = a * k;
      for (let b = 0; b <= a; b++) {
        const other = b * k;
        let sum = matrix[row + b] * scale[a] * scale[b];
        for (let c = 0; c < b; c++) sum -= lower[row + c] * lower[other + c];
        const pivot = lower[other + b];
        if (b < a) lower[row + b] = pivot > 0 ? sum / pivot : 0;
        else if (scale[a] > 0 && sum > smallest) {
          lower[row + a] = Math.sqrt(sum);
          rank++;
        }
      }
    }
    this.lower = lower;
    this.scale = scale;
    this.rank = rank;
  }

  /** x with Ax = b, 0 at the rows left out. O(k²). */
  solve(b: ArrayLike<number>): Float64Array {
    const { size: k, lower, scale } = this;
    const x = new Float64Array(k);
    for (let a = 0; a < k; a++) {
      const pivot = lower[a * k + a];
      if (pivot === 0) continue;
      let sum = b[a] * scale[a];
      for (let c = 0; c < a; c++) sum -= lower[a * k + c] * x[c];
      x[a] = sum / pivot;
    }
    for (let a = k - 1; a >= 0; a--) {
      const pivot = lower[a * k + a];
      if (pivot === 0) continue;
      let sum = x[a];
      for (let c = a + 1; c < k; c++) sum -= lower[c * k + a] * x[c];
      x[a] = sum / pivot;
    }
    for (let a = 0; a < k; a++) x[a] *= scale[a];
    return x;
  }

  /** The diagonal of A⁻¹, 0 at the rows left out: column sums of squares of L⁻¹. O(k³/6). */
  inverseDiagonal(): Float64Array {
    const { size: k, lower, scale } = this;
    const diagonal = new Float64Array(k);
    const column = new Float64Array(k);
    for (let a = 0; a < k; a++) {
      let squares = 0;
      for (let b = a; b < k; b++) {
        const row = b * k;
        const pivot = lower[row + b];
        let sum = Number(b === a);
        for (let c = a; c < b; c++) sum -= lower[row + c] * column[c];
        column[b] = pivot === 0 ? 0 : sum / pivot;
        squares += column[b] ** 2;
      }
      diagonal[a] = scale[a] ** 2 * squares;
    }
    return diagonal;
  }

  /** A⁻¹, row-major, with zeros in the rows left out. O(k³). */
  inverse(): Float64Array {
    const { size: k } = this;
    const inverse = new Float64Array(k * k);
    const unit = new Float64Array(k);
    for (let a = 0; a < k; a++) {
      if (this.lower[a * k + a] === 0) continue;
      unit[a] = 1;
      inverse.set(this.solve(unit), a * k);
      unit[a] = 0;
    }
    return inverse;
  }
}
