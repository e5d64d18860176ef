// Success against n: where to measure it.

import type { SuccessPoint } from '../../dist/index.js';

/** Points `step` apart, from `start` to where success is one half and on to where it is rare or common. */
export async function pointsAround(
  start: number,
  step: number,
  measure: (n: number) => Promise<SuccessPoint>,
): Promise<SuccessPoint[]> {
  const points = new Map<number, SuccessPoint>();
  const shareAt = async (n: number) => {
    const point = points.get(n) ?? (await measure(n));
    points.set(n, point);
    return point.successes / point.trials;
  };
  let low = start;
  while (low > step && (await shareAt(low)) >= 0.5) low -= step;
  let high = low + step;
  while ((await shareAt(high)) < 0.5 && high < MOST * step) high += step;
  for (
    let n = high + step;
    n <= high + REACH * step && (await shareAt(n - step)) < 0.9;
    n += step
  ) {
    await shareAt(n);
  }
  for (let n = low; n >= step && n > low - REACH * step && (await shareAt(n)) > 0.1; n -= step);
  return [...points.values()].sort((a, b) => a.n - b.n);
}

// Steps after which a solver is taken for one that does not get there.
const MOST = 100;
// Points beyond those around one half.
const REACH = 3;
