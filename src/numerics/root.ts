/**
 * A zero of f in [low, high], where f(low) and f(high) have opposite signs (or one is 0), to the last digits.
 *
 * Inverse quadratic interpolation where it can be trusted, bisection where not: never more than a few times
 * the steps of bisection, usually about ten. NaN where the signs are equal.
 *
 * @see T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
 * function without using derivatives" (1997).
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let [a, b, c] = [high, low, high];
  let [fa, fb, fc] = [f(high), f(low), 0];
  if (fa === 0) return high;
  if (fb === 0) return low;
  if (!(fa > 0 !== fb > 0)) return NaN;
  fc = fa;
  // The fraction of the way from a to b.
  let t = 0.5;
  for (;;) {
    const x = a + t * (b - a);
    const fx = f(x);
    if (fx > 0 === fa > 0) {
      [c, fc] = [a, fa];
    } else {
      [c, fc, b, fb] = [b, fb, a, fa];
    }
    [a, fa] = [x, fx];
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const least = (2 ** -52 * Math.abs(best) + Number.MIN_VALUE) / Math.abs(b - a);
    if (fx === 0 || !(least < 0.5)) return fx === 0 ? x : best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    t =
      phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi
        ? (fa / (fb - fa)) * (fc / (fb - fc)) +
          ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
        : 0.5;
    t = Math.min(1 - least, Math.max(least, t));
  }
}

/** The zero t ≥ 0 of an increasing f, bracketed by doubling from 1; 0 where f(0) is not negative. */
export function findIncreasingRoot(f: (t: number) => number): number {
  if (f(0) >= 0) return 0;
  let high = 1;
  while (f(high) < 0 && high < Number.MAX_VALUE) high *= 2;
  return findRoot(f, 0, high);
}
