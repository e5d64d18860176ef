import * as Plot from '@observablehq/plot';
import { wilsonInterval } from '../../dist/index.js';
import { svgOf } from '../../lab/src/report/svg.js';
import type { Recovery } from './result.js';

/** Success against n, a curve for each solver and a panel for each sparsity. */
export function figure({ curves, d }: Recovery): string {
  const dots = curves.flatMap(({ solver, sparsity, points }) =>
    points.map(({ n, successes, trials }) => ({
      ...{ n, solver, panel: `s = ${sparsity}, d = ${d}` },
      share: successes / trials,
      ...wilsonInterval(successes, trials),
    })),
  );
  const panels = [...new Set(dots.map(({ panel }) => panel))];
  const place = { x: 'n', stroke: 'solver', fx: 'panel' } as const;
  const svg = svgOf({
    width: 760,
    height: 330,
    marginLeft: 46,
    marginBottom: 40,
    className: 'recovery',
    style: { fontSize: '12px', background: 'white', color: 'black' },
    ariaLabel: 'Part of the fits that are right against the number of rows',
    x: { label: 'rows n →', ticks: 6 },
    y: { label: '↑ right', domain: [0, 1], tickFormat: '%', grid: true },
    fx: { label: null },
    // Okabe and Ito's, which the colour-blind can tell apart.
    color: {
      range: ['#0072B2', '#56B4E9', '#009E73', '#D55E00', '#000000'],
      domain: names(curves),
    },
    marks: [
      Plot.ruleY([0.5], { stroke: '#999', strokeDasharray: '4 4' }),
      Plot.ruleX(dots, { ...place, y1: 'low', y2: 'high', strokeOpacity: 0.35 }),
      Plot.line(dots, { ...place, y: 'share', strokeWidth: 1.8 }),
      Plot.dot(dots, { ...place, y: 'share', fill: 'white', r: 3 }),
      ...names(curves).map((name, k) =>
        Plot.text([name], {
          ...{ frameAnchor: 'bottom-right', textAnchor: 'end', dx: -6, dy: -8 - 15 * k },
          ...{ fill: COLOURS[k], fx: panels[panels.length - 1] },
        }),
      ),
    ],
  });
  return svg.includes('xmlns=')
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
}

const names = (curves: Recovery['curves']) => [...new Set(curves.map(({ solver }) => solver))];

// Okabe and Ito's, which the colour-blind can tell apart.
const COLOURS = ['#0072B2', '#56B4E9', '#009E73', '#D55E00', '#000000'];
