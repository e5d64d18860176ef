// P(v)_j = lower or upper, which is nearer; in the middle lower.

/** lower < upper, middle = (lower + upper) / 2. */
export function projectBinaryF64(
  v: usize, d: i32, scratch: usize, lower: f64, upper: f64, middle: f64,
): void {
  for (let p = v; p < v + ((<usize>d) << 3); p += 8) store<f64>(p, load<f64>(p) <= middle ? lower : upper);
}
