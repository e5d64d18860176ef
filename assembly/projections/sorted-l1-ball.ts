// P(v) for {w : Σ weights_k |w|_(k) ≤ radius}: in the order of the magnitudes, the nonincreasing regression of
// |v|_(k) − λ weights_k, cut at 0, with the λ that puts it on the sphere.
//
// Newton's method for λ, from 0: the norm as a function of λ falls, is convex and piecewise linear, and blocks that are
// pooled or have vanished stay so as λ grows. It ends when a step changes no block. λ is measured by its distance from
// the least mean / weight of a block: the norm there is a sum of positive terms, and so are the shares in the end.

import { sortMagnitudes } from "../micro/sort";

// A block: (count, mean of |v|, mean of the weights, share), f64 each.
const BLOCK: usize = 32;

/** weights: d f64, nonincreasing, not negative, the first of size 1. scratch: 8192 + 64d bytes. */
export function projectSortedL1BallF64(v: usize, d: i32, scratch: usize, weights: usize, radius: f64): void {
  const records = scratch + 8192;
  const spare = records + ((<usize>d) << 4);
  const blocks = spare + ((<usize>d) << 4);
  const order = sortMagnitudes(v, d, scratch, records, spare);
  let norm: f64 = 0;
  let end = blocks;
  for (let k = 0; k < d; k++) {
    const magnitude = load<f64>(order + ((<usize>k) << 4));
    const weight = load<f64>(weights + ((<usize>k) << 3));
    norm += weight * magnitude;
    store<f64>(end, 1);
    store<f64>(end, magnitude, 8);
    store<f64>(end, weight, 16);
    end += BLOCK;
  }
  if (norm <= radius) return;

  // So much less far than Newton's step, for the rounding of its sum.
  const caution = 1 - <f64>(d + 4) * 2.0 ** -51;
  let before: usize;
  do {
    before = end;
    setShares(blocks, end, radius, caution);
    end = pool(blocks, end);
    // The first block is positive, and stays.
    while (end > blocks + BLOCK && !(load<f64>(end - BLOCK, 24) > 0)) end -= BLOCK;
  } while (end < before);

  let record = order;
  for (let block = blocks; block < end; block += BLOCK) {
    const share = load<f64>(block, 24);
    for (const stop = record + ((<usize>load<f64>(block)) << 4); record < stop; record += 16) put(v, record, share);
  }
  for (const stop = order + ((<usize>d) << 4); record < stop; record += 16) put(v, record, 0);
}

// @ts-ignore: decorator
@inline
function put(v: usize, record: usize, share: f64): void {
  const p = v + (<usize>load<u64>(record, 8) << 3);
  // Adding 0 makes no −0.
  store<f64>(p, copysign(share, load<f64>(p)) + 0);
}

// The shares at the λ where the blocks, as they are, have norm `radius`. A weight that vanishes beside its mean is none.
function setShares(blocks: usize, end: usize, radius: f64, caution: f64): void {
  let base = Infinity;
  for (let block = blocks; block < end; block += BLOCK) {
    const weight = load<f64>(block, 16);
    const ratio = weight > 0 ? load<f64>(block, 8) / weight : Infinity;
    store<f64>(block, ratio, 24);
    base = min(base, ratio);
  }
  let sum: f64 = 0;
  let mass: f64 = 0;
  for (let block = blocks; block < end; block += BLOCK) {
    const ratio = load<f64>(block, 24);
    if (ratio == Infinity) continue;
    const weight = load<f64>(block, 16);
    const count = load<f64>(block);
    sum += count * weight * (weight * (ratio - base));
    mass += count * weight * weight;
  }
  const sigma = (radius - sum) / mass;
  const lambda = base - sigma * caution;
  for (let block = blocks; block < end; block += BLOCK) {
    const ratio = load<f64>(block, 24);
    const left = sigma < 0 ? ratio - lambda : ratio - base + sigma;
    store<f64>(block, ratio == Infinity ? load<f64>(block, 8) : load<f64>(block, 16) * left, 24);
  }
}

// Joins a block with the ones before while its share is above theirs. Answers the new end.
function pool(blocks: usize, end: usize): usize {
  let top = blocks;
  for (let block = blocks; block < end; block += BLOCK) {
    let count = load<f64>(block);
    let mean = load<f64>(block, 8);
    let weight = load<f64>(block, 16);
    let share = load<f64>(block, 24);
    while (top > blocks && load<f64>(top - BLOCK, 24) < share) {
      top -= BLOCK;
      const before = load<f64>(top);
      const both = before + count;
      mean = joined(load<f64>(top, 8), before, mean, count, both);
      weight = joined(load<f64>(top, 16), before, weight, count, both);
      share = joined(load<f64>(top, 24), before, share, count, both);
      count = both;
    }
    store<f64>(top, count);
    store<f64>(top, mean, 8);
    store<f64>(top, weight, 16);
    store<f64>(top, share, 24);
    top += BLOCK;
  }
  return top;
}

// The mean of m and n numbers whose means are a and b. Equal ones stay what they are; from the larger block it keeps its
// digits.
// @ts-ignore: decorator
@inline
function joined(a: f64, m: f64, b: f64, n: f64, both: f64): f64 {
  return m < n ? b + (a - b) * (m / both) : a + (b - a) * (n / both);
}
