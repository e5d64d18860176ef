// Success and error as curves over a number, n where it is an axis: a curve for each value of one more axis that has few, and
// a panel for the rest.

import * as Plot from '@observablehq/plot';
import type { PhaseCell, PhaseLine } from 'relufit';
import { powerOfTen } from '../powers.js';
import { Axis } from './axis.js';
import { SERIES, SHAPES, seriesColour } from './colours.js';
import {
  draw,
  layoutOf,
  MOST_PANELS,
  namesLegend,
  type Place,
  type Scale,
  scaleOf,
} from './drawing.js';
import { theoryPoints, topNames } from './theory-lines.js';
import { axisOf, panelsOf, type View, without } from './view.js';

export interface CurveAxes {
  readonly x: Axis;
  /** Whose values are curves of one panel. */
  readonly series: Axis | undefined;
  readonly panels: readonly Axis[];
}

/** Over n, else over the noise, s or d. */
export function curveAxes(view: View, name?: 'noise'): CurveAxes | undefined {
  const order = name === undefined ? (['n', 'noise', 'sparsity', 'd'] as const) : [name];
  const x = order.flatMap((one) => axisOf(view, one) ?? [])[0];
  if (x === undefined) return undefined;
  const others = without(view, x);
  // Names first: they are compared with each other; numbers where there are few.
  const series =
    others.find((axis) => !axis.isNumeric && axis.values.length <= SERIES) ??
    others.find((axis) => axis.isNumeric && axis.values.length <= FEW);
  return { x, series, panels: without(view, x, series) };
}

const FEW = 5;

const share: Scale = {
  label: 'trials that succeed',
  domain: [-0.02, 1.02],
  ticks: (apart) =>
    (apart > 0.26 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]).map((place) => ({
      ...{ place, text: `${100 * place} %` },
    })),
  isNames: false,
};

/** Shares with Wilson's intervals. */
export const successCurves = (view: View, axes: CurveAxes, width: number): string =>
  curves(view, axes, width, 'success');

/** Geometric means of ‖w − w*‖/‖w*‖; over the noise without the cells that have none, whose errors are rounding. */
export function errorCurves(view: View, axes: CurveAxes, width: number): string {
  if (!leavesOut(axes)) return curves(view, axes, width, 'error');
  const { result } = view;
  const noisy = { ...result, cells: result.cells.filter(({ noise }) => noise > 0) };
  const x = new Axis('noise', noisy, axes.x.values.slice(1));
  return curves({ ...view, result: noisy }, { ...axes, x }, width, 'error');
}

/** Whether curves of errors leave out what has no noise: an axis of ratios has no place for it. */
export const leavesOut = ({ x }: CurveAxes): boolean =>
  x.name === 'noise' && x.values[0] === 0 && x.values.length > 2;

function curves(
  view: View,
  { x, series, panels: by }: CurveAxes,
  width: number,
  quantity: 'success' | 'error',
): string {
  const panels = panelsOf(view, by).slice(0, MOST_PANELS);
  const isError = quantity === 'error';
  const y = isError ? errorScale(view) : share;
  const layout = layoutOf(width, panels.length, y, {
    alone: width < 500 ? 0.85 : 0.42,
    several: 0.72,
  });
  const colours = series === undefined ? [] : series.values.map((_, k) => seriesColour(k));
  const marks = panels.flatMap(({ cells, lines }, k) => {
    const place = layout.places[k];
    const groups =
      series === undefined
        ? [{ cells, lines, colour: seriesColour(0), shape: SHAPES[0].symbol, dx: 0 }]
        : series.values.map((_, j) => ({
            cells: cells.filter((cell) => series.indexOf(cell) === j),
            lines: lines.filter((line) => series.indexOf(line) === j),
            ...{
              colour: colours[j],
              shape: SHAPES[j % SHAPES.length].symbol,
              dx: 2.5 * (j - (series.values.length - 1) / 2),
            },
          }));
    const drawn = { view, x, y, place, panel: layout.panel };
    return [
      ...(isError ? slopes(drawn, cells) : theory(drawn, groups)),
      ...groups.flatMap((group) => (isError ? errors(drawn, group) : shares(drawn, group))),
    ];
  });
  const what = isError ? 'Geometric mean of the relative error' : 'Share of trials that succeed';
  return draw({
    label: `${what} against ${x.label}${series === undefined ? '' : `, a curve for each ${series.label}`}`,
    ...{ layout, x: scaleOf(x), y, marks },
    titles: panels.map(({ title }) => title),
    hasHeads: !isError && x.name === 'n',
    ...(series !== undefined && {
      legend: namesLegend(
        series.values.map((_, j) => ({
          name: series.described(j),
          colour: colours[j],
          path: SHAPES[j % SHAPES.length].path,
        })),
      ),
    }),
  });
}

