// Which figures a result has: it depends on its axes alone.

import type { PhaseResult } from 'relufit';
import { barAxes, halfWayBars, successBars } from './bars.js';
import { LIGHT } from './colours.js';
import { curveAxes, errorCurves, leavesOut, successCurves } from './curves.js';
import { MOST_PANELS } from './drawing.js';
import { heatMap, heatMapAxes } from './heat-map.js';
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
    figures.push({ ...figure, caption: figure.caption + left });
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
        caption: 'n at which half of the trials succeed, with its interval. Dotted δ, dashed 2δ.',
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

function mapCaption({ isSearch, trials: [fewest, most] }: View, hasHalf: boolean): string {
  const uneven =
    fewest === most
      ? ''
      : isSearch
        ? ' The area of a dot is its number of trials.'
        : ` A number in a cell, or the area of a dot, is its number of trials where that is more than ${fewest}.`;
  const half = hasHalf
    ? ' Full line or ring (½): n at which half of the trials succeed, with its interval. Dotted δ, dashed 2δ.'
    : '';
  return `Each ${isSearch ? 'dot' : 'cell'} has the colour of the share of its trials that succeed.${half}${uneven}`;
}

function curveCaption({ trials: [fewest, most] }: View, hasTheory: boolean): string {
  const uneven = fewest === most ? '' : ' The larger a dot, the more trials it has.';
  const theory = hasTheory
    ? ' Dotted and dashed, or marks above the frame in the colour of a curve: δ and 2δ of theory.'
    : '';
  return `Shares with Wilson’s 95 % intervals; lines between them guide the eye.${theory}${uneven}`;
}

/** The width of figures for files and large screens. */
export const WIDE = 900;

/** Every figure as an SVG that needs nothing else, on white. */
export function phaseFigures(
  result: PhaseResult,
): { readonly name: string; readonly svg: string }[] {
  return figuresOf(viewOf(result)).map(({ name, draw }) => ({ name, svg: onItsOwn(draw(WIDE)) }));
}

/** The variables that a page gives to its figures, and a background. */
export const ALONE = `<style>.figure { ${LIGHT} background: #fdfdfc; }</style><rect width="100%" height="100%" fill="#fdfdfc"/>`;

const onItsOwn = (svg: string) => svg.replace(/(<svg[^>]*>)/, `$1${ALONE}`);
