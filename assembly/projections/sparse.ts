// P(v): the s entries of largest magnitude stay, the others become 0; among equals the lowest index stays.
//
// The s-th largest magnitude is found by radix selection on the bits of |v|, whose order as integers is their order
// as numbers. A pass counts one digit of the candidates, finds the digit of the s-th largest, and keeps only the
// candidates that share it, so the passes after the first are short, and the worst case (all equal) is 3 passes for
// f32 and 6 for f64: O(d) without a random pivot and without an input that is bad for it. A short vector takes shorter
// digits, so that its passes are as short. Few that stay are found in one pass, in a list of the largest so far.

const DIGIT: i32 = 11;
const BUCKETS: i32 = 1 << DIGIT;

// The longest list: an entry that enters it moves at most as many.
const FEW: i32 = 8;

// The bits of a number as an integer of the same order: of its magnitude, or with its sign. With the sign, −0 < 0
// would part equals, and 0 + (−0) = 0.
// @ts-ignore: decorator
@inline
function key<T, Order>(p: usize): u64 {
  if (isSigned<Order>()) {
    const bits = reinterpret<i64>(<f64>load<T>(p) + 0);
    return <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
  }
  if (sizeof<T>() == 4) return <u64>(load<u32>(p) & 0x7fff_ffff);
  return load<u64>(p) & 0x7fff_ffff_ffff_ffff;
}

/** The s largest keys in falling order, in the list; s < d. */
// @ts-ignore: decorator
@inline
function listLargest<T, Order>(v: usize, d: i32, list: usize, s: i32): void {
  const last = list + ((<usize>(s - 1)) << 3);
  let count = 0;
  for (let i = 0; i < d; i++) {
    const m = key<T, Order>(v + (<usize>i) * sizeof<T>());
    if (count == s && m <= load<u64>(last)) continue;
    let place = last;
    if (count < s) {
      place = list + ((<usize>count) << 3);
      count++;
    }
    for (; place > list && load<u64>(place - 8) < m; place -= 8) store<u64>(place, load<u64>(place - 8));
    store<u64>(place, m);
  }
}

/** 1 ≤ s. scratch: 8 KiB for the counts, then d u64 for the candidates. */
export function projectSparse<T>(v: usize, d: i32, scratch: usize, s: i32): void {
  keepLargest<T, u64>(v, d, scratch, s, <T>0);
}

/** The s largest stay, in magnitude where Order is u64, with their signs where it is i64; the others become `rest`. */
export function keepLargest<T, Order>(v: usize, d: i32, scratch: usize, s: i32, rest: T): void {
  if (s >= d) return;
  if (s <= FEW) {
    listLargest<T, Order>(v, d, scratch, s);
    const least = load<u64>(scratch + ((<usize>(s - 1)) << 3));
    let equals = 0;
    for (let k = 0; k < s; k++) equals += i32(load<u64>(scratch + ((<usize>k) << 3)) == least);
    keepFrom<T, Order>(v, d, least, equals, rest);
    return;
  }
  const counts = scratch;
  const candidates = scratch + (<usize>BUCKETS) * 4;
  let left = d;
  // How many of the candidates stay.
  let rank = s;
  let bits: i32 = isSigned<Order>() ? 64 : sizeof<T>() == 4 ? 31 : 63;
  let first = true;
  while (bits > 0 && left > rank) {
    // Up to four buckets for each entry.
    const width = min(min(DIGIT, 34 - clz(d)), bits);
    const shift = <u64>(bits - width);
    const mask: u64 = (1 << <u64>width) - 1;
    memory.fill(counts, 0, <usize>4 << <usize>width);
    for (let i = 0; i < left; i++) {
      const m = first ? key<T, Order>(v + (<usize>i) * sizeof<T>()) : load<u64>(candidates + ((<usize>i) << 3));
      const slot = counts + ((<usize>((m >> shift) & mask)) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
    let digit = <i32>mask;
    let inBucket = load<i32>(counts + ((<usize>digit) << 2));
    while (inBucket < rank) {
      rank -= inBucket;
      digit--;
      inBucket = load<i32>(counts + ((<usize>digit) << 2));
    }
    let kept = 0;
    for (let i = 0; i < left; i++) {
      const m = first ? key<T, Order>(v + (<usize>i) * sizeof<T>()) : load<u64>(candidates + ((<usize>i) << 3));
      store<u64>(candidates + ((<usize>kept) << 3), m);
      kept += i32(((m >> shift) & mask) == <u64>digit);
    }
    left = kept;
    bits -= width;
    first = false;
  }
  // Of the candidates, which agree in every digit looked at, `rank` stay: all of them, or equals by index.
  let threshold = load<u64>(candidates);
  for (let i = 1; i < left; i++) threshold = min(threshold, load<u64>(candidates + ((<usize>i) << 3)));
  keepFrom<T, Order>(v, d, threshold, left > rank ? rank : <i32>0x7fff_ffff, rest);
}

/** Entries above the threshold stay, and the first `equals` at it; the others become `rest`. */
function keepFrom<T, Order>(v: usize, d: i32, threshold: u64, equals: i32, rest: T): void {
  for (let i = 0; i < d; i++) {
    const p = v + (<usize>i) * sizeof<T>();
    const m = key<T, Order>(p);
    if (m < threshold) {
      store<T>(p, rest);
    } else if (m == threshold) {
      if (equals == 0) store<T>(p, rest);
      else equals--;
    }
  }
}
