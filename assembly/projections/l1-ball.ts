// P(v)_j = sgn(v_j) max(|v_j| − τ, 0), with τ such that ‖P(v)‖₁ = radius, or v itself inside the ball.
//
// τ by Condat, "Fast projection onto the simplex and the l1 ball" (2016), in observed O(d): one scan keeps the
// candidates that can be above τ while τ grows with each, a second looks at those that were set aside, and the rest
// of the work is on the few candidates left. Sums are f64 in both precisions.

/** radius > 0. scratch: 2 d f64. */
export function projectL1Ball<T>(v: usize, d: i32, scratch: usize, radius: f64): void {
  let norm: f64 = 0;
  const end = v + (<usize>d) * sizeof<T>();
  for (let p = v; p < end; p += sizeof<T>()) norm += abs(<f64>load<T>(p));
  if (norm <= radius) return;

  const kept = scratch;
  const aside = scratch + (<usize>d) * 8;
  let keptEnd = kept;
  let asideEnd = aside;
  let magnitude = abs(<f64>load<T>(v));
  store<f64>(keptEnd, magnitude);
  keptEnd += 8;
  let tau = magnitude - radius;
  let count: f64 = 1;
  for (let p = v + sizeof<T>(); p < end; p += sizeof<T>()) {
    magnitude = abs(<f64>load<T>(p));
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
  } while (keptEnd < before && keptEnd > kept);
  // The running τ has gathered the roundings of its updates; the candidates give it once more, directly.
  let sum: f64 = 0;
  let number: f64 = 0;
  for (let p = kept; p < keptEnd; p += 8) {
    sum += load<f64>(p);
    number += 1;
  }
  if (number > 0) tau = (sum - radius) / number;
  for (let p = v; p < end; p += sizeof<T>()) {
    const value = <f64>load<T>(p);
    // One of the two is 0: a soft threshold that makes no −0.
    store<T>(p, <T>(max<f64>(value - tau, 0) + min<f64>(value + tau, 0)));
  }
}