interface Drawn {
  readonly view: View;
  readonly x: Axis;
  readonly y: Scale;
  readonly place: Place;
  readonly panel: { readonly width: number; readonly height: number };
}

interface Group {
  readonly cells: readonly PhaseCell[];
  readonly lines: readonly PhaseLine[];
  readonly colour: string;
  readonly shape: (typeof SHAPES)[number]['symbol'];
  /** Curves of one panel stand a little beside each other, so that equal ones are seen. */
  readonly dx: number;
}

function shares(
  { view, x, place, panel }: Drawn,
  { cells, colour, shape, dx }: Group,
): Plot.Markish[] {
  const [, most] = view.trials;
  const points = pointsOf(x, cells).map(({ at, cell }) => ({ x: at, ...cell }));
  const isDense = points.length > 14 || panel.width < 200;
  const isUneven = view.trials[0] < most;
  return [
    Plot.ruleX(points, {
      ...{ x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeOpacity: 0.5, dx, ...place },
      strokeWidth: isDense ? 1.5 : 2.5,
    }),
    Plot.line(points, {
      ...{ x: 'x', y: 'success', stroke: colour, dx },
      strokeWidth: isDense ? 1.4 : 2,
      ...place,
    }),
    Plot.dot(points, {
      ...{ x: 'x', y: 'success', fill: colour, symbol: shape, dx, ...place },
      r: isUneven ? ({ trials }) => Math.max(1.5, 5 * Math.sqrt(trials / most)) : isDense ? 2 : 3,
    }),
  ];
}

/** One half, and of theory δ and 2δ as lines where they are the same for all curves, else what each requires on top. */
function theory({ x, place, panel }: Drawn, groups: readonly Group[]): Plot.Markish[] {
  const half = Plot.ruleY([0.5], { stroke: 'currentColor', strokeOpacity: 0.3, ...place });
  if (x.name !== 'n') return [half];
  const [low, high] = x.domain;
  const isSeen = ({ at }: { at: number }) => at >= low && at <= high;
  const pixel = (high - low) / panel.width;
  const tops = groups.map(({ lines, colour }) =>
    theoryPoints(lines).map(({ name, n }) => ({ name, at: x.place(n), colour })),
  );
  const words = { x: 'at', y: 1.02, text: 'name', lineAnchor: 'bottom', dy: -2, ...place } as const;
  const isShared =
    new Set(tops.map((points) => JSON.stringify(points.map(({ at }) => at)))).size === 1;
  if (isShared) {
    const lines = tops[0].filter(isSeen);
    return [
      half,
      ...lines.map(({ at, name }) =>
        Plot.ruleX([at], {
          ...{
            stroke: 'currentColor',
            strokeDasharray: name === 'δ' ? '1.5 3.5' : '6 4',
            ...place,
          },
        }),
      ),
      Plot.text(topNames(lines, 18 * pixel), { ...words, fontSize: 11, fill: 'currentColor' }),
    ];
  }
  const required = tops.flatMap((points) => points.slice(-1)).filter(isSeen);
  const named = required.filter(
    ({ at }, k) => !required.slice(0, k).some((other) => Math.abs(other.at - at) < 18 * pixel),
  );
  return [
    half,
    Plot.ruleX(required, {
      x: 'at',
      y1: 0.96,
      y2: 1.02,
      stroke: 'colour',
      strokeWidth: 2,
      ...place,
    }),
    Plot.text(named, { ...words, fontSize: 11, fill: 'colour' }),
  ];
}

