// P(v)_j = max(v_j − τ, 0) on the s largest entries of v, with τ such that their sum is radius, and 0 elsewhere.

import { keepLargest } from "./sparse";

/** 1 ≤ s, radius > 0. scratch: as for projectSparse. */
export function projectSparseSimplexF64(v: usize, d: i32, scratch: usize, s: i32, radius: f64): void {
  if (inside(v, d, s, radius)) return;
  // What is not selected lies infinitely far below the threshold.
  keepLargest<f64, i64>(v, d, scratch, s, -Infinity);
  const end = v + ((<usize>d) << 3);
  let most = -Infinity;
  for (let p = v; p < end; p += 8) most = max(most, load<f64>(p));
  const sigma = share(v, end, scratch, most, radius);
  for (let p = v; p < end; p += 8) store<f64>(p, max<f64>(sigma - (most - load<f64>(p)), 0));
}

// A point of the set keeps its bits.
function inside(v: usize, d: i32, s: i32, radius: f64): bool {
  let sum: f64 = 0;
  let nonzeros = 0;
  for (let p = v; p < v + ((<usize>d) << 3); p += 8) {
    const x = load<f64>(p);
    if (x < 0) return false;
    sum += x;
    nonzeros += i32(x != 0);
  }
  return sum == radius && nonzeros <= s;
}

// σ = max v_j − τ: of the entries within σ of the largest, σ is the mean of radius and their gaps; dropping those that
// are further lowers it, and when none is dropped it is right (Michelot 1986). It begins with those within radius.
function share(v: usize, end: usize, gaps: usize, most: f64, radius: f64): f64 {
  let write = gaps;
  let sum = radius;
  for (let p = v; p < end; p += 8) {
    const gap = most - load<f64>(p);
    if (gap < radius) {
      store<f64>(write, gap);
      write += 8;
      sum += gap;
    }
  }
  while (write > gaps) {
    const read = write;
    const sigma = sum / <f64>(<i32>((read - gaps) >> 3));
    write = gaps;
    sum = radius;
    for (let p = gaps; p < read; p += 8) {
      const gap = load<f64>(p);
      if (gap < sigma) {
        store<f64>(write, gap);
        write += 8;
        sum += gap;
      }
    }
    if (write == read) return sigma;
  }
  // The largest entry is always within, unless one is not a number.
  return radius;
}
