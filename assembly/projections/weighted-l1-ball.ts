// P(v)_j = sgn(v_j) max(|v_j| − τ ω_j, 0), with τ such that Σ ω_j |P(v)_j| = radius, or v itself inside the ball.
//
// By Michelot (1986), with weights: the ratios |v_j|/ω_j have one threshold τ, and ω_j² as weights. Of all of them τ is
// too small; those below it are dropped until none is. Ratios and τ are taken less the largest one, which is sharp
// however far v is outside, and then once more less the τ so found, which is sharp where that is far below the largest.

/** weights: d f64, positive. radius > 0. scratch: 2 d f64. */
export function projectWeightedL1BallF64(v: usize, d: i32, scratch: usize, weights: usize, radius: f64): void {
  const bytes = (<usize>d) << 3;
  let norm: f64 = 0;
  let most: f64 = 0;
  for (let k: usize = 0; k < bytes; k += 8) {
    const magnitude = abs(load<f64>(v + k));
    const weight = load<f64>(weights + k);
    norm += weight * magnitude;
    most = max(most, magnitude / weight);
  }
  if (norm <= radius) return;
  let tau = most;
  let sigma = share(v, bytes, scratch, weights, radius, tau);
  tau -= sigma;
  sigma = share(v, bytes, scratch, weights, radius, tau);
  for (let k: usize = 0; k < bytes; k += 8) {
    const value = load<f64>(v + k);
    const weight = load<f64>(weights + k);
    const share = weight * max<f64>(sigma - (tau - abs(value) / weight), 0);
    // Adding 0 makes no −0.
    store<f64>(v + k, copysign(share, value) + 0);
  }
}

// σ with Σ ω_j² max(σ − (shift − |v_j|/ω_j), 0) = radius, so that τ = shift − σ.
function share(v: usize, bytes: usize, scratch: usize, weights: usize, radius: f64, shift: f64): f64 {
  // The entries that may be left: gap and squared weight of each.
  let end = scratch;
  for (let k: usize = 0; k < bytes; k += 8) {
    const weight = load<f64>(weights + k);
    store<f64>(end, shift - abs(load<f64>(v + k)) / weight);
    store<f64>(end, weight * weight, 8);
    end += 16;
  }
  let sigma = Infinity;
  let previous: f64;
  do {
    previous = sigma;
    let write = scratch;
    let sum = radius;
    let squares: f64 = 0;
    for (let p = scratch; p < end; p += 16) {
      const gap = load<f64>(p);
      const square = load<f64>(p, 8);
      if (gap < sigma) {
        store<f64>(write, gap);
        store<f64>(write, square, 8);
        write += 16;
        sum += square * gap;
        squares += square;
      }
    }
    end = write;
    sigma = sum / squares;
  } while (sigma < previous);
  return sigma;
}
