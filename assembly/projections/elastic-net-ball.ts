// P(v)_j = sgn(v_j) max(|v_j| − λ, 0) / (1 + λμ), with λ such that ‖P(v)‖₁ + (μ/2)‖P(v)‖² = radius, or v itself inside.
//
// In x_j = 1 + μ|v_j| and t = 1 + μλ the boundary is Σ (x_j²/t² − 1) = 2μ·radius, over the entries x_j > t. Of all
// entries t is too small; those below it are dropped until none is (Michelot 1986). x and t are taken over the largest
// x, entries as gaps below the largest, and of λ what is left of that, σ: no sum cancels, and the result is sharp
// however far v is outside, for all mu and radius in the range of numbers with a product of at most 1e300.

/** mu, radius > 0. scratch: d f64. */
export function projectElasticNetBallF64(v: usize, d: i32, scratch: usize, mu: f64, radius: f64): void {
  const last = v + ((<usize>d) << 3);
  let size: f64 = 0;
  let most: f64 = 0;
  for (let p = v; p < last; p += 8) {
    const magnitude = abs(load<f64>(p));
    size += magnitude * (1 + mu / 2 * magnitude);
    most = max(most, magnitude);
  }
  if (size <= radius) return;
  // Half of 1/μ + max |v_j|, which is in range where the double is not.
  const top = mu * most;
  const half = 0.5 / mu + most / 2;
  let end = scratch;
  for (let p = v; p < last; p += 8) {
    store<f64>(end, most - abs(load<f64>(p)));
    end += 8;
  }
  let t: f64 = 1;
  let sigma = Infinity;
  let previous: f64;
  do {
    previous = sigma;
    // So that the sum of gaps is not above the largest.
    const unit = 0.5 / <f64>((end - scratch) >> 3);
    let write = scratch;
    let squares: f64 = 0;
    let sum: f64 = 0;
    for (let p = scratch; p < end; p += 8) {
      const gap = load<f64>(p);
      if (gap < sigma) {
        store<f64>(write, gap);
        write += 8;
        const x = 1 - gap / 2 / half;
        squares += x * x;
        sum += gap * ((1 + x) * unit);
      }
    }
    end = write;
    const count = <f64>((end - scratch) >> 3) + 2 * (mu * radius);
    t = sqrt(squares / count);
    const level = top < Infinity ? radius / count * (1 + top) : most * (mu * radius / count);
    sigma = (level + sum * (0.5 / unit / count)) * (2 / (1 + t));
  } while (sigma < previous);
  for (let p = v; p < last; p += 8) {
    const value = load<f64>(p);
    const left = max<f64>(sigma - (most - abs(value)), 0);
    const share = top < Infinity ? left / (1 + top) / t : left / half / (2 * t) / mu;
    // Adding 0 makes no −0.
    store<f64>(p, copysign(share, value) + 0);
  }
}
