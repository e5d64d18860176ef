// P(v)_j = sgn(v_j) max(|v_j| − τ, 0), with τ such that ‖P(v)‖₁ = radius, or v itself inside the ball.
//
// τ by Condat, "Fast projection onto the simplex and the l1 ball" (2016), in observed O(d): one scan keeps the
// candidates that can be above τ while τ grows with each, a second looks at those that were set aside, and the rest
// of the work is on the few candidates left. Magnitudes and τ are taken less the largest magnitude, which changes
// nothing in the algorithm and keeps every digit of the result however far v is outside. Sums are f64 in both
// precisions.

/** radius > 0. scratch: 2 d f64. */
export function projectL1Ball<T>(v: usize, d: i32, scratch: usize, radius: f64): void {
  let norm: f64 = 0;
  let most: f64 = 0;
  const end = v + (<usize>d) * sizeof<T>();
  for (let p = v; p < end; p += sizeof<T>()) {
    const magnitude = abs(<f64>load<T>(p));
    norm += magnitude;
    most = max(most, magnitude);
  }
  if (norm <= radius) return;

  const kept = scratch;
  const aside = scratch + (<usize>d) * 8;
  let keptEnd = kept;
  let asideEnd = aside;
  let magnitude = abs(<f64>load<T>(v)) - most;
  store<f64>(keptEnd, magnitude);
  keptEnd += 8;
  let tau = magnitude - radius;
  let count: f64 = 1;
  for (let p = v + sizeof<T>(); p < end; p += sizeof<T>()) {
    magnitude = abs(<f64>load<T>(p)) - most;
    if (magnitude > tau) {
      tau += (magnitude - tau) / (count + 1);
      if (tau > magnitude - radius) {
        count += 1;
      } else {
        // This entry alone exceeds what all the kept ones need: they are set aside, and it starts anew.
        memory.copy(asideEnd, kept, keptEnd - kept);
        asideEnd += keptEnd - kept;
        keptEnd = kept;
        tau = magnitude - radius;
        count = 1;
      }
      store<f64>(keptEnd, magnitude);
      keptEnd += 8;
    }
  }
  for (let p = aside; p < asideEnd; p += 8) {
    magnitude = load<f64>(p);
    if (magnitude > tau) {
      store<f64>(keptEnd, magnitude);
      keptEnd += 8;
      count += 1;
      tau += (magnitude - tau) / count;
    }
  }
  let before: usize;
  do {
    before = keptEnd;
    let write = kept;
    for (let p = kept; p < before; p += 8) {
      magnitude = load<f64>(p);
      if (magnitude > tau) {
        store<f64>(write, magnitude);
        write += 8;
      } else {
        count -= 1;
        tau += (tau - magnitude) / count;
      }
    }
    keptEnd = write;
  } while (keptEnd < before);
  // The running τ has gathered the roundings of its updates; the candidates give it once more, directly.
  let sum: f64 = 0;
  for (let p = kept; p < keptEnd; p += 8) sum += load<f64>(p);
  tau = (sum - radius) / count;
  for (let p = v; p < end; p += sizeof<T>()) {
    const value = <f64>load<T>(p);
    const share = max<f64>(abs(value) - most - tau, 0);
    // Adding 0 makes no −0.
    store<T>(p, <T>(copysign(share, value) + 0));
  }
}
