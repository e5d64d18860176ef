import * as Plot from '@observablehq/plot';
import { wilsonInterval } from '../../dist/index.js';
import { svgOf } from '../../lab/src/report/svg.js';
import type { Recovery } from './result.js';

// Okabe and Ito's, which the colour-blind can tell apart.
const COLOURS = ['#0072B2', '#009E73', '#D55E00', '#CC79A7', '#56B4E9'];

/** Success against n: a panel for each sparsity, and in it a curve for the solvers that have the same. */
export function figure({ curves, d }: Recovery): string {
  const groups = solversByCurve(curves);
  const panelOf = (sparsity: number) => `s = ${sparsity} of d = ${d} weights`;
  const dots = groups.flatMap((solvers, k) =>
    curves
      .filter(({ solver }) => solver === solvers[0])
      .flatMap(({ sparsity, points }) =>
        points.map(({ n, successes, trials }) => ({
          ...{ n, group: k, panel: panelOf(sparsity) },
          share: successes / trials,
          ...wilsonInterval(successes, trials),
        })),
      ),
  );
  const [first] = curves;
  const place = {
    ...{ x: 'n', fx: 'panel' },
    stroke: ({ group }: { group: number }) => COLOURS[group],
  } as const;
  const svg = svgOf({
    width: 760,
    height: 340,
    marginLeft: 46,
    marginBottom: 42,
    marginTop: 34,
    className: 'recovery',
    style: { fontSize: '12px', background: 'white', color: 'black' },
    ariaLabel: 'Part of the fits that are right against the number of rows',
    x: { label: 'rows n →', ticks: 6 },
    y: { label: '↑ fits that are right', domain: [0, 1], tickFormat: '%', grid: true },
    fx: { label: null },
    marks: [
      Plot.ruleY([0.5], { stroke: '#999', strokeDasharray: '4 4' }),
      Plot.ruleX(dots, { ...place, y1: 'low', y2: 'high', strokeOpacity: 0.4 }),
      Plot.line(dots, { ...place, z: 'group', y: 'share', strokeWidth: 2 }),
      Plot.dot(dots, { ...place, y: 'share', fill: 'white', r: 3 }),
      // In the panel of fewer weights the curves leave the right half free.
      ...groups.map((solvers, k) =>
        Plot.text([{ text: solvers.join(',\n'), panel: panelOf(first.sparsity) }], {
          ...{ text: 'text', fx: 'panel', fill: COLOURS[k], fontWeight: 600 },
          ...{ frameAnchor: 'right', textAnchor: 'end', dy: 32 + 34 * k },
        }),
      ),
    ],
  });
  return svg.includes('xmlns=')
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
}

/** Solvers whose points are the same in every panel stand together. */
function solversByCurve(curves: Recovery['curves']): string[][] {
  const groups = new Map<string, string[]>();
  for (const solver of new Set(curves.map((curve) => curve.solver))) {
    const own = curves.filter((curve) => curve.solver === solver).map(({ points }) => points);
    const key = JSON.stringify(own);
    groups.set(key, [...(groups.get(key) ?? []), solver]);
  }
  return [...groups.values()];
}
