/** c = Bx and x = Bᵀc for an orthonormal B. Neither changes what it is given. */
export interface Orthonormal {
  forward(x: ArrayLike<number>): Float64Array;
  inverse(c: ArrayLike<number>): Float64Array;
}
