import { addMultiple, dot } from './vectors.js';

/**
 * Orthonormal q_0, q_1, … of vectors that come and go at the end: a_k = Σ_{j ≤ k} lower[k][j] q_j.
 *
 * By Gram and Schmidt, twice: then they are orthogonal to the last digits (Giraud, Langou, Rozložník 2005).
 */
export class GrowingBasis {
  size = 0;
  readonly q: Float64Array[] = [];
  readonly lower: Float64Array[] = [];

  constructor(private readonly d: number) {}

  /**
   * What of the vector a sticks out of the basis: its length. The coordinates of a stay in lower[size], the
   * direction in q[size], where `keep` finds them.
   */
  split(a: Float64Array): number {
    const { size, d } = this;
    this.q[size] ??= new Float64Array(d);
    this.lower[size] ??= new Float64Array(size + 1);
    const [rest, coordinates] = [this.q[size], this.lower[size]];
    rest.set(a);
    coordinates.fill(0);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < size; j++) {
        const along = dot(this.q[j], rest);
        coordinates[j] += along;
        addMultiple(rest, -along, this.q[j]);
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    coordinates[size] = length;
    if (length > 0) for (let j = 0; j < d; j++) rest[j] /= length;
    return length;
  }

  /** Takes the vector that was split last into the basis. */
  keep(): void {
    this.size++;
  }

  /**
   * The r with Σ_k r_k a_k = the part of the vector split last that lies in the span: back substitution, in
   * place.
   */
  combination(r: Float64Array): void {
    const { size, lower } = this;
    for (let k = size - 1; k >= 0; k--) {
      let rest = lower[size][k];
      for (let l = k + 1; l < size; l++) rest -= lower[l][k] * r[l];
      r[k] = rest / lower[k][k];
    }
  }
}
