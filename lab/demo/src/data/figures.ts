import { dot, line, type PlotOptions, ruleX, ruleY } from '@observablehq/plot';
import type { CVResults } from 'relufit';

/** ŷ against y, and the diagonal on which they are equal. */
export function predictedFigure(
  y: Float64Array,
  predicted: Float64Array,
  target: string,
  small: boolean,
): PlotOptions {
  const points = Array.from(y, (observed, row) => ({ observed, predicted: predicted[row] }));
  let [low, high] = [Infinity, -Infinity];
  for (const value of [...y, ...predicted]) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const edge = 0.04 * (high - low || 1);
  const domain = [low - edge, high + edge];
  return {
    height: small ? 300 : 340,
    marks: [
      line(
        [
          [low, low],
          [high, high],
        ],
        { stroke: 'var(--soft)', strokeDasharray: '5 4' },
      ),
      dot(points, {
        ...{ x: 'observed', y: 'predicted', fill: 'var(--blue)', r: 3.5 },
        fillOpacity: Math.max(0.15, Math.min(0.8, 60 / points.length)),
      }),
    ],
    x: {
      domain,
      label: `observed ${target} →`,
      labelAnchor: 'right',
      ticks: small ? 5 : 7,
      grid: true,
    },
    y: { domain, label: '↑ predicted', ticks: small ? 5 : 7, grid: true },
  };
}

/** The error on rows left out against the level, with a standard error to each side. */
export function levelsFigure(
  { levels, bestLevel, measure }: CVResults,
  small: boolean,
): PlotOptions {
  const points = levels.map(({ level, score, standardError = 0 }) => ({
    ...{ level, score, low: score - standardError, high: score + standardError },
  }));
  return {
    height: small ? 240 : 260,
    marks: [
      ruleY([Math.min(...points.map(({ low }) => low))], { stroke: 'none' }),
      ruleX([bestLevel], { stroke: 'var(--edge)', strokeDasharray: '2 4' }),
      ruleX(points, { x: 'level', y1: 'low', y2: 'high', stroke: 'var(--blue)', strokeWidth: 1.5 }),
      line(points, { x: 'level', y: 'score', stroke: 'var(--blue)', strokeWidth: 2 }),
      dot(points, { x: 'level', y: 'score', fill: 'var(--blue)', r: 4 }),
    ],
    x: {
      ...{ type: 'point', domain: levels.map(({ level }) => level) },
      ...{ label: 'coefficients →', labelAnchor: 'right' },
    },
    y: { label: `↑ ${measure}, rows left out`, grid: true, ticks: 5, inset: 8 },
  };
}