function errors(
  { view, x, place, panel, y }: Drawn,
  { cells, colour, shape, dx }: Group,
): Plot.Markish[] {
  const [low, high] = y.domain;
  const isDense = cells.length > 14 || panel.width < 200;
  const points = pointsOf(x, cells).map(({ at, cell }) => ({
    x: at,
    y: Math.max(low, Math.min(high, Math.log10(cell.error))),
    r: isDense
      ? 2
      : 3 * (view.trials[0] < view.trials[1] ? Math.sqrt(cell.trials / view.trials[1]) : 1),
  }));
  return [
    Plot.line(points, {
      x: 'x',
      y: 'y',
      stroke: colour,
      strokeWidth: isDense ? 1.4 : 2,
      dx,
      ...place,
    }),
    Plot.dot(points, { x: 'x', y: 'y', r: 'r', fill: colour, symbol: shape, ...place }),
  ];
}

/** Beside errors over the noise: how they would grow in proportion to it. */
function slopes({ x, y, place }: Drawn, cells: readonly PhaseCell[]): Plot.Markish[] {
  if (x.name !== 'noise' || x.scale !== 'log') return [];
  const noisy = cells.filter(({ noise }) => noise > 0).sort((a, b) => a.error - b.error);
  if (noisy.length < 2) return [];
  const [first, last] = [x.places[0], x.places[x.places.length - 1]];
  // Under the least error in proportion to its noise, so that it crosses no curve.
  const below = Math.min(...noisy.map(({ noise, error }) => Math.log10(error / noise))) - 0.35;
  const [low, high] = y.domain;
  const from = Math.max(first, low - below);
  const to = Math.min(last, high - below);
  if (!(to > from)) return [];
  const guide = [from, to].map((at) => ({ x: at, y: at + below }));
  return [
    Plot.line(guide, {
      x: 'x',
      y: 'y',
      stroke: 'currentColor',
      strokeOpacity: 0.6,
      strokeDasharray: '5 4',
      ...place,
    }),
    Plot.text([{ x: (from + to) / 2, y: (from + to) / 2 + below }], {
      ...{ x: 'x', y: 'y', text: () => 'slope 1', fill: 'var(--soft)', ...place },
      ...{ textAnchor: 'start', lineAnchor: 'top', dx: 8, dy: 3 },
    }),
  ];
}

const pointsOf = (x: Axis, cells: readonly PhaseCell[]) =>
  cells.map((cell) => ({ at: x.places[x.indexOf(cell)], cell })).sort((a, b) => a.at - b.at);

/** Decades, from the least error to the largest within reason. */
function errorScale({ result }: View): Scale {
  const logs = result.cells.map(({ error }) => Math.log10(error));
  const low = Math.floor(Math.max(-16, Math.min(...logs)) - 0.4);
  const high = Math.ceil(Math.min(3, Math.max(...logs)) + 0.1);
  const domain: [number, number] = [low, Math.max(high, low + 1)];
  return {
    label: 'relative error ‖w − w*‖ / ‖w*‖',
    domain,
    ticks: (apart) => {
      const step =
        [1, 2, 3, 4, 5, 10].find((wide) => wide / (domain[1] - domain[0]) >= apart) ?? 10;
      const places: number[] = [];
      for (let place = domain[1] - (domain[1] % step); place >= low; place -= step)
        places.push(place);
      return places.map((place) => ({ place, text: powerOfTen(place) }));
    },
    isNames: false,
  };
}
