// sums_j += Σᵢ (x_ij − shift_j) and squares_j += Σᵢ (x_ij − shift_j)² over a range of rows, in f64 for both precisions:
// what the scaling of columns needs, and, as a sum is finite only where every term is, the check of X for NaN and
// infinity. With a row of X as the shift, a constant column has exactly no variance.

/** X: row-major, `pitch` bytes a row. shift: d f64. sums, squares: d f64 each, added to. */
export function moments<T>(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, shift: usize, sums: usize, squares: usize,
): void {
  for (let i = begin; i < end; i++) {
    let x = X + (<usize>i) * pitch;
    let m = shift;
    let s = sums;
    let q = squares;
    let j = 0;
    for (; j + 2 <= d; j += 2) {
      const r = sizeof<T>() == 4 ? f64x2.promote_low_f32x4(v128.load64_zero(x)) : v128.load(x);
      const v = f64x2.sub(r, v128.load(m));
      v128.store(s, f64x2.add(v128.load(s), v));
      v128.store(q, f64x2.add(v128.load(q), f64x2.mul(v, v)));
      x += 2 * sizeof<T>();
      m += 16;
      s += 16;
      q += 16;
    }
    if (j < d) {
      const v = <f64>load<T>(x) - load<f64>(m);
      store<f64>(s, load<f64>(s) + v);
      store<f64>(q, load<f64>(q) + v * v);
    }
  }
}
