// One number for each of some names: the n at which half of the trials succeed, or the share of them that do.

import * as Plot from '@observablehq/plot';
import { Axis } from './axis.js';
import { seriesColour } from './colours.js';
import { draw, layoutOf, MOST_PANELS, type Scale, scaleOf } from './drawing.js';
import { numberText } from './names.js';
import { halfText } from './tables.js';
import { theoryPoints, topNames } from './theory-lines.js';
import { axisOf, panelsOf, THEORY_NAMES, type View, without } from './view.js';

export interface BarAxes {
  readonly names: Axis | undefined;
  readonly panels: readonly Axis[];
}

/** Solvers first, else another axis of names. */
export function barAxes(view: View): BarAxes {
  const names = (['solver', 'constraint', 'rows', 'observation'] as const).flatMap(
    (name) => axisOf(view, name) ?? [],
  )[0];
  return { names, panels: without(view, names, axisOf(view, 'n')) };
}

/** n at one half with its interval, beside δ and 2δ. */
export function halfWayBars(view: View, { names, panels: by }: BarAxes, width: number): string {
  const n = axisOf(view, 'n');
  if (names === undefined || n === undefined) {
    throw new Error('halfWayBars needs an axis of names, and n.');
  }
  const panels = panelsOf(view, by).slice(0, MOST_PANELS);
  const values = n.values as readonly number[];
  const most = Math.max(
    ...view.result.lines.flatMap(({ halfWay: { n, high } }) => [n ?? 0, high ?? 0]),
    ...theoryPoints(view.result.lines).map((point) =>
      Math.min(point.n, 1.1 * values[values.length - 1]),
    ),
  );
  const top = most > 0 ? 1.06 * most : values[values.length - 1];
  const x = new LinearScale('samples n', top);
  const y = scaleOf(names);
  const layout = layoutOf(width, panels.length, y);
  const marks = panels.flatMap(({ lines }, k) => {
    const place = layout.places[k];
    const placed = lines.map((line) => ({ line, at: names.indexOf(line), ...line.halfWay }));
    const known = placed.filter((bar) => bar.n !== null);
    const unknown = placed.filter((bar) => bar.n === null);
    const theory = theoryPoints(lines)
      .filter((point) => point.n <= top)
      .map(({ line, name, n }) => ({ name, at: n, row: names.indexOf(line) }));
    const first = Math.min(...theory.map(({ row }) => row));
    return [
      Plot.rect(known, {
        ...{ x1: () => 0, x2: 'n', y1: ({ at }) => at - 0.3, y2: ({ at }) => at + 0.3, ...place },
        ...{ fill: seriesColour(0), fillOpacity: 0.75 },
      }),
      ...THEORY_NAMES.map((name) =>
        Plot.ruleX(
          theory.filter((point) => point.name === name),
          {
            ...{ x: 'at', y1: ({ row }) => row - 0.46, y2: ({ row }) => row + 0.46, ...place },
            ...{
              stroke: 'currentColor',
              strokeWidth: 1.6,
              strokeDasharray: name === 'δ' ? '1.5 3' : '6 3',
            },
          },
        ),
      ),
      Plot.ruleY(known, {
        ...{ y: 'at', x1: ({ low }) => low ?? 0, x2: ({ high }) => high ?? top, ...place },
        ...{ stroke: 'currentColor', strokeWidth: 2 },
      }),
      Plot.dot(known, { x: 'n', y: 'at', r: 3.5, fill: 'currentColor', ...place }),
      Plot.text(unknown, {
        ...{ x: () => 0, y: 'at', textAnchor: 'start', dx: 6, fill: 'currentColor', ...place },
        ...{ stroke: 'var(--page)', strokeWidth: 4 },
        text: ({ line }) => halfText(view, line),
      }),
      Plot.text(
        topNames(
          theory.filter(({ row }) => row === first),
          (18 * top) / layout.panel.width,
        ),
        {
          ...{
            x: 'at',
            y: () => first - 0.5,
            text: 'name',
            lineAnchor: 'bottom',
            dy: -3,
            ...place,
          },
          fill: 'currentColor',
        },
      ),
    ];
  });
  return draw({
    label: `Samples n at which half of the trials succeed, by ${names.label}`,
    ...{ layout, x, y, marks },
    hasHeads: true,
    titles: panels.map(({ title }) => title),
  });
}

/** The share of trials that succeed with Wilson's interval, for each name or for the only cell. */
export function successBars(view: View, { names, panels: by }: BarAxes, width: number): string {
  const rowsAxis = names ?? new Axis('solver', view.result, [view.result.options.solver].flat());
  const panels = panelsOf(view, by).slice(0, MOST_PANELS);
  const y = scaleOf(rowsAxis);
  const layout = layoutOf(width, panels.length, y);
  const marks = panels.flatMap(({ cells }, k) => {
    const place = layout.places[k];
    const bars = cells.map((cell) => ({ ...cell, at: rowsAxis.indexOf(cell) }));
    return [
      Plot.rect(bars, {
        ...{
          x1: () => 0,
          x2: 'success',
          y1: ({ at }) => at - 0.3,
          y2: ({ at }) => at + 0.3,
          ...place,
        },
        ...{ fill: seriesColour(0), fillOpacity: 0.75 },
      }),
      Plot.ruleY(bars, {
        y: 'at',
        x1: 'low',
        x2: 'high',
        stroke: 'currentColor',
        strokeWidth: 2,
        ...place,
      }),
      Plot.dot(bars, { x: 'success', y: 'at', r: 3.5, fill: 'currentColor', ...place }),
    ];
  });
  const x: Scale = {
    label: 'trials that succeed',
    domain: [0, 1.02],
    ticks: (apart) =>
      (apart > 0.2 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]).map((place) => ({
        ...{ place, text: `${100 * place} %` },
      })),
    isNames: false,
  };
  return draw({
    label: `Share of trials that succeed, by ${rowsAxis.label}`,
    ...{ layout, x, y, marks },
    titles: panels.map(({ title }) => title),
  });
}

/** From 0. */
class LinearScale implements Scale {
  readonly isNames = false;
  readonly domain: readonly [number, number];

  constructor(
    readonly label: string,
    top: number,
  ) {
    this.domain = [0, top];
  }

  ticks(apart: number) {
    const top = this.domain[1];
    const step =
      [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000].find(
        (wide) => wide >= apart * top,
      ) ?? top;
    const places: number[] = [];
    for (let place = 0; place <= top; place += step) places.push(place);
    return places.map((place) => ({ place, text: numberText(place) }));
  }
}
