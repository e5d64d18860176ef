/** Is a sum of d terms what it should be, up to its rounding? */
// @ts-ignore: decorator
@inline
export function agrees(sum: f64, expected: f64, d: i32): bool {
  return abs(sum - expected) <= <f64>(d + 4) * 2.0 ** -53 * expected;
}
