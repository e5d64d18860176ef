// Success over two axes: cells by colour, with the n at which half of the trials succeed and what theory says of it.

import * as Plot from '@observablehq/plot';
import type { PhaseCell } from 'relufit';
import type { Axis } from './axis.js';
import { successColour } from './colours.js';
import {
  draw,
  type Layout,
  layoutOf,
  MOST_PANELS,
  type Place,
  scaleOf,
  successLegend,
} from './drawing.js';
import type { Name } from './names.js';
import { theoryPoints, topNames } from './theory-lines.js';
import {
  axisOf,
  type Panel,
  panelsOf,
  THEORY_NAMES,
  type TheoryName,
  type View,
  without,
} from './view.js';

/** Which two axes a heat map is over, the most usual first. */
const ORDER: readonly Name[] = [
  ...(['n', 'sparsity', 'd', 'noise', 'constraint', 'solver', 'rows', 'observation'] as const),
];

export interface HeatMapAxes {
  readonly x: Axis;
  readonly y: Axis;
  readonly panels: readonly Axis[];
}

/** Names stand on the left and n below them; among numbers n stands on the left. Undefined below two axes. */
export function heatMapAxes(view: View): HeatMapAxes | undefined {
  const [first, second] = ORDER.flatMap((name) => axisOf(view, name) ?? []);
  if (second === undefined) return undefined;
  const upright = first.name === 'n' && second.isNumeric;
  const [x, y] = upright ? [second, first] : [first, second];
  return { x, y, panels: without(view, x, y) };
}

export function heatMap(view: View, { x, y, panels: by }: HeatMapAxes, width: number): string {
  const panels = panelsOf(view, by).slice(0, MOST_PANELS);
  const layout = layoutOf(
    width,
    panels.length,
    scaleOf(y),
    y.isNumeric ? { alone: width < 500 ? 1 : 0.5, several: 0.9 } : undefined,
  );
  const [fewest, most] = view.trials;
  const drawn = { x, y, layout };
  const largest = largestDot(view, drawn);
  const style = styleOf(view, drawn);
  const marks = panels.flatMap((panel, k) => {
    const place = layout.places[k];
    return [
      ...cellMarks(view, panel, place, { ...drawn, largest, style }),
      ...overlay(panel, place, { ...drawn, style }),
      ...numbers(view, panel, place, { ...drawn, style }),
    ];
  });
  const sizes = style === 'dots' && fewest < most ? { fewest, most, largest } : undefined;
  return draw({
    label: `Success over ${x.label} and ${y.label}${panels.length > 1 ? `, ${panels.length} panels` : ''}`,
    ...{ layout, x: scaleOf(x), y: scaleOf(y), marks },
    hasHeads: x.name === 'n',
    titles: panels.map(({ title }) => title),
    legend: successLegend(sizes),
  });
}

/** Pixels between the nearest values of an axis. */
function gapOf({ places, domain: [from, to] }: Axis, length: number): number {
  const gaps = places.slice(1).map((place, k) => place - places[k]);
  return (Math.min(...gaps) / (to - from)) * length;
}

/** Of a dot for a cell with the most trials, so that neighbours do not touch. */
function largestDot({ isSearch }: View, { x, y, layout: { panel } }: Axes): number {
  // n that are searched for stand close to each other: only lines must stay apart.
  const across = x.name === 'n' && isSearch ? Infinity : gapOf(x, panel.width);
  const up = y.name === 'n' && isSearch ? Infinity : gapOf(y, panel.height);
  return Math.max(2, Math.min(11, 0.42 * Math.min(across, up)));
}

interface Axes {
  readonly x: Axis;
  readonly y: Axis;
  readonly layout: Layout;
}

interface Drawn extends Axes {
  readonly style: Style;
}

function cellMarks(
  view: View,
  { cells }: Panel,
  place: Place,
  { x, y, largest, style }: Drawn & { largest: number },
): Plot.Markish[] {
  const at = (axis: Axis, cell: PhaseCell) => axis.indexOf(cell);
  const [, most] = view.trials;
  const data = cells.map((cell) => {
    const [i, j] = [at(x, cell), at(y, cell)];
    const [[x1, x2], [y1, y2]] = [x.edges(i), y.edges(j)];
    const r = largest * Math.sqrt(cell.trials / most);
    return {
      ...{ x1, x2, y1, y2, x: x.places[i], y: y.places[j], r },
      ...{ colour: successColour(cell.success), success: cell.success, trials: cell.trials },
    };
  });
  const dots = Plot.dot(
    data.sort((a, b) => b.r - a.r),
    {
      ...{ x: 'x', y: 'y', r: 'r', fill: 'colour', ...place },
      ...{ stroke: 'var(--ink)', strokeWidth: 0.6, strokeOpacity: 0.7 },
    },
  );
  if (style === 'dots') return [dots];
  const inset = largest < 5 ? 0.25 : 0.5;
  const rect = { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'colour', inset, ...place };
  return [Plot.rect(data, rect)];
}

