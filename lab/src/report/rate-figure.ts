import * as Plot from '@observablehq/plot';
import { colourOf, labelOf } from './method-style.js';
import type { PaperResult } from './paper-result.js';
import { svgOf } from './svg.js';

/** The fitted rate of every trial as a dot, beside the theorem's ½. */
export function rateFigure(result: PaperResult, width: number): string {
  const small = width < 500;
  const methods = result.methods.filter(({ trials }) => trials.some(({ rate }) => rate !== null));
  const dots = methods.flatMap((method) =>
    method.trials
      .filter(({ rate }) => rate !== null)
      .map(({ rate }) => ({ rate, method: labelOf(method), colour: colourOf(method) })),
  );
  const names = methods.map(labelOf);
  const means = methods.map((method) => ({
    rate: method.summary.meanRate,
    method: labelOf(method),
  }));
  const most = Math.max(0.75, ...dots.map(({ rate }) => rate ?? 0));
  return svgOf({
    width,
    height: 70 + 46 * names.length,
    marginLeft: small ? 104 : 130,
    marginRight: small ? 14 : 20,
    marginTop: 24,
    marginBottom: 42,
    className: `figure-rate-${width}`,
    style: { fontSize: small ? '12px' : '14px', background: 'transparent' },
    ariaLabel: 'Fitted rate of every trial',
    x: {
      ...{ domain: [0, Math.min(1, most + 0.05)], label: 'rate of a trial →' },
      ...{ labelAnchor: 'right', ticks: 5, grid: true },
    },
    y: { domain: names, label: null, tickSize: 0 },
    marks: [
      Plot.ruleX([0.5], { stroke: 'currentColor', strokeWidth: 1.5, strokeDasharray: '5 4' }),
      Plot.text(['½'], { x: [0.5], frameAnchor: 'top', dy: -16, fill: 'currentColor' }),
      Plot.tickX(dots, {
        ...{ x: 'rate', y: 'method', stroke: 'colour', strokeOpacity: 0.35, strokeWidth: 1.5 },
        inset: 4,
      }),
      Plot.dot(means, {
        ...{ x: 'rate', y: 'method', r: 5, fill: 'var(--page)', stroke: 'currentColor' },
        strokeWidth: 2,
      }),
    ],
    color: { type: 'identity' },
  });
}
