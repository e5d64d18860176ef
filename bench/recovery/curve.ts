// Success against n: where to measure it, and where it is one half.

import { wilsonInterval } from '../../dist/index.js';

export interface Point {
  readonly n: number;
  readonly successes: number;
  readonly trials: number;
}

/** n at which success is one half, and where the ends of Wilson's interval are. */
export interface Halfway {
  readonly n: number;
  readonly low: number;
  readonly high: number;
}

/** Points `step` apart, from `start` to where success is one half and on to where it is rare or common. */
export async function pointsAround(
  start: number,
  step: number,
  measure: (n: number) => Promise<Point>,
): Promise<Point[]> {
  const points = new Map<number, Point>();
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

/** Where the increasing function nearest to the points is one half, between points by a line; the ends likewise. */
export function halfway(points: readonly Point[]): Halfway {
  const crossing = (value: (point: Point) => number) => {
    const fitted = increasing(points, value);
    const k = fitted.findIndex((share) => share >= 0.5);
    if (k < 0) return Infinity;
    if (k === 0) return points[0].n;
    const part = (0.5 - fitted[k - 1]) / (fitted[k] - fitted[k - 1]);
    return points[k - 1].n + part * (points[k].n - points[k - 1].n);
  };
  const interval = ({ successes, trials }: Point) => wilsonInterval(successes, trials);
  return {
    n: crossing(({ successes, trials }) => successes / trials),
    low: crossing((point) => interval(point).high),
    high: crossing((point) => interval(point).low),
  };
}

/**
 * Pool adjacent violators: the increasing values nearest to those of the points.
 *
 * @see R. E. Barlow, D. J. Bartholomew, J. M. Bremner, H. D. Brunk, "Statistical inference under order restrictions" (1972).
 */
function increasing(points: readonly Point[], value: (point: Point) => number): number[] {
  const blocks: { mean: number; weight: number; count: number }[] = [];
  for (const point of points) {
    blocks.push({ mean: value(point), weight: point.trials, count: 1 });
    while (blocks.length > 1 && blocks[blocks.length - 2].mean > blocks[blocks.length - 1].mean) {
      const [a, b] = blocks.splice(-2);
      const weight = a.weight + b.weight;
      const mean = (a.mean * a.weight + b.mean * b.weight) / weight;
      blocks.push({ mean, weight, count: a.count + b.count });
    }
  }
  return blocks.flatMap(({ mean, count }) => new Array<number>(count).fill(mean));
}
