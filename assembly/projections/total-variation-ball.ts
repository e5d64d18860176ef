// P(v) for {w : Σ |w_{j+1} − w_j| ≤ radius}: argmin ½‖w − v‖² + λ Σ |w_{j+1} − w_j| with the λ that makes it radius.
//
// The path of fusions (Hoefling 2010): as λ grows neighbouring blocks meet, one pair at a time, and stay together;
// between two meetings the variation is linear in λ. The path is followed to the end, where all is one block, and back
// to the segment where the variation is radius, which adds nothing but positive numbers. The jumps there are known by
// what is left of λ until they vanish, and stay sharp where λ is much larger.
//
// A block has the index of its first entry, and so has the boundary on its left. The entries of a block are, at λ,
// mean + λ (sign on its right − sign on its left) / count, with the signs of the jumps there, which are those of v.
//
// One entry of scratch holds, by index: mean, sign, count and left neighbour of a block; place, λ and slope of a
// meeting. Then come the leaves and nodes of a tree of minima: the λ at which each boundary vanishes.

const ENTRY: usize = 48;

// @ts-ignore: decorator
@inline
function entry(scratch: usize, j: i32): usize {
  return scratch + (<usize>j) * ENTRY;
}

// @ts-ignore: decorator
@inline
function mean(p: usize): f64 {
  return load<f64>(p);
}

// @ts-ignore: decorator
@inline
function sign(p: usize): f64 {
  return load<f64>(p, 8);
}

// @ts-ignore: decorator
@inline
function count(p: usize): i32 {
  return load<i32>(p, 16);
}

// @ts-ignore: decorator
@inline
function left(p: usize): i32 {
  return load<i32>(p, 20);
}

/** scratch: 48 (d + 1) bytes, then 16 for each of the d leaves, d rounded up to a power of two: 80d + 48 in all. */
export function projectTotalVariationBallF64(v: usize, d: i32, scratch: usize, radius: f64): void {
  let variation: f64 = 0;
  for (let j = 1; j < d; j++) variation += abs(at(v, j) - at(v, j - 1));
  if (variation <= radius) return;

  // Less the mean, so that a large constant takes no digits.
  const origin = at(v, 0) + average(v, 0, d, at(v, 0));
  for (let j = 0; j <= d; j++) {
    const p = entry(scratch, j);
    store<f64>(p, j < d ? at(v, j) - origin : 0);
    store<f64>(p, j == 0 || j == d ? 0 : at(v, j) < at(v, j - 1) ? -1 : 1, 8);
    store<i32>(p, 1, 16);
    store<i32>(p, j - 1, 20);
  }
  let size = 1;
  while (size < d) size <<= 1;
  const tree = entry(scratch, d + 1);
  for (let node = 1; node < 2 * size; node++) store<f64>(tree + ((<usize>node) << 3), Infinity);
  for (let j = 1; j < d; j++) setLeaf(tree, size, j, vanishes(scratch, j));

  let meetings = 0;
  let lambda: f64 = 0;
  // A NaN ends it too.
  while (load<f64>(tree, 8) < Infinity) {
    const least = load<f64>(tree, 8);
    lambda = max(lambda, least);
    let node = 1;
    while (node < size) node = 2 * node + i32(load<f64>(tree + ((<usize>node) << 4)) != least);
    const j = node - size;
    const q = entry(scratch, j);
    const a = left(q);
    const p = entry(scratch, a);
    const end = j + count(q);
    const m = <f64>count(p);
    const n = <f64>count(q);
    const lever = (sign(q) - sign(p)) * n - (sign(entry(scratch, end)) - sign(q)) * m;
    const meeting = entry(scratch, meetings++);
    store<i32>(meeting, j, 24);
    store<f64>(meeting, lambda, 32);
    store<f64>(meeting, (lever / m / n) * (lever / (m + n)), 40);
    store<f64>(p, mean(p) + (mean(q) - mean(p)) * (n / (m + n)));
    store<i32>(p, end - a, 16);
    store<i32>(entry(scratch, end), a, 20);
    setLeaf(tree, size, j, Infinity);
    if (a > 0) setLeaf(tree, size, a, vanishes(scratch, a));
    if (end < d) setLeaf(tree, size, end, vanishes(scratch, end));
  }
  if (meetings < d - 1) return;

  let k = meetings - 1;
  let slope = load<f64>(entry(scratch, k), 40);
  let total: f64 = 0;
  for (; k > 0; k--) {
    const meeting = entry(scratch, k);
    const more = total + slope * (load<f64>(meeting, 32) - load<f64>(meeting - ENTRY, 32));
    if (more > radius) break;
    total = more;
    slope += load<f64>(meeting - ENTRY, 40);
  }
  lambda = load<f64>(entry(scratch, k), 32);
  const rest = (radius - total) / slope;

  // The leaves of boundaries that stand there become 0, from k on.
  for (let i = k; i < meetings; i++) store<f64>(leaf(tree, size, load<i32>(entry(scratch, i), 24)), 0);
  for (let start = 0; start < d; ) {
    let end = start + 1;
    while (end < d && load<f64>(leaf(tree, size, end)) != 0) end++;
    const p = entry(scratch, start);
    store<f64>(p, average(v, start, end, origin));
    store<i32>(p, end - start, 16);
    store<i32>(entry(scratch, end), start, 20);
    start = end;
  }
  let sum: f64 = 0;
  for (let j = count(scratch); j < d; j += count(entry(scratch, j))) {
    const q = entry(scratch, j);
    const pace = rate(scratch, j);
    const jump = pace > 0
      ? pace * (max(vanishes(scratch, j) - lambda, 0) + rest)
      : abs(mean(q) - mean(entry(scratch, left(q))));
    store<f64>(leaf(tree, size, j), jump);
    sum += jump;
  }
  // What they sum to beside radius is rounding of v. Then the mean of v is given back to their running sum.
  let height: f64 = 0;
  let heights: f64 = 0;
  store<f64>(scratch, 0);
  for (let j = count(scratch); j < d; j += count(entry(scratch, j))) {
    const q = entry(scratch, j);
    height += sign(q) * load<f64>(leaf(tree, size, j)) * (radius / sum);
    store<f64>(q, height);
    heights += (height * <f64>count(q)) / <f64>d;
  }
  const base = origin + (average(v, 0, d, origin) - heights);
  for (let start = 0; start < d; ) {
    const p = entry(scratch, start);
    const end = start + count(p);
    for (; start < end; start++) store<f64>(v + ((<usize>start) << 3), base + mean(p));
  }
}