/** In the corner of a cell, where the line of one half does not hide them. */
function numbers(
  view: View,
  { cells }: Panel,
  place: Place,
  { x, y, style }: Drawn,
): Plot.Markish[] {
  if (style !== 'numbers') return [];
  const counted = cells.filter(({ trials }) => trials > view.trials[0]);
  return [
    Plot.text(counted, {
      ...{ x: (cell) => x.edges(x.indexOf(cell))[0], y: (cell) => y.edges(y.indexOf(cell))[1] },
      ...{ text: 'trials', textAnchor: 'start', lineAnchor: 'top', dx: 3, dy: 2, fontSize: 9 },
      ...{ fill: ({ success }) => (success > 0.6 ? '#14171b' : '#fff'), ...place },
    }),
  ];
}

/**
 * Full cells where all have as many trials; else with a number in those that have more than the least; else, where a number
 * has no room or n is searched for, dots with areas that say so.
 */
function styleOf({ isSearch, trials: [fewest, most] }: View, { x, y, layout }: Axes): Style {
  if (isSearch) return 'dots';
  if (fewest === most) return 'cells';
  const { panel } = layout;
  const hasRoom = gapOf(x, panel.width) >= 26 && gapOf(y, panel.height) >= 13;
  return hasRoom ? 'numbers' : 'dots';
}

type Style = 'cells' | 'numbers' | 'dots';

interface Position {
  readonly x: number;
  readonly y: number;
}

/** Half-way with its interval, and δ and 2δ, each named where its line ends. */
function overlay(panel: Panel, place: Place, drawn: Drawn): Plot.Markish[] {
  const { x, y } = drawn;
  const isUpright = y.name === 'n';
  if (!isUpright && x.name !== 'n') return [];
  return isUpright ? curves(panel, place, drawn) : ticks(panel, place, drawn);
}

// On cells of any colour, or on the page: a line with a margin is seen on both.
function colours(style: Style): { ink: string; halo: string } {
  return style === 'dots'
    ? { ink: 'var(--ink)', halo: 'var(--page)' }
    : { ink: '#fff', halo: '#14171b' };
}

/** n upwards over another number. */
function curves({ lines }: Panel, place: Place, { x, y, layout, style }: Drawn): Plot.Markish[] {
  const { ink, halo } = colours(style);
  const [bottom, top] = y.domain;
  const sorted = [...lines].sort((a, b) => x.indexOf(a) - x.indexOf(b));
  const placed = sorted.map((line) => ({ line, x: x.places[x.indexOf(line)] }));
  const clamp = (n: number | null, beyond: number) =>
    n === null ? beyond : Math.max(bottom, Math.min(top, y.place(n)));
  const half = placed.map(({ line: { halfWay }, x }) => ({
    x,
    y: halfWay.n === null ? Number.NaN : y.place(halfWay.n),
    low: clamp(halfWay.low, bottom),
    high: clamp(halfWay.high, top),
  }));
  const known = half.filter((point) => !Number.isNaN(point.y));
  const marks: Plot.Markish[] = [
    Plot.areaY(half, {
      ...{ x: 'x', y1: ({ y, low }) => (Number.isNaN(y) ? y : low), y2: 'high', ...place },
      ...{ fill: ink, fillOpacity: 0.22, clip: true },
    }),
    Plot.ruleX(known, {
      ...{ x: 'x', y1: 'low', y2: 'high', ...place },
      ...wide(halo, 3),
      strokeOpacity: 0.55,
    }),
    Plot.ruleX(known, { ...{ x: 'x', y1: 'low', y2: 'high', ...place }, ...wide(ink, 1.2) }),
  ];
  const ends: (Position & { name: string })[] = [];
  for (const name of THEORY_NAMES) {
    const points = theoryPoints(sorted)
      .filter((point) => point.name === name)
      .map(({ line, n }) => ({ x: x.places[x.indexOf(line)], y: y.place(n) }));
    const seen = inside(points, y.domain);
    if (seen.length === 0) continue;
    marks.push(
      Plot.line(points, { ...XY, ...place, ...wide(halo, 3.6), strokeOpacity: 0.6, clip: true }),
      Plot.line(points, { ...XY, ...place, ...wide(ink, 1.6), clip: true, ...dash(name) }),
    );
    ends.push({ ...seen[seen.length - 1], name });
  }
  marks.push(
    Plot.line(half, { ...XY, ...place, ...wide(halo, 5), strokeOpacity: 0.7, clip: true }),
    Plot.line(half, { ...XY, ...place, ...wide(ink, 2.4), clip: true }),
    Plot.dot(known, {
      ...XY,
      ...place,
      r: known.length > 14 ? 2 : 3,
      fill: ink,
      stroke: halo,
      clip: true,
    }),
  );
  const end = known[known.length - 1];
  if (end !== undefined) ends.push({ x: end.x, y: end.y, name: '½' });
  return [...marks, ...endLabels(ends, place, { x, y, layout })];
}

