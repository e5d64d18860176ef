// Which figures a result has: it depends on its axes alone.

import type { PhaseResult } from 'relufit';
import { conjoined } from '../../format.js';
import { barAxes, halfWayBars, successBars } from './bars.js';
import { LIGHT_COLOURS } from './colours.js';
import { curveAxes, errorCurves, leavesOut, successCurves } from './curves.js';
import { CLASS, MOST_PANELS } from './drawing.js';
import { heatMap, heatMapAxes } from './heat-map.js';
import { theoryNames } from './theory-lines.js';
import { axisOf, panelsOf, type View, viewOf } from './view.js';

export interface Figure {
  /** Of its file. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  /** As SVG so many pixels wide, in the colours of the page. */
  draw(width: number): string;
}

export function figuresOf(view: View): Figure[] {
  if (view.result.cells.length === 0) return [];
  const figures: Figure[] = [];
  const hasN = axisOf(view, 'n') !== undefined;
  const add = (figure: Figure, by: Parameters<typeof panelsOf>[1]) => {
    const panels = panelsOf(view, by).length;
    const left =
      panels > MOST_PANELS
        ? ` The first ${MOST_PANELS} of ${panels} panels; the table has all.`
        : '';
    figures.push({
      ...figure,
      caption: figure.caption + left,
      draw: (width) => figure.draw(width).replaceAll(CLASS, `${CLASS}-${figure.name}-${width}`),
    });
  };
  const map = heatMapAxes(view);
  if (map !== undefined) {
    const { x, y, panels } = map;
    add(
      {
        name: 'success-map',
        title: `Success over ${x.label} and ${y.label}`,
        caption: mapCaption(view, hasN && (x.name === 'n' || y.name === 'n')),
        draw: (width) => heatMap(view, map, width),
      },
      panels,
    );
  }
  const bars = barAxes(view);
  if (hasN && bars.names !== undefined) {
    add(
      {
        name: 'half-way',
        title: `Samples for half of the trials, by ${bars.names.label}`,
        caption: `n at which half of the trials succeed, with its interval.${theoryCaption(view)}`,
        draw: (width) => halfWayBars(view, bars, width),
      },
      bars.panels,
    );
  }
  const success = curveAxes(view);
  if (success === undefined) {
    add(
      {
        name: 'success',
        title: 'Success',
        caption: 'The share of trials that succeed, with Wilson’s 95 % interval.',
        draw: (width) => successBars(view, bars, width),
      },
      bars.panels,
    );
    return figures;
  }
  add(
    {
      name: 'success',
      title: `Success against ${success.x.label}`,
      caption: curveCaption(view, success.x.name === 'n'),
      draw: (width) => successCurves(view, success, width),
    },
    success.panels,
  );
  const noise = curveAxes(view, 'noise');
  const errors = success.x.name === 'noise' ? [success] : [success, noise];
  for (const axes of errors) {
    if (axes === undefined) continue;
    const isNoise = axes.x.name === 'noise';
    add(
      {
        name: axes === success ? 'error' : 'error-noise',
        title: `Error against ${axes.x.label}`,
        caption: `Geometric mean over the trials of a cell, those that fail among them.${isNoise ? ' Dashed: an error in proportion to the noise.' : ''}${leavesOut(axes) ? ' Cells without noise are left out.' : ''}`,
        draw: (width) => errorCurves(view, axes, width),
      },
      axes.panels,
    );
  }
  return figures;
}

/** Which lines are of theory, where there are some. */
function theoryCaption({ result: { lines } }: View): string {
  const names = theoryNames(lines);
  if (names.length === 0) return '';
  const required = names.filter((name) => name !== 'δ').join(' or ');
  const share = required.includes('P') ? ', P the share of rows that is not cut off' : '';
  return required === '' ? ' Dotted δ.' : ` Dotted δ, dashed ${required}${share}.`;
}

function mapCaption(view: View, hasHalf: boolean): string {
  const { isSearch, trials } = view;
  const [fewest, most] = trials;
  const uneven =
    fewest === most
      ? ''
      : isSearch
        ? ' The area of a dot is its number of trials.'
        : ` A number in a cell, or the area of a dot, is its number of trials where that is more than ${fewest}.`;
  const half = hasHalf
    ? ` Full line or ring (½): n at which half of the trials succeed, with its interval.${theoryCaption(view)}`
    : '';
  return `Each ${isSearch ? 'dot' : 'cell'} has the colour of the share of its trials that succeed.${half}${uneven}`;
}

function curveCaption(view: View, hasTheory: boolean): string {
  const [fewest, most] = view.trials;
  const uneven = fewest === most ? '' : ' The larger a dot, the more trials it has.';
  const theory = hasTheory ? curveTheory(view) : '';
  return `Shares with Wilson’s 95 % intervals; lines between them guide the eye.${theory}${uneven}`;
}

function curveTheory({ result: { lines } }: View): string {
  const names = theoryNames(lines);
  if (names.length === 0) return '';
  const lineKinds = names.length === 1 ? 'Dotted' : 'Dotted and dashed';
  return ` ${lineKinds}, or marks above the frame in the colour of a curve: ${conjoined(names)} of theory.`;
}

/** The width of figures for files and large screens. */
export const WIDE = 900;

/** Every figure as an SVG that needs nothing else, on a light ground. */
export function phaseFigures(result: PhaseResult): PhaseFigure[] {
  return figuresOf(viewOf(result)).map(({ name, caption, draw }) => ({
    ...{ name, caption },
    svg: onItsOwn(draw(WIDE)),
  }));
}

export interface PhaseFigure {
  readonly name: string;
  readonly caption: string;
  readonly svg: string;
}

/** What is behind a figure on its own. */
export const GROUND = `<rect width="100%" height="100%" fill="${LIGHT_COLOURS['--page']}"/>`;

/** The page's script does the same. */
const onItsOwn = (svg: string) =>
  svg
    .replace(/var\((--[\w-]+)\)/g, (variable, name: string) => LIGHT_COLOURS[name] ?? variable)
    .replace(/<svg[^>]*>/, (start) => start + GROUND);
