// C ← C + Σ_r a_r b_rᵀ for a 4 × 4 tile of doubles, the inner loop of a Gram matrix.
//
// The tile stays in eight vectors, a_r is read an entry at a time into both lanes and b_r as two vectors: four products
// for a load of either.

/** C: 16 f64, row-major. a, b: four f64 a row, rows side by side. */
// @ts-ignore: decorator
@inline
export function outer(a: usize, b: usize, rows: i32, C: usize): void {
  let c00 = v128.splat<f64>(0);
  let c01 = v128.splat<f64>(0);
  let c10 = v128.splat<f64>(0);
  let c11 = v128.splat<f64>(0);
  let c20 = v128.splat<f64>(0);
  let c21 = v128.splat<f64>(0);
  let c30 = v128.splat<f64>(0);
  let c31 = v128.splat<f64>(0);
  const end: usize = (<usize>rows) << 5;
  for (let k: usize = 0; k < end; k += 32) {
    const b0 = v128.load(b + k);
    const b1 = v128.load(b + k, 16);
    const a0 = v128.load64_splat(a + k);
    c00 = v128.add<f64>(c00, v128.mul<f64>(a0, b0));
    c01 = v128.add<f64>(c01, v128.mul<f64>(a0, b1));
    const a1 = v128.load64_splat(a + k, 8);
    c10 = v128.add<f64>(c10, v128.mul<f64>(a1, b0));
    c11 = v128.add<f64>(c11, v128.mul<f64>(a1, b1));
    const a2 = v128.load64_splat(a + k, 16);
    c20 = v128.add<f64>(c20, v128.mul<f64>(a2, b0));
    c21 = v128.add<f64>(c21, v128.mul<f64>(a2, b1));
    const a3 = v128.load64_splat(a + k, 24);
    c30 = v128.add<f64>(c30, v128.mul<f64>(a3, b0));
    c31 = v128.add<f64>(c31, v128.mul<f64>(a3, b1));
  }
  v128.store(C, v128.add<f64>(v128.load(C), c00));
  v128.store(C, v128.add<f64>(v128.load(C, 16), c01), 16);
  v128.store(C, v128.add<f64>(v128.load(C, 32), c10), 32);
  v128.store(C, v128.add<f64>(v128.load(C, 48), c11), 48);
  v128.store(C, v128.add<f64>(v128.load(C, 64), c20), 64);
  v128.store(C, v128.add<f64>(v128.load(C, 80), c21), 80);
  v128.store(C, v128.add<f64>(v128.load(C, 96), c30), 96);
  v128.store(C, v128.add<f64>(v128.load(C, 112), c31), 112);
}