/** n to the right, and names one below the other. */
function ticks({ lines }: Panel, place: Place, { x, y, layout, style }: Drawn): Plot.Markish[] {
  const { ink, halo } = colours(style);
  const [left, right] = x.domain;
  const row = (line: Panel['lines'][number]) => y.places[y.indexOf(line)];
  const theory = theoryPoints(lines)
    .map(({ line, name, n }) => ({
      name,
      x: x.place(n),
      y1: row(line) - 0.44,
      y2: row(line) + 0.44,
      y: row(line),
    }))
    .filter((point) => point.x >= left && point.x <= right);
  const half = lines.flatMap((line) => {
    const { n, low, high } = line.halfWay;
    if (n === null) return [];
    const ends = {
      low: low === null ? left : x.place(low),
      high: high === null ? right : x.place(high),
    };
    return [{ x: x.place(n), y: row(line), ...ends }];
  });
  const first = Math.min(...theory.map(({ y }) => y));
  const tops = theory.filter(({ y }) => y === first).map(({ x, name }) => ({ at: x, name }));
  const labels = topNames(tops, (18 * (right - left)) / layout.panel.width);
  const marks: Plot.Markish[] = [];
  for (const name of THEORY_NAMES) {
    const some = theory.filter((point) => point.name === name);
    const at = { x: 'x', y1: 'y1', y2: 'y2', ...place };
    marks.push(
      Plot.ruleX(some, { ...at, ...wide(halo, 4), strokeOpacity: 0.6 }),
      Plot.ruleX(some, { ...at, ...wide(ink, 1.8), ...dash(name) }),
    );
  }
  const across = { y: 'y', x1: 'low', x2: 'high', ...place };
  return [
    ...marks,
    Plot.ruleY(half, { ...across, ...wide(halo, 4.5), strokeOpacity: 0.6 }),
    Plot.ruleY(half, { ...across, ...wide(ink, 2) }),
    Plot.dot(half, { ...XY, ...place, r: 5, fill: ink, stroke: halo, strokeWidth: 1.5 }),
    Plot.text(labels, {
      ...{ x: 'at', y: () => first - 0.5, text: 'name', lineAnchor: 'bottom', dy: -3, ...place },
      ...{ fill: 'currentColor', fontSize: layout.fontSize },
    }),
  ];
}

const XY = { x: 'x', y: 'y' } as const;
const wide = (stroke: string, strokeWidth: number) => ({ stroke, strokeWidth });
const dash = (name: TheoryName) => ({ strokeDasharray: name === 'δ' ? '1.5 3.5' : '6 4' });

/** The points of a line that are seen, and where it leaves by the top or the bottom. */
function inside(points: readonly Position[], [low, high]: readonly [number, number]): Position[] {
  const seen: Position[] = [];
  for (const [k, point] of points.entries()) {
    const isIn = point.y >= low && point.y <= high;
    const before = points[k - 1];
    const wasIn = before !== undefined && before.y >= low && before.y <= high;
    if (before !== undefined && isIn !== wasIn) {
      const edge = Math.max(before.y, point.y) > high ? high : low;
      const part = (edge - before.y) / (point.y - before.y);
      seen.push({ x: before.x + part * (point.x - before.x), y: edge });
    }
    if (isIn) seen.push(point);
  }
  return seen;
}

/** Beside the frame where a line goes to the last cell, else above it where the line leaves. */
function endLabels(
  ends: readonly (Position & { name: string })[],
  place: Place,
  { x, y, layout }: Axes,
): Plot.Markish[] {
  const last = x.places[x.places.length - 1];
  const [low, high] = y.domain;
  const line = (1.15 * layout.fontSize * (high - low)) / layout.panel.height;
  const beside = ends.filter((end) => end.x === last).sort((a, b) => a.y - b.y);
  const heights: number[] = [];
  for (const end of beside)
    heights.push(Math.max(end.y, (heights[heights.length - 1] ?? -Infinity) + line));
  const text = { fill: 'currentColor', fontWeight: 600, fontSize: layout.fontSize, text: 'name' };
  return [
    Plot.text(
      beside.map(({ name }, k) => ({ name, x: x.domain[1], y: heights[k] })),
      { ...XY, ...place, ...text, textAnchor: 'start', dx: 4 },
    ),
    Plot.text(
      ends.filter((end) => end.x !== last && end.name !== '½'),
      {
        ...XY,
        ...place,
        ...text,
        fill: '#fff',
        stroke: '#14171b',
        strokeWidth: 3.5,
        textAnchor: 'end',
        dx: -6,
        dy: 9,
      },
    ),
  ];
}
