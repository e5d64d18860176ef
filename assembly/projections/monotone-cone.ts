// P(v): the isotonic regression of v, on each of its constant pieces the mean of v there.
//
// Pool adjacent violators: blocks from the left, joined while the mean of one is above the next one's. Equal means stay
// apart, so that monotone entries keep their bits. Sums are pairs (sum, rest) of twice the precision: a mean keeps its
// digits where large entries cancel.

// a + b − sum exactly, for sum = a + b as rounded (Knuth 1969).
// @ts-ignore: decorator
@inline
function rounding(a: f64, b: f64, sum: f64): f64 {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

/** scratch: d blocks of (sum, rest, count), f64 each. */
export function projectMonotoneConeF64(v: usize, d: i32, scratch: usize): void {
  const end = v + ((<usize>d) << 3);
  let top = scratch;
  for (let p = v; p < end; p += 8) {
    let sum = load<f64>(p);
    let rest: f64 = 0;
    let count: f64 = 1;
    while (top > scratch && load<f64>(top - 24) / load<f64>(top - 8) > sum / count) {
      top -= 24;
      const before = load<f64>(top);
      const total = before + sum;
      const lost = load<f64>(top + 8) + rest + rounding(before, sum, total);
      sum = total + lost;
      rest = rounding(total, lost, sum);
      count += load<f64>(top + 16);
    }
    store<f64>(top, sum);
    store<f64>(top + 8, rest);
    store<f64>(top + 16, count);
    top += 24;
  }
  let p = v;
  for (let block = scratch; block < top; block += 24) {
    const count = load<f64>(block + 16);
    const mean = load<f64>(block) / count;
    for (const stop = p + ((<usize>count) << 3); p < stop; p += 8) store<f64>(p, mean);
  }
}
