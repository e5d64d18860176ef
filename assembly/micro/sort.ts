// Magnitudes in descending order, by radix sort on their bits, whose order as integers is their order as numbers.

const DIGIT: i32 = 11;
const BUCKETS: usize = 1 << 11;

/**
 * Records (|v_j|, j), an f64 and a u64, in descending order of |v_j|, equals by index: from the least digit, six passes
 * at most, without those whose digit is the same in all. Answers where the records are, one of the two places.
 * counts: 8 KiB; records, spare: 16d bytes each.
 */
export function sortMagnitudes(v: usize, d: i32, counts: usize, records: usize, spare: usize): usize {
  const bytes = (<usize>d) << 4;
  for (let j = 0; j < d; j++) {
    const record = records + ((<usize>j) << 4);
    store<f64>(record, abs(load<f64>(v + ((<usize>j) << 3))));
    store<u64>(record, <u64>j, 8);
  }
  for (let shift: u64 = 0; shift < 63; shift += DIGIT) {
    memory.fill(counts, 0, BUCKETS << 2);
    for (let p = records; p < records + bytes; p += 16) {
      const count = counts + (((<usize>(load<u64>(p) >> shift)) & (BUCKETS - 1)) << 2);
      store<i32>(count, load<i32>(count) + 1);
    }
    const first = counts + (((<usize>(load<u64>(records) >> shift)) & (BUCKETS - 1)) << 2);
    if (load<i32>(first) == d) continue;
    // A count becomes the place of its first record, the largest digit first.
    let place = 0;
    for (let count = counts + (BUCKETS << 2); count > counts; ) {
      count -= 4;
      const size = load<i32>(count);
      store<i32>(count, place);
      place += size;
    }
    for (let p = records; p < records + bytes; p += 16) {
      const count = counts + (((<usize>(load<u64>(p) >> shift)) & (BUCKETS - 1)) << 2);
      const at = load<i32>(count);
      store<i32>(count, at + 1);
      v128.store(spare + ((<usize>at) << 4), v128.load(p));
    }
    const sorted = spare;
    spare = records;
    records = sorted;
  }
  return records;
}
