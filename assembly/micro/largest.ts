/** max |v_j|, of f64. */
export function largestMagnitude(v: usize, d: i32): f64 {
  let largest: f64 = 0;
  for (let p = v; p < v + ((<usize>d) << 3); p += 8) largest = max(largest, abs(load<f64>(p)));
  return largest;
}
