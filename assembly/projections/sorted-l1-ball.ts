// P(v) for {w : Σ weights_k |w|_(k) ≤ radius}: in the order of the magnitudes, the nonincreasing regression of
// |v|_(k) − λ weights_k, cut at 0, with the λ that puts it on the sphere.
//
// Newton's method for λ, from 0: the norm as a function of λ falls, is convex and piecewise linear, and blocks that are
// pooled or have vanished stay so as λ grows. It ends when a step changes no block. λ is measured by σ, its distance
// from the largest mean / weight of a block: so the shares stay sharp, and one is positive, where λ is much larger.

import { sortMagnitudes } from "../micro/sort";

// A block: (count, mean of |v|, mean of the weights, share), f64 each.
const BLOCK: usize = 32;

/** weights: d f64, nonincreasing, not negative, the first positive. scratch: 8192 + 64d bytes. */
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

  let before: usize;
  do {
    before = end;
    setShares(blocks, end, radius);
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

function setShares(blocks: usize, end: usize, radius: f64): void {
  let last: f64 = 0;
  for (let block = blocks; block < end; block += BLOCK) {
    const weight = load<f64>(block, 16);
    if (weight > 0) last = max(last, load<f64>(block, 8) / weight);
  }
  let sum = radius;
  let mass: f64 = 0;
  for (let block = blocks; block < end; block += BLOCK) {
    const weight = load<f64>(block, 16);
    if (weight == 0) continue;
    const count = load<f64>(block);
    sum += count * weight * (weight * (last - load<f64>(block, 8) / weight));
    mass += count * weight * weight;
  }
  const sigma = sum / mass;
  for (let block = blocks; block < end; block += BLOCK) {
    const mean = load<f64>(block, 8);
    const weight = load<f64>(block, 16);
    store<f64>(block, weight > 0 ? weight * (sigma - (last - mean / weight)) : mean, 24);
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
      const both = load<f64>(top) + count;
      const part = count / both;
      count = both;
      mean = load<f64>(top, 8) + (mean - load<f64>(top, 8)) * part;
      weight = load<f64>(top, 16) + (weight - load<f64>(top, 16)) * part;
      share = load<f64>(top, 24) + (share - load<f64>(top, 24)) * part;
    }
    store<f64>(top, count);
    store<f64>(top, mean, 8);
    store<f64>(top, weight, 16);
    store<f64>(top, share, 24);
    top += BLOCK;
  }
  return top;
}