// @ts-ignore: decorator
@inline
function at(v: usize, j: i32): f64 {
  return load<f64>(v + ((<usize>j) << 3));
}

// The mean of v_start … v_{end − 1}, less origin; that of equals is exact.
function average(v: usize, start: i32, end: i32, origin: f64): f64 {
  let mean: f64 = 0;
  for (let j = start; j < end; j++) mean += (at(v, j) - origin - mean) / <f64>(j - start + 1);
  return mean;
}

/** At which rate the jump at j shrinks. */
function rate(scratch: usize, j: i32): f64 {
  const q = entry(scratch, j);
  const p = entry(scratch, left(q));
  const next = entry(scratch, j + count(q));
  return (1 - sign(q) * sign(p)) / <f64>count(p) + (1 - sign(q) * sign(next)) / <f64>count(q);
}

/** The λ where the jump at j is none; NaN for a jump of 0 that does not shrink. */
function vanishes(scratch: usize, j: i32): f64 {
  const q = entry(scratch, j);
  return (sign(q) * (mean(q) - mean(entry(scratch, left(q))))) / rate(scratch, j);
}

// @ts-ignore: decorator
@inline
function leaf(tree: usize, size: i32, j: i32): usize {
  return tree + ((<usize>(size + j)) << 3);
}

function setLeaf(tree: usize, size: i32, j: i32, value: f64): void {
  store<f64>(leaf(tree, size, j), isNaN(value) ? Infinity : value);
  for (let node = (size + j) >> 1; node > 0; node >>= 1) {
    const children = tree + ((<usize>node) << 4);
    store<f64>(tree + ((<usize>node) << 3), min(load<f64>(children), load<f64>(children, 8)));
  }
}
