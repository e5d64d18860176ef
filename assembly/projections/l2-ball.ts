// P(v) = v · min(1, radius / ‖v‖₂).

/** Divided by the largest entry first, so that no square leaves the range of f64. */
export function projectL2Ball<T>(v: usize, d: i32, scratch: usize, radius: f64): void {
  const bytes = (<usize>d) * sizeof<T>();
  let largest: f64 = 0;
  for (let k: usize = 0; k < bytes; k += sizeof<T>()) largest = max(largest, abs(<f64>load<T>(v + k)));
  if (largest == 0) return;
  let squares: f64 = 0;
  for (let k: usize = 0; k < bytes; k += sizeof<T>()) {
    const u = <f64>load<T>(v + k) / largest;
    squares += u * u;
  }
  const norm = sqrt(squares);
  // norm · largest > radius, asked so that the product cannot overflow.
  if (norm <= radius / largest) return;
  for (let k: usize = 0; k < bytes; k += sizeof<T>()) {
    store<T>(v + k, <T>(((<f64>load<T>(v + k)) / largest / norm) * radius));
  }
}
