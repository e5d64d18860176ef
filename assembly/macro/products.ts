// z_i ← z_i + Σ_k x_{i, support[k]} weights[k], in f64 and one after the other in the order of k, whatever T is: sums
// with the bits that a plain loop gives. Four rows at a time, because each is one chain of dependent sums.

/** support: s i32; weights: s f64; z: f64 from row `begin` on. */
export function addProducts<T>(
  X: usize, pitch: usize, begin: i32, end: i32, support: usize, weights: usize, s: i32, z: usize,
): void {
  let x = X + (<usize>begin) * pitch;
  let i = begin;
  for (; i + 4 <= end; i += 4) {
    let z0 = load<f64>(z);
    let z1 = load<f64>(z, 8);
    let z2 = load<f64>(z, 16);
    let z3 = load<f64>(z, 24);
    for (let k: usize = 0; k < <usize>s; k++) {
      const p = x + (<usize>load<u32>(support + 4 * k)) * sizeof<T>();
      const w = load<f64>(weights + 8 * k);
      z0 += <f64>load<T>(p) * w;
      z1 += <f64>load<T>(p + pitch) * w;
      z2 += <f64>load<T>(p + 2 * pitch) * w;
      z3 += <f64>load<T>(p + 3 * pitch) * w;
    }
    store<f64>(z, z0);
    store<f64>(z, z1, 8);
    store<f64>(z, z2, 16);
    store<f64>(z, z3, 24);
    x += 4 * pitch;
    z += 32;
  }
  for (; i < end; i++) {
    let sum = load<f64>(z);
    for (let k: usize = 0; k < <usize>s; k++) {
      const p = x + (<usize>load<u32>(support + 4 * k)) * sizeof<T>();
      sum += <f64>load<T>(p) * load<f64>(weights + 8 * k);
    }
    store<f64>(z, sum);
    x += pitch;
    z += 8;
  }
}
