// P(v): the isotonic regression of v, on each of its constant pieces the mean of v there.
//
// Pool adjacent violators: blocks from the left, joined while the mean of one is above the next one's. Equal means stay
// apart, so that monotone entries keep their bits. Sums are pairs (sum, rest), the rest what rounding took from the
// sum: a mean keeps its digits where large entries cancel.
//
// A block of one is its entry, untouched. Of a longer one the mean stands in its last entry until all are filled, so
// that what stands before a block is the mean of the block before it, whatever that is.

// a + b − sum exactly, for sum = a + b as rounded (Knuth 1969).
// @ts-ignore: decorator
@inline
function rounding(a: f64, b: f64, sum: f64): f64 {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** scratch: at most d / 2 blocks of more than one entry, (sum, rest, start, end), f64 and u32 each. */
export function projectMonotoneConeF64(v: usize, d: i32, scratch: usize): void {
  const end = v + ((<usize>d) << 3);
  let top = scratch;
  let p = v + 8;
  let before = load<f64>(v);
  while (p < end) {
    const value = load<f64>(p);
    if (!(before > value)) {
      before = value;
      p += 8;
      continue;
    }
    // The block of this entry: [start, p).
    let start = p;
    let sum = value;
    let rest: f64 = 0;
    let count: f64 = 1;
    p += 8;
    do {
      // With the one before it.
      let other = before;
      if (top > scratch && <usize>load<u32>(top - 4) == start) {
        top -= 24;
        other = load<f64>(top);
        rest += load<f64>(top + 8);
        start = <usize>load<u32>(top + 16);
      } else {
        start -= 8;
      }
      const both = other + sum;
      rest += rounding(other, sum, both);
      sum = both;
      count = <f64>((p - start) >> 3);
      // And with the entries after it that are below its mean.
      let total = sum + rest;
      while (p < end) {
        const next = load<f64>(p);
        if (!(total > next * count)) break;
        const more = sum + next;
        rest += rounding(sum, next, more);
        sum = more;
        total = sum + rest;
        count += 1;
        p += 8;
      }
      before = start > v ? load<f64>(start - 8) : -Infinity;
    } while (before * count > sum + rest);
    before = (sum + rest) / count;
    store<f64>(p - 8, before);
    store<f64>(top, sum);
    store<f64>(top + 8, rest);
    store<u32>(top + 16, <u32>start);
    store<u32>(top + 20, <u32>p);
    top += 24;
  }
  for (let block = scratch; block < top; block += 24) {
    const stop = <usize>load<u32>(block + 20);
    const mean = load<f64>(stop - 8);
    const means = f64x2.splat(mean);
    let q = <usize>load<u32>(block + 16);
    for (; q + 16 <= stop; q += 16) v128.store(q, means);
    if (q < stop) store<f64>(q, mean);
  }
}
