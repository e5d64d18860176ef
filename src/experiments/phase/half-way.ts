// Where success, which is taken to rise with n, is one half.

import { RelufitError, show } from '../../errors.js';
import { wilsonInterval } from '../summary.js';

/** The successes of so many trials with n rows. */
export interface SuccessPoint {
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
 * Where the increasing function nearest to the points is one half, between points by a line; the ends of Wilson's intervals
 * likewise, the upper one first. Null where the first point is above one half already (the half is below the points) or the
 * last below (it is above): the share of all trials together tells which. O(points).
 *
 * Nearest: Σ trials (f(n) − successes/trials)² is least, by pooling adjacent violators.
 *
 * @param points in ascending n, each with trials.
 * @param level of the intervals; default 0.95.
 * @throws RelufitError INVALID_ARGUMENT where n does not rise, or a point is no count of trials.
 * @see R. E. Barlow, D. J. Bartholomew, J. M. Bremner, H. D. Brunk, "Statistical inference under order restrictions" (1972).
 * @example
 * ```ts
 * halfWay([{ n: 10, successes: 5, trials: 20 }, { n: 20, successes: 15, trials: 20 }]).n // 15
 * ```
 */
export function halfWay(points: readonly SuccessPoint[], level = 0.95): HalfWay {
  if (!Array.isArray(points))
    throw refused('points', show(points), 'a list of { n, successes, trials }');
  points.forEach((point, k) => {
    const { n, trials, successes } = Object(point) as SuccessPoint;
    const isCount = Number.isInteger(trials) && trials > 0 && Number.isInteger(successes);
    const isRising = Number.isFinite(n) && (k === 0 || n > points[k - 1].n);
    if (isCount && successes >= 0 && successes <= trials && isRising) return;
    const got = `${show(successes)} of ${show(trials)} trials at n = ${show(n)}`;
    throw refused(
      `points[${k}]`,
      got,
      'successes of one trial or more, and n above the one before',
    );
  });
  const crossing = (total: (point: SuccessPoint) => number) => {
    const fitted = increasing(points, total);
    const k = fitted.findIndex((share) => share >= 0.5);
    if (k < 0 || (k === 0 && fitted[0] > 0.5)) return null;
    if (k === 0) return points[0].n;
    const part = (0.5 - fitted[k - 1]) / (fitted[k] - fitted[k - 1]);
    return points[k - 1].n + part * (points[k].n - points[k - 1].n);
  };
  const interval = ({ successes, trials }: SuccessPoint) =>
    wilsonInterval(successes, trials, level);
  return {
    n: crossing(({ successes }) => successes),
    low: crossing((point) => interval(point).high * point.trials),
    high: crossing((point) => interval(point).low * point.trials),
  };
}

const refused = (name: string, got: string, expected: string) =>
  new RelufitError(
    'INVALID_ARGUMENT',
    `halfWay ${name}`,
    got,
    expected,
    'Sort them, and leave out what was not tried.',
  );

// By pooling adjacent violators: the increasing values nearest to total/trials. Totals are summed, not means, so that of
// successes one half is one half to the bit.
function increasing(
  points: readonly SuccessPoint[],
  total: (point: SuccessPoint) => number,
): number[] {
  const blocks: { total: number; trials: number; count: number }[] = [];
  const mean = (last: number) => {
    const { total, trials } = blocks[blocks.length - last];
    return total / trials;
  };
  for (const point of points) {
    blocks.push({ total: total(point), trials: point.trials, count: 1 });
    while (blocks.length > 1 && mean(2) > mean(1)) {
      const [a, b] = blocks.splice(-2);
      blocks.push({
        total: a.total + b.total,
        trials: a.trials + b.trials,
        count: a.count + b.count,
      });
    }
  }
  return blocks.flatMap(({ total, trials, count }) =>
    new Array<number>(count).fill(total / trials),
  );
}
