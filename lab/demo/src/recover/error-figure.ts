import { lineY, type Markish, type PlotOptions, ruleX } from '@observablehq/plot';
import { powerOfTen } from '../page/words.js';
import type { Run } from './experiment.js';

/** Below it a curve only shows rounding. */
const FLOOR = 1e-13;

export const COLOUR = { relu: 'var(--blue)', linear: 'var(--orange)' } as const;
export const LABEL = { relu: 'ReLU', linear: 'Linear' } as const;

interface Point {
  readonly t: number;
  readonly error: number;
}

/** ‖w_t − w*‖/‖w*‖ up to t = now, on a log scale, with the theorem's line. */
export function errorFigure(
  runs: readonly Run[],
  { now, last, small }: { now: number; last: number; small: boolean },
): PlotOptions {
  const end = Math.max(10, last);
  const theorem: Point[] = [];
  for (let t = 0; t <= end && 0.5 ** t >= FLOOR; t++) theorem.push({ t, error: 0.5 ** t });
  const marks: Markish[] = [
    lineY(theorem, {
      ...{ x: 't', y: 'error', stroke: 'var(--soft)', strokeWidth: 1.5, strokeDasharray: '5 4' },
    }),
    ruleX([Math.min(now, end)], { stroke: 'var(--rule)', strokeWidth: 1.5 }),
  ];
  for (const { observation, error } of runs) {
    const points = curve(error, now);
    const stroke = COLOUR[observation];
    marks.push(lineY(points, { x: 't', y: 'error', stroke, strokeWidth: 2.75, clip: true }));
  }
  return {
    height: small ? 280 : 340,
    marks,
    x: { domain: [0, end], label: 'iteration t →', labelAnchor: 'right', ticks: small ? 5 : 8 },
    y: {
      ...{ type: 'log', domain: [FLOOR, 5], grid: true, ticks: small ? 5 : 7 },
      label: '↑ ‖wₜ − w*‖ / ‖w*‖',
      tickFormat: powerOfTen,
    },
  };
}

/** The points that a log axis can show; the first below the floor ends the line on it. */
function curve(error: readonly number[], now: number): Point[] {
  const points: Point[] = [];
  for (let t = 0; t < error.length && t <= now; t++) {
    if (!Number.isFinite(error[t])) break;
    points.push({ t, error: Math.max(error[t], FLOOR) });
    if (error[t] <= FLOOR) break;
  }
  return points;
}
