// Where success, which is taken to rise with n, is one half.

import { wilsonInterval } from '../summary.js';

/** The successes of so many trials with n rows. */
export interface Point {
  readonly n: number;
  readonly successes: number;
  readonly trials: number;
}

/** n at which success is one half, and where the ends of Wilson's interval are; null where that is beyond the points. */
export interface HalfWay {
  readonly n: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Where the increasing function nearest to the points is one half, between points by a line; the ends of Wilson's
 * intervals likewise, the upper one first. Null where the first point is above one half already, or the last below.
 *
 * @param points in ascending n, each with trials.
 */
export function halfWay(points: readonly Point[]): HalfWay {
  const crossing = (value: (point: Point) => number) => {
    const fitted = increasing(points, value);
    const k = fitted.findIndex((share) => share >= 0.5);
    if (k < 0 || (k === 0 && fitted[0] > 0.5)) return null;
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
