// The entries of a group of v. Groups are two lists of i32: where each begins among the indices, with their end at
// last; then the indices, ascending within a group.

/** The entries of a group side by side: in v itself where its m indices are consecutive, else copied to `room`. */
export function gather(v: usize, indices: usize, m: i32, room: usize): usize {
  const first = load<i32>(indices);
  if (load<i32>(indices + ((<usize>(m - 1)) << 2)) - first == m - 1) return v + ((<usize>first) << 3);
  for (let i = 0; i < m; i++) {
    store<f64>(room + ((<usize>i) << 3), load<f64>(v + ((<usize>load<i32>(indices + ((<usize>i) << 2))) << 3)));
  }
  return room;
}

/** Puts entries that `gather` copied to `room` back into v. */
export function scatter(entries: usize, room: usize, v: usize, indices: usize, m: i32): void {
  if (entries != room) return;
  for (let i = 0; i < m; i++) {
    store<f64>(v + ((<usize>load<i32>(indices + ((<usize>i) << 2))) << 3), load<f64>(room + ((<usize>i) << 3)));
  }
}

/** norms[g] = ‖v_g‖₂ for the `count` groups; room: f64 for the largest group. */
export function groupNorms(v: usize, offsets: usize, indices: usize, count: i32, norms: usize, room: usize): void {
  for (let g = 0; g < count; g++) {
    const begin = load<i32>(offsets);
    offsets += 4;
    const m = load<i32>(offsets) - begin;
    store<f64>(norms, norm(gather(v, indices + ((<usize>begin) << 2), m, room), m));
    norms += 8;
  }
}

/** Divided by the largest entry first, so that no square leaves the range of f64. */
function norm(entries: usize, m: i32): f64 {
  const end = entries + ((<usize>m) << 3);
  let largest: f64 = 0;
  for (let p = entries; p < end; p += 8) largest = max(largest, abs(load<f64>(p)));
  if (largest == 0) return 0;
  let squares: f64 = 0;
  for (let p = entries; p < end; p += 8) {
    const u = load<f64>(p) / largest;
    squares += u * u;
  }
  return largest * sqrt(squares);
}
