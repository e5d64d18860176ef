// The τ of Σ max(u_j − τ, 0) = radius, for u_j = v_j − most or, for the ℓ1 ball, |v_j| − most.
//
// By Condat, "Fast projection onto the simplex and the l1 ball" (2016), in observed O(d): one scan keeps the
// candidates that can be above τ while τ grows with each, a second looks at those that were set aside, and the rest
// of the work is on the few candidates left. That entries and τ are taken less the largest entry changes nothing in
// the algorithm and keeps every digit of the result however far v is outside.

// @ts-ignore: decorator
@inline
function entry<T>(p: usize, magnitudes: bool): f64 {
  const value = <f64>load<T>(p);
  return magnitudes ? abs(value) : value;
}

/** most: the largest v_j or |v_j|. radius > 0. scratch: 2 d f64. `magnitudes` is constant where it is called. */
// @ts-ignore: decorator
@inline
export function simplexThreshold<T>(
  v: usize, d: i32, scratch: usize, magnitudes: bool, most: f64, radius: f64,
): f64 {
  const end = v + (<usize>d) * sizeof<T>();
  const kept = scratch;
  const aside = scratch + (<usize>d) * 8;
  let keptEnd = kept;
  let asideEnd = aside;
  let u = entry<T>(v, magnitudes) - most;
  store<f64>(keptEnd, u);
  keptEnd += 8;
  let tau = u - radius;
  let count: f64 = 1;
  for (let p = v + sizeof<T>(); p < end; p += sizeof<T>()) {
    u = entry<T>(p, magnitudes) - most;
    if (u > tau) {
      tau += (u - tau) / (count + 1);
      if (tau > u - radius) {
        count += 1;
      } else {
        // This entry alone exceeds what all the kept ones need: they are set aside, and it starts anew.
        memory.copy(asideEnd, kept, keptEnd - kept);
        asideEnd += keptEnd - kept;
        keptEnd = kept;
        tau = u - radius;
        count = 1;
      }
      store<f64>(keptEnd, u);
      keptEnd += 8;
    }
  }
  for (let p = aside; p < asideEnd; p += 8) {
    u = load<f64>(p);
    if (u > tau) {
      store<f64>(keptEnd, u);
      keptEnd += 8;
      count += 1;
      tau += (u - tau) / count;
    }
  }
  let before: usize;
  do {
    before = keptEnd;
    let write = kept;
    for (let p = kept; p < before; p += 8) {
      u = load<f64>(p);
      if (u > tau) {
        store<f64>(write, u);
        write += 8;
      } else {
        count -= 1;
        tau += (tau - u) / count;
      }
    }
    keptEnd = write;
  } while (keptEnd < before);
  // The running τ has gathered the roundings of its updates; the candidates give it once more, directly.
  let sum: f64 = 0;
  for (let p = kept; p < keptEnd; p += 8) sum += load<f64>(p);
  return (sum - radius) / count;
}
