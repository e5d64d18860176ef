// P(v)_j = sgn(v_j) max(|v_j| − τ ω_j, 0), with τ such that Σ ω_j |P(v)_j| = radius, or v itself inside the ball.
//
// By Michelot (1986), with weights: the ratios ρ_j = |v_j|/ω_j have one threshold τ, and ω_j² as weights. A step takes
// what the entries left exceed the radius by at the least of their ratios, Σ ω_j² (ρ_j − min ρ) − radius. While that is
// positive, Newton's step from there is not beyond τ, and the entries below it are dropped; in the end τ = min ρ − σ with
// σ ≥ 0. Only positive terms are added, of differences that keep their digits: the result is on the boundary to
// rounding, however far v is outside and however unlike the weights are.

/** weights: d f64, positive, with squares in range. radius > 0. scratch: 2 d f64. */
export function projectWeightedL1BallF64(v: usize, d: i32, scratch: usize, weights: usize, radius: f64): void {
  const bytes = (<usize>d) << 3;
  // The entries that may be left: ratio and squared weight of each.
  let end = scratch;
  let norm: f64 = 0;
  let base = Infinity;
  let squares: f64 = 0;
  for (let k: usize = 0; k < bytes; k += 8) {
    const magnitude = abs(load<f64>(v + k));
    const weight = load<f64>(weights + k);
    const ratio = magnitude / weight;
    const square = weight * weight;
    store<f64>(end, ratio);
    store<f64>(end, square, 8);
    end += 16;
    norm += weight * magnitude;
    squares += square;
    base = min(base, ratio);
  }
  if (norm <= radius) return;

  // So much less far than Newton's step, for the rounding of its sum.
  const caution = 1 - <f64>(d + 4) * 2.0 ** -51;
  let sigma: f64 = 0;
  while (end > scratch) {
    let sum: f64 = 0;
    for (let p = scratch; p < end; p += 16) sum += load<f64>(p, 8) * (load<f64>(p) - base);
    sigma = (radius - sum) / squares;
    // Not a number where v has one.
    if (!(sigma < 0)) break;
    const least = base;
    const tau = base - sigma * caution;
    let write = scratch;
    base = Infinity;
    squares = 0;
    for (let p = scratch; p < end; p += 16) {
      const ratio = load<f64>(p);
      if (ratio >= tau && ratio > least) {
        const square = load<f64>(p, 8);
        store<f64>(write, ratio);
        store<f64>(write, square, 8);
        write += 16;
        squares += square;
        base = min(base, ratio);
      }
    }
    end = write;
  }
  for (let k: usize = 0; k < bytes; k += 8) {
    const value = load<f64>(v + k);
    const weight = load<f64>(weights + k);
    const gap = abs(value) / weight - base;
    // Adding 0 makes no −0.
    store<f64>(v + k, copysign(gap < 0 ? 0 : weight * (gap + sigma), value) + 0);
  }
}
