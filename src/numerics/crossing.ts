// Below it numbers lose digits.
const SMALLEST = 2 ** -1022;

/**
 * The two neighbouring numbers t > 0 between which the nonincreasing f goes from above 0 to at most 0: [below, above] with
 * f(below) > 0 ≥ f(above), and below = above where f is 0 there. Undefined where f is above 0 at every number.
 *
 * From `start` outwards by factors that are squared each time, to the geometric mean until the bracket is within a
 * factor of 2, then the ITP method: never more steps than bisection (and two), few where f is smooth or piecewise linear.
 *
 * @see I. F. D. Oliveira, R. H. C. Takahashi, "An enhancement of the bisection method average performance preserving
 * minmax optimality" (2020).
 */
export function crossing(
  f: (t: number) => number,
  start: number,
): { below: number; above: number } | undefined {
  let [below, above] = [0, Infinity];
  let [high, low] = [NaN, NaN];
  const ask = (t: number) => {
    const value = f(t);
    if (value > 0) [below, high] = [t, value];
    else [above, low] = [t, value];
    return value;
  };
  let t = start;
  for (let factor = 4; ; factor *= factor) {
    if (ask(t) === 0) return { below: t, above: t };
    if (below > 0 && above < Infinity) break;
    if (t === SMALLEST) return { below: 0, above };
    if (t === Number.MAX_VALUE) return undefined;
    t = below > 0 ? Math.min(t * factor, Number.MAX_VALUE) : Math.max(t / factor, SMALLEST);
  }
  while (above / below > 2) {
    const middle = Math.sqrt(below) * Math.sqrt(above);
    if (ask(middle) === 0) return { below: middle, above: middle };
  }
  const spacing = 2 ** -52 * below;
  const most = Math.ceil(Math.log2((above - below) / spacing)) + 1;
  for (let k = 0; ; k++) {
    const width = above - below;
    const middle = below + width / 2;
    if (!(middle > below && middle < above)) return { below, above };
    const secant = (high * above - low * below) / (high - low);
    const toward = Math.sign(middle - secant);
    const truncated =
      Math.abs(middle - secant) < 0.2 * width
        ? middle
        : secant + toward * Math.min(0.2 * width, width ** 2 / above);
    const room = spacing * 2 ** (most - k) - width / 2;
    const near = Math.abs(truncated - middle) <= room ? truncated : middle - toward * room;
    const next = near > below && near < above ? near : middle;
    if (ask(next) === 0) return { below: next, above: next };
  }
}
